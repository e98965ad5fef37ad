import re
import shlex
import signal
import ssl
import sys
import urllib.request
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest

from mock_esms.cli.tls_options import https_greeting, tls_of
from mock_esms.errors import UsageError
from mock_esms.server.tls import Tls
from tests.cli.running import CHECKOUT, LONG, Served, environment, run

if TYPE_CHECKING:
    from mock_esms.server.listeners import Listeners

GUIDED = ("curl", "Python", "Node", "PHP", "Java", ".NET", "Debian", "macOS", "Windows")


def by_https(log: Served, path: str) -> str:
    """What is answered at the HTTPS address that the log names."""
    url = re.search(r"https://127\.0\.0\.1:\d+", log.err.until("https: "))
    ca_file = re.search(r"clients must trust (.*?);", log.err.until("clients must trust"))
    assert url is not None
    assert ca_file is not None
    context = ssl.create_default_context(cafile=ca_file[1])
    with urllib.request.urlopen(url[0] + path, context=context, timeout=LONG) as response:  # noqa: S310 - our own address
        text: str = response.read().decode()
        return text


def test_serve_speaks_https_and_says_on_standard_error_where_and_whom_to_trust(tmp_path):
    with Served("--tls-port", "0", "--ca-dir", str(tmp_path), "--tls-name", "esms.shop.test") as served:
        assert '"status": "ok"' in by_https(served, "/_mock/health")
        assert '"status": "ok"' in served.get("/_mock/health")
        assert served.end(signal.SIGTERM) == 0
        assert served.out.rest() == []
    told = [line for line in served.err.seen if " https: " in line]
    names = "voiceapi.esms.vn, rest.esms.vn, status-sms.esms.vn, localhost, 127.0.0.1, ::1, esms.shop.test"
    assert told[0].endswith(names)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("https://127.0.0.1:8443", "https://127.0.0.1:8443"),
        ("https://0.0.0.0:8443", "https://127.0.0.1:8443"),
        ("https://[::]:443", "https://[::1]:443"),
    ],
)
def test_the_address_that_is_told_is_one_that_can_be_opened(url, told):
    listeners = SimpleNamespace(https_url=url, ca_file="ca.pem")
    first, _ = https_greeting(cast("Listeners", listeners), Tls())
    assert first.startswith(f"https: {told}, with a certificate for voiceapi.esms.vn")


def test_the_twins_of_the_environment_do_the_same(tmp_path):
    env = environment(
        MOCK_ESMS_TLS_PORT="0", MOCK_ESMS_CA_DIR=str(tmp_path), MOCK_ESMS_TLS_NAME="one.shop.test, two.shop.test"
    )
    with Served(env=env) as served:
        line = served.err.until("https: ")
    assert line.endswith("::1, one.shop.test, two.shop.test")
    assert (tmp_path / "ca.pem").exists()


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (
            ("--tls-name", "shop.test"),
            "--tls-name is a name for HTTPS, and without --tls-port there is none; give both",
        ),
        (("--port", "8081", "--tls-port", "8081"), "--port and --tls-port are both 8081; HTTP and HTTPS need a port"),
        (("--tls-port", "0", "--tls-name", "https://shop.test"), "'https://shop.test' is no host name; write it as"),
        (("--tls-port", "0", "--ca-dir", str(CHECKOUT / "README.md")), "the local authority cannot be kept in"),
    ],
)
def test_options_that_cannot_be_followed_are_told_in_a_sentence(options, complaint):
    done = run("serve", *options)
    assert (done.returncode, done.stdout) == (2, "")
    assert complaint in done.stderr
    assert done.stderr.count("\n") == 1, done.stderr


def test_a_folder_alone_asks_for_no_https_so_that_its_twin_may_stand_in_any_environment(tmp_path):
    assert tls_of(8080, None, tmp_path, ()) is None
    assert tls_of(0, 0, tmp_path, ("a",)) == Tls(port=0, ca_dir=tmp_path, names=("a",))
    with pytest.raises(UsageError, match="both 8080"):
        tls_of(8080, 8080, None, ())


def test_ca_prints_the_path_alone_on_standard_output_and_how_programs_are_told_on_standard_error(tmp_path):
    done = run("ca", "--ca-dir", str(tmp_path / "with space"))
    file = tmp_path / "with space" / "ca.pem"
    assert (done.returncode, done.stdout) == (0, f"{file}\n")
    assert file.read_text().startswith("-----BEGIN CERTIFICATE-----")
    assert [name for name in GUIDED if name not in done.stderr] == []
    assert f"curl --cacert '{file}' https://" in done.stderr, "a path with a space is quoted"
    assert run("ca", "--ca-dir", str(tmp_path / "with space")).stdout == done.stdout


def test_ca_and_serve_have_one_authority(tmp_path):
    env = environment(PYTHONPATH=str(CHECKOUT), XDG_DATA_HOME=str(tmp_path), HOME=str(tmp_path))
    told = run("ca", env=env).stdout.strip()
    with Served("--tls-port", "0", env=env) as served:
        assert f"clients must trust {told};" in served.err.until("clients must trust")


def test_ca_makes_an_authority_for_further_names(tmp_path):
    assert run("ca", "--ca-dir", str(tmp_path), "--tls-name", "esms.example.com").returncode == 0
    assert run("ca", "--ca-dir", str(tmp_path), "--tls-name", "esms.example.com").returncode == 0
    done = run("ca", "--ca-dir", str(tmp_path), "--tls-name", "esms.example.org")
    assert done.returncode == 2
    assert "may not vouch for esms.example.org; remove" in done.stderr


def test_whoever_has_not_installed_the_extra_is_told_the_line_that_does(tmp_path):
    (tmp_path / "trustme.py").write_text("raise ImportError\n")
    env = environment(PYTHONPATH=f"{tmp_path}{':' if sys.platform != 'win32' else ';'}{CHECKOUT}")
    for words in (("ca",), ("serve", "--port", "0", "--tls-port", "0")):
        done = run(*words, env=env)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.endswith(f"install it: {shlex.quote(sys.executable)} -m pip install trustme\n")
