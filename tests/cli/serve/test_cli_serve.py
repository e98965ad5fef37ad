import json
import os
import signal
import socket
import subprocess
import urllib.error
import urllib.request
from pathlib import Path
from typing import cast
from urllib.parse import quote

import pytest

from mock_esms.cli.serve.serve_command import ServeOptions, command, settings_of
from mock_esms.config.settings import Egress, Settings
from mock_esms.errors import UsageError
from tests.cli.running import COMMAND, LONG, Process, Served, environment, run

ACCEPTED = '"CodeResult":"100"'
REFUSED = '{"CodeResult":"101","ErrorMessage":"Authorize Failed"}'
FILE = """\
accounts:
  - {api_key: filed, secret_key: s}
egress:
  allow: [filed.example.com]
  rewrite: {filed: other}
callback: {retries: 2}
"""


@pytest.fixture(autouse=True)
def no_twins(monkeypatch):
    for name in set(os.environ) - set(environment()):
        monkeypatch.delenv(name)


def settings(*args: str) -> Settings:
    with command.make_context("serve", list(args)) as ctx:
        given = {name: value for name, value in ctx.params.items() if name != "paths"}
    return settings_of(cast("ServeOptions", given))


def place(url: str, api_key: str = "test-api-key", secret: str = "test-secret-key", **more: str) -> str:  # noqa: S107 - the published account
    query = f"ApiKey={api_key}&SecretKey={secret}&TemplateId=demo&Phone=0901888484"
    query += "".join(f"&{name}={quote(value, safe='')}" for name, value in more.items())
    with urllib.request.urlopen(f"{url}/MainService.svc/json/MakeCallRecord_V2?{query}", timeout=LONG) as response:  # noqa: S310 - our own address
        body: str = response.read().decode()
        return body


# --- settings -----------------------------------------------------------------------------------------------------


def test_without_options_the_settings_are_the_defaults():
    assert settings() == Settings()


def test_every_option_reaches_the_settings():
    given = settings(
        *("--account", "a:s:1", "--account", "b:s2", "--clock", "auto", "--speed", "2.5"),
        *("--now", "2026-01-05T09:00:00+07:00", "--seed", "x", "--journal-limit", "5", "--grace", "1m30s"),
        *("--allow-callback", "*.example.com", "--allow-callback", "203.0.113.0/24"),
        *("--rewrite-callback", "localhost=host.docker.internal", "--control-token", "t", "--allow-host", "esms.test"),
    )
    assert [(account.api_key, account.secret_key) for account in given.accounts] == [("a", "s:1"), ("b", "s2")]
    assert (given.clock, given.speed, given.now, given.seed) == ("auto", 2.5, 1767578400000, "x")
    assert (given.journal_limit, given.grace) == (5, 90_000)
    assert given.egress == Egress(
        allow=("*.example.com", "203.0.113.0/24"), rewrite={"localhost": "host.docker.internal"}
    )
    assert (given.control_token, given.allow_hosts) == ("t", ("esms.test",))


def test_each_option_of_the_contract_has_its_twin_in_the_environment(monkeypatch):
    twins = {
        "MOCK_ESMS_ACCOUNT": "a:s:1, b:s2",
        "MOCK_ESMS_CLOCK": "manual",
        "MOCK_ESMS_SPEED": "3",
        "MOCK_ESMS_NOW": "2026-01-05T09:00:00",
        "MOCK_ESMS_SEED": "y",
        "MOCK_ESMS_JOURNAL_LIMIT": "6",
        "MOCK_ESMS_PENDING_LIMIT": "7",
        "MOCK_ESMS_GRACE": "1s",
        "MOCK_ESMS_STORE": "x.db",
        "MOCK_ESMS_ALLOW_CALLBACK": "*.example.com,10.0.0.0/8",
        "MOCK_ESMS_REWRITE_CALLBACK": "a=b,c=d",
        "MOCK_ESMS_CALLBACK_CA": "own-ca.pem",
        "MOCK_ESMS_CONTROL_TOKEN": "t",
        "MOCK_ESMS_ALLOW_HOST": "x.test,y.test",
    }
    for name, value in twins.items():
        monkeypatch.setenv(name, value)
    given = settings()
    assert [(account.api_key, account.secret_key) for account in given.accounts] == [("a", "s:1"), ("b", "s2")]
    assert (given.clock, given.speed, given.now, given.seed) == ("manual", 3.0, 1767578400000, "y")
    assert (given.journal_limit, given.pending_limit, given.grace, given.store) == (6, 7, 1_000, Path("x.db"))
    assert given.egress == Egress(allow=("*.example.com", "10.0.0.0/8"), rewrite={"a": "b", "c": "d"}, ca="own-ca.pem")
    assert (given.control_token, given.allow_hosts) == ("t", ("x.test", "y.test"))
    settable = {option.envvar for option in command.params if option.envvar} - {
        "MOCK_ESMS_HOST",
        "MOCK_ESMS_PORT",
        "MOCK_ESMS_CONFIG",
        "MOCK_ESMS_LOG_FORMAT",
        *("MOCK_ESMS_TLS_PORT", "MOCK_ESMS_CA_DIR", "MOCK_ESMS_TLS_NAME"),  # no settings: see test_cli_https
    }
    assert settable == set(twins), "a new option: say here what its twin sets"


def test_an_empty_twin_counts_as_none(monkeypatch):
    monkeypatch.setenv("MOCK_ESMS_ACCOUNT", "")
    monkeypatch.setenv("MOCK_ESMS_CLOCK", "")
    assert settings() == Settings()


def test_options_win_over_the_environment_and_the_environment_over_the_file(monkeypatch, tmp_path):
    file = tmp_path / "mock-esms.yaml"
    file.write_text(FILE)

    def accounts(*args: str) -> list[str]:
        return [account.api_key for account in settings("--config", str(file), *args).accounts]

    assert accounts() == ["filed"]
    monkeypatch.setenv("MOCK_ESMS_ACCOUNT", "twin:s")
    assert accounts() == ["twin"]
    assert accounts("--account", "flag:s") == ["flag"]


def test_what_only_the_file_can_say_stays_beside_the_options(tmp_path):
    file = tmp_path / "mock-esms.yaml"
    file.write_text(FILE)
    given = settings("--config", str(file), "--allow-callback", "flag.example.com")
    assert given.callback.retries == 2
    assert given.egress == Egress(allow=("flag.example.com",), rewrite={"filed": "other"})


def test_two_accounts_of_one_key_are_refused_by_their_positions():
    with pytest.raises(UsageError, match="number 3 has the key of number 1") as error:
        settings("--account", "hunter2:a", "--account", "b:b", "--account", "hunter2:c")
    assert "hunter2" not in str(error.value)


# --- documents that are wrong ---------------------------------------------------------------------------------------


def test_a_broken_scenario_ends_it_with_all_that_is_wrong_in_the_file(tmp_path):
    file = tmp_path / "broken.yaml"
    file.write_text("title: a\ndials:\n  - no_anser: {ring: 3s}\n  - busy: {ring: -1s}\n")
    done = run("serve", "--port", "0", str(file))
    assert done.returncode == 2
    assert done.stdout == ""
    first, second = done.stderr.splitlines()
    assert first.startswith(f"{file}:3:5: dials[0].no_anser: ")
    assert "`no_answer`" in first
    assert second.startswith(f"{file}:4:")
    assert "dials[1].busy.ring" in second


def test_a_broken_settings_file_ends_it_with_its_place(tmp_path):
    file = tmp_path / "mock-esms.yaml"
    file.write_text("callbak: {}\n")
    done = run("serve", "--port", "0", "--config", str(file))
    assert done.returncode == 2
    assert done.stderr.startswith(f"{file}:1:1: callbak: ")
    assert done.stderr.count("\n") == 1


def test_a_folder_without_scenarios_is_refused(tmp_path):
    done = run("serve", "--port", "0", str(tmp_path))
    assert done.returncode == 2
    assert f"the folder {tmp_path} has no scenario in it" in done.stderr


def test_a_port_that_is_taken_is_told_in_one_sentence():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run("serve", "--port", str(port))
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith(f"mock-esms: port {port} of 127.0.0.1 is in use by another process; ")
    assert "--port" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("value", ["hunter2", ":hunter2", "key:", "key:one,hunter2"])
def test_no_mistake_in_an_account_shows_the_secret(value):
    done = run("serve", "--port", "0", env=environment(MOCK_ESMS_ACCOUNT=value))
    assert done.returncode == 2
    assert "hunter2" not in done.stdout + done.stderr
    assert "KEY:SECRET" in done.stderr
    assert done.stderr.count("\n") == 1


# --- serving --------------------------------------------------------------------------------------------------------


def test_exactly_one_line_on_standard_output_says_where_it_listens():
    with Served() as served:
        assert ACCEPTED in place(served.url)
        assert served.end(signal.SIGTERM) == 0
        assert served.out.rest() == []


def test_the_built_in_account_is_shown_with_a_line_to_paste():
    with Served() as served:
        account = served.err.until("account: ")
        assert "ApiKey test-api-key, SecretKey test-secret-key" in account
        line = served.err.until("curl ").strip()
    address = line.partition("'")[2].partition("'")[0]
    assert line.count("'") == 2
    assert address.startswith(served.url)
    assert "CallbackUrl=http%3A%2F%2F127.0.0.1%3A9000%2Fvoice%3FReferenceId%3D%26" in address


def test_the_line_to_paste_is_accepted():
    with Served("--clock", "manual") as served:
        address = served.err.until("curl ").partition("'")[2].rstrip("'")
        with urllib.request.urlopen(address, timeout=LONG) as response:  # noqa: S310 - our own address
            assert ACCEPTED in response.read().decode()


def test_no_given_secret_is_ever_shown():
    args = ("--account", "shop:hunter2", "--control-token", "hunter3", "-v", "--clock", "auto")
    with Served(*args) as served:
        assert ACCEPTED in place(served.url, "shop", "hunter2")
        assert place(served.url, "shop", "hunter4") == REFUSED
        assert place(served.url) == REFUSED, "given accounts take the place of the built-in one"
        with pytest.raises(urllib.error.HTTPError, match="401") as refused:
            served.get("/_mock/calls")
        refused.value.close()
        assert served.end(signal.SIGINT) == 0
        shown = "\n".join(served.out.seen + served.out.rest() + served.err.rest())
    assert "shop" in shown
    assert [secret for secret in ("hunter2", "hunter3", "hunter4", "test-secret-key") if secret in shown] == []


def test_a_bind_beyond_this_machine_without_a_token_is_warned_of():
    with Served("--host", "0.0.0.0") as served:  # noqa: S104 - that is what is warned of
        assert "--control-token" in served.err.until("WARNING")
        assert "curl -s 'http://127.0.0.1:" in served.err.until("curl ")


@pytest.mark.parametrize("args", [("--host", "0.0.0.0", "--control-token", "t"), ("--host", "127.0.0.1")])  # noqa: S104 - as above
def test_a_bind_that_strangers_cannot_use_is_not_warned_of(args):
    with Served(*args, "--quiet") as served:
        assert served.end(signal.SIGTERM) == 0
        assert served.err.rest() == []


def test_a_users_scenarios_are_played_in_place_of_the_shipped_ones(tmp_path):
    (tmp_path / "mine.yaml").write_text('title: Mine\nmatch: {phone: "*484"}\ndials: [busy: {}]\n')
    with Served(str(tmp_path), "--clock", "auto") as served:
        sms_id = json.loads(place(served.url))["SMSID"]
        assert json.loads(served.get(f"/_mock/calls/{sms_id}"))["scenario"] == "mine"


def test_the_port_may_come_from_the_environment():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with Process("serve", env=environment(MOCK_ESMS_PORT=str(port))) as process:
        assert process.out.next() == f"mock-esms ready: http://127.0.0.1:{port}"


def test_json_logs_are_one_object_a_line():
    with Served("--log-format", "json", "--clock", "auto") as served:
        place(served.url, CallbackUrl="http://192.0.2.1/voice")
        records = [json.loads(served.err.next()) for _ in range(3)]
        blocked = json.loads(served.err.until("CALLBACK BLOCKED"))
        assert served.end(signal.SIGTERM) == 0
        records += [json.loads(line) for line in served.err.rest()]
    assert {tuple(record) for record in records} == {("time", "level", "logger", "message")}
    assert blocked["level"] == "error"
    assert blocked["logger"] == "mock_esms.delivery"


def test_garbage_in_place_of_http_leaves_no_traceback_and_no_harm():
    with Served() as served:
        host, port = served.url.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=LONG) as connection:
            connection.sendall(b"\x16\x03\x01 this is no HTTP\r\n\r\n")
            assert connection.recv(100).startswith(b"HTTP/1.")
        assert ACCEPTED in place(served.url)
        assert served.end(signal.SIGTERM) == 0
        assert [line for line in served.err.rest() if "Traceback" in line] == []


@pytest.mark.skipif(not Path("/bin/sh").exists(), reason="closes the streams with a POSIX shell")
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_a_stream_that_is_closed_from_the_start_does_no_harm(closed, tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    shown = tmp_path / "shown"
    with shown.open("w") as file:
        server = subprocess.Popen(
            ["/bin/sh", "-c", f'exec "$@" {closed}', "sh", *COMMAND, "serve", "--port", port],
            env=environment(),
            stdout=file,
            stderr=file,
        )
        try:
            assert run("ready", "--url", f"http://127.0.0.1:{port}").returncode == 0
            if Path("/proc/self/fd").exists():
                streams = [str(Path(f"/proc/{server.pid}/fd/{number}").readlink()) for number in (1, 2)]
                assert set(streams) <= {os.devnull, str(shown)}, "no connection has the number of a standard stream"
            os.kill(server.pid, signal.SIGTERM)
            assert server.wait(LONG) == 0
        finally:
            server.kill()
            server.wait()
    assert "Traceback" not in shown.read_text()


@pytest.mark.skipif(not Path("/bin/sh").exists(), reason="closes the streams with a POSIX shell")
def test_a_log_that_nobody_reads_any_more_does_not_end_the_server(tmp_path):
    # Its standard error is a pipe to a reader that has gone; standard output still says where it listens.
    read, write = os.pipe()
    os.close(read)
    shown = tmp_path / "shown"
    with shown.open("w") as file, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
        probe.close()
        server = subprocess.Popen([*COMMAND, "serve", "--port", port], env=environment(), stdout=file, stderr=write)
        os.close(write)
        try:
            assert run("ready", "--url", f"http://127.0.0.1:{port}").returncode == 0
            assert ACCEPTED in place(f"http://127.0.0.1:{port}")
            server.terminate()
            assert server.wait(LONG) == 0
        finally:
            server.kill()
            server.wait()
    assert shown.read_text() == f"mock-esms ready: http://127.0.0.1:{port}\n"
