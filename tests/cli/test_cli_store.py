"""``serve --store`` as a user meets it: in a process of its own, ended, killed, refused, and with a full disk."""

import json
import signal
import subprocess
import urllib.error
import urllib.request
from urllib.parse import urlencode

import pytest

from tests.cli.running import CHECKOUT, COMMAND, LONG, Receiver, Served, environment, run

NOW = ("--now", "2026-01-05T09:00:00+07:00", "--clock", "manual")


def place(url, phone="0901888484", **parameters):
    keys = {"ApiKey": "test-api-key", "SecretKey": "test-secret-key", "TemplateId": "1", "Phone": phone}
    query = urlencode({**keys, **parameters})
    with urllib.request.urlopen(f"{url}/MainService.svc/json/MakeCallRecord_V2?{query}", timeout=LONG) as answer:  # noqa: S310 - the test's own http address
        return json.load(answer)


def placed(url, phone, **parameters):
    """The call's id; None when the sandbox does not accept it, or is not there any more."""
    try:
        return place(url, phone, **parameters)["SMSID"]
    except urllib.error.HTTPError as refused:
        refused.close()
    except (urllib.error.URLError, ConnectionError):
        pass
    return None


def test_serve_goes_on_where_it_was_killed_and_says_what_it_found(tmp_path):
    store = str(tmp_path / "calls.db")
    with Receiver() as receiver:
        with Served("--store", store, *NOW) as server:
            assert "the store is new" in server.err.until("the store")
            sms_id = place(server.url, CallbackUrl=receiver.url)["SMSID"]
            server.popen.kill()
        with Served("--store", store, *NOW) as server:
            said = server.err.until("the store")
            assert "calls in the store: 1, pending: 1; it is 2026-01-05T09:00:00.000+07:00" in said
            request = urllib.request.Request(f"{server.url}/_mock/clock/advance", b'{"until":"idle"}')  # noqa: S310 - as above
            urllib.request.urlopen(request, timeout=LONG).close()  # noqa: S310 - as above
            assert sms_id in receiver.paths[0]
            assert server.end(signal.SIGTERM) == 0
    with Served("--store", store, *NOW) as server:
        assert "calls in the store: 1, pending: 0" in server.err.until("the store")


def test_the_greeting_says_the_clock_and_the_balance_that_the_store_has(tmp_path):
    store = str(tmp_path / "calls.db")
    with Served("--store", store, *NOW) as server:
        assert "it starts at" not in server.err.until("clock:")
        place(server.url)
        request = urllib.request.Request(f"{server.url}/_mock/clock/advance", b'{"until":"idle"}')  # noqa: S310 - as above
        urllib.request.urlopen(request, timeout=LONG).close()  # noqa: S310 - as above
        request = urllib.request.Request(f"{server.url}/_mock/clock", b'{"mode":"auto"}', method="PUT")  # noqa: S310 - as above
        urllib.request.urlopen(request, timeout=LONG).close()  # noqa: S310 - as above
        assert server.end(signal.SIGTERM) == 0
    with Served("--store", store, *NOW) as server:
        assert "clock: auto" in server.err.until("clock:")
        assert "SecretKey test-secret-key, balance 999,550" in server.err.until("account:")


@pytest.mark.parametrize("environ", [False, True])
def test_a_store_that_is_none_ends_serve_with_one_sentence_and_status_2(tmp_path, environ):
    file = tmp_path / "notes.txt"
    file.write_text("not a store")
    given = ((), environment(MOCK_ESMS_STORE=str(file))) if environ else (("--store", str(file)), None)
    done = run("serve", "--port", "0", *given[0], env=given[1])
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"mock-esms: {file} is no store of mock-esms; name another file\n"
    assert file.read_text() == "not a store"


def test_a_second_sandbox_on_one_store_is_refused_while_the_first_one_runs(tmp_path):
    store = str(tmp_path / "calls.db")
    with Served("--store", store):
        done = run("serve", "--port", "0", "--store", store)
    assert done.returncode == 2
    assert done.stderr == f"mock-esms: the store {store} serves another sandbox; end that one, or name another file\n"


def test_a_full_disk_ends_serve_with_status_1_and_no_call_is_answered_100_that_is_not_on_disk(tmp_path):
    store = tmp_path / "calls.db"

    # The limit is set by the child itself. SIGXFSZ would kill whoever writes too much, so it is ignored.
    limited = (
        "import resource, runpy, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000));"
        "runpy.run_module('mock_esms', run_name='__main__')"
    )
    command = [COMMAND[0], "-c", limited, "serve", "--port", "0", "--store", str(store), *NOW]
    process = subprocess.Popen(
        command, cwd=CHECKOUT, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    with process:
        assert process.stdout is not None
        url = process.stdout.readline().removeprefix("mock-esms ready: ").strip()
        accepted: list[str] = []
        while len(accepted) < 2_000 and (sms_id := placed(url, f"09012{len(accepted):05}", VarStr="x" * 500)):
            accepted.append(sms_id)
        _, errors = process.communicate(timeout=LONG)
    assert 10 < len(accepted) < 2_000
    assert process.returncode == 1, errors
    assert errors.count("cannot be written any more") == 1
    assert "Traceback" not in errors
    with Served("--store", str(store), "--journal-limit", "5000") as server:
        kept = {call["sms_id"] for call in json.loads(server.get("/_mock/calls?limit=5000"))["calls"]}
    assert set(accepted) - kept == set()


def test_without_a_store_sqlite_is_not_even_loaded():
    code = "import mock_esms, sys; mock_esms.create_app(); print(sorted({'sqlite3'} & set(sys.modules)))"
    done = subprocess.run([COMMAND[0], "-c", code], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
