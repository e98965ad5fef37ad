"""No command prints a secret that it was given, whatever comes of it."""

import signal

import pytest

from tests.cli.running import Process, Served, run

CANARY = "c4n4ry"
KEYS = ("--api-key", "shop", "--secret-key", CANARY)


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    """What every command said around a sandbox with a store, whose account has the canary as its secret."""
    store = str(tmp_path_factory.mktemp("store") / "calls.db")
    said = {}
    with Served("--account", f"shop:{CANARY}", "--clock", "auto", "-v", "--store", store) as served:
        where = ("--url", served.url)
        callback = ("--param", "CallbackUrl=http://127.0.0.1:1/cb")
        said["call"] = run("call", "0901888484", *KEYS, *callback, "--wait", *where)
        said["call, misspelt"] = run("call", "0901888484", *KEYS, "--param", f"SecretKye={CANARY}", *where)
        said["call, twice"] = run("call", "0901888484", *KEYS, "--param", f"SecretKey={CANARY}x", *where)
        said["call, odd phone"] = run("call", "09\x7f01 888\n484", *KEYS, *where)
        said["calls"] = run("call", "--random", "3", *KEYS, *where)
        said["calls, refused"] = run("call", "--random", "3", "--api-key", "other", "--secret-key", CANARY, *where)
        with Process("tail", "--kept", *where) as tail:
            tail.err.comes(5)
            told = [tail.out.until("settled")]
            tail.end(signal.SIGINT)
            told += tail.out.seen + tail.out.rest() + tail.err.rest()
        assert served.end(signal.SIGTERM) == 0
        log = served.err.seen + served.err.rest()
    said["call, nobody there"] = run("call", "0901888484", *KEYS, *where)
    for kind in ("jsonl", "har", "junit"):
        said[f"export, {kind}"] = run("export", "--store", store, "--format", kind)
    texts = {what: done.stdout + done.stderr for what, done in said.items()}
    return {**texts, "tail": "\n".join(told), "log": "\n".join(log)}


def test_no_command_and_no_log_and_no_export_shows_the_secret(stored):
    assert [what for what, text in stored.items() if CANARY in text] == []


def test_the_commands_did_what_they_are_looked_at_for(stored):
    assert '"CodeResult":"100"' in stored["call"]
    assert "acknowledged" in stored["call"] or "connection-refused" in stored["call"]
    assert "settled" in stored["tail"]
    assert "nothing listens" in stored["call, nobody there"]
    for kind in ("jsonl", "har", "junit"):
        assert "0901888484" in stored[f"export, {kind}"], kind
