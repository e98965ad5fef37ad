"""Standard streams that are closed, full, narrow or not UTF-8: the work is done, and its status stands."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree as ET

import pytest

from tests.cli.running import CHECKOUT, COMMAND, LONG, Process, Receiver, Served, environment, run
from tests.cli.terminal import Terminal

SHELL = shutil.which("sh") or ""
pytestmark = pytest.mark.skipif(not SHELL, reason="streams are closed by a shell")

CLOSED = (">&-", "2>&-", "<&-", ">&- 2>&- <&-")
FULL = (">/dev/full", "2>/dev/full") if Path("/dev/full").is_char_device() else ()
SOME = (CLOSED[-1], *FULL[:1])
ENCODINGS = ("ascii", "latin-1", "cp1252")
HURRIED_DEMO = (
    sys.executable,
    "-c",
    "from mock_esms.cli import main\nfrom mock_esms.cli.demo import run_demo\nrun_demo.SPEED = 60.0\nmain(['demo'])",
)


def redirected(streams: str, *args: str, command=COMMAND, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [SHELL, "-c", f'exec "$@" {streams}', "sh", *command, *args],
        env=environment(PYTHONPATH=str(CHECKOUT), **env),
        capture_output=True,
        encoding="utf-8",
        errors="strict",
        timeout=LONG,
        check=False,
    )


def well_ended(done: subprocess.CompletedProcess[str]) -> int:
    """The exit status of a command that has printed no traceback."""
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
    return done.returncode


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    store = tmp_path_factory.mktemp("store") / "calls.db"
    with Served("--clock", "auto", "--store", str(store)) as served, Receiver() as receiver:
        run("call", "0901555102", "--wait", "--url", served.url)  # there is something to export in whatever order
        yield SimpleNamespace(url=served.url, store=store, receiver=receiver.url)


@pytest.mark.parametrize("streams", ["", *CLOSED, *FULL])
def test_a_call_is_placed_and_followed_whatever_becomes_of_the_streams(served, streams):
    args = ("call", "0901555102", "--wait", "--url", served.url, "--param", f"CallbackUrl={served.receiver}")
    assert well_ended(redirected(streams, *args)) == 0
    refused = redirected(streams, "call", "0901555102", "--url", served.url, "--secret-key", "wrong")
    assert well_ended(refused) == 1


@pytest.mark.parametrize("streams", SOME)
def test_many_calls_are_placed_and_followed_whatever_becomes_of_the_streams(served, streams):
    assert well_ended(redirected(streams, "call", "--random", "3", "--wait", "--url", served.url)) == 0


@pytest.mark.parametrize("json_too", [(), ("--json",)], ids=["lines", "json"])
@pytest.mark.parametrize("streams", SOME)
def test_a_check_reaches_its_verdict_and_writes_its_report_whatever_becomes_of_the_streams(tmp_path, streams, json_too):
    report = tmp_path / "check.xml"
    for statuses, status in (((200,), 0), ((500,), 1)):
        with Receiver(statuses=statuses) as receiver:
            args = ("check", receiver.url, "--only", "answered", "--junit", str(report), *json_too)
            done = redirected(streams, *args)
        assert well_ended(done) == status
        suites = ET.fromstring(report.read_bytes())  # noqa: S314 - what we have written ourselves
        assert (suites.get("tests"), suites.get("failures")) == ("1", str(status))


def test_a_check_that_is_killed_leaves_a_report_that_says_so(tmp_path):
    report = tmp_path / "check.xml"
    with Receiver(hold=True) as receiver, Process("check", receiver.url, "--junit", str(report)) as process:
        assert receiver.arrived.wait(LONG)
        process.end(signal.SIGKILL)
    error = ET.fromstring(report.read_bytes()).find(".//error")  # noqa: S314 - what we have written ourselves
    assert error is not None
    assert error.get("message") == "the check has not ended"


@pytest.mark.skipif(not FULL, reason="this system has no /dev/full")
def test_a_report_that_cannot_be_written_is_a_mistake_that_is_found_before_the_check():
    with Receiver() as receiver:
        done = run("check", receiver.url, "--junit", "/dev/full")
    assert (done.returncode, done.stderr) == (
        2,
        "mock-esms: --junit /dev/full: it cannot be written: No space left on device\n",
    )
    assert receiver.paths == []


@pytest.mark.parametrize("streams", [CLOSED[-1], *FULL[:1], "| head -1"])
def test_the_demo_goes_on_to_its_end_whatever_becomes_of_the_streams(streams):
    done = redirected(streams if "|" not in streams else "", command=HURRIED_DEMO)
    assert well_ended(done) == 0


@pytest.mark.parametrize("streams", SOME[:1])
@pytest.mark.parametrize("args", [("list",), ("show", "default"), ("validate", "scenarios"), ("schema",)])
def test_scenarios_are_shown_to_nobody_without_an_error(streams, args):
    assert well_ended(redirected(streams, "scenarios", *args)) == 0


@pytest.mark.skipif(not FULL, reason="this system has no /dev/full")
def test_files_are_judged_when_the_judgement_cannot_be_printed(tmp_path):
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("title: 7\n")
    for path, status in (("scenarios", 0), (str(wrong), 1)):
        done = redirected(">/dev/full", "scenarios", "validate", path)
        assert done.returncode == status
        assert done.stderr == "mock-esms: standard output is lost, it cannot be written: No space left on device\n"


@pytest.mark.parametrize("format_", ["jsonl", "har", "junit"])
def test_an_export_to_nobody_is_no_error_and_one_to_a_full_disk_is(served, format_):
    args = ("export", "--store", str(served.store), "--format", format_)
    assert well_ended(redirected(CLOSED[-1], *args)) == 0
    if FULL:
        done = redirected(">/dev/full", *args)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)


@pytest.mark.parametrize("streams", SOME[:1])
def test_the_authority_is_made_whatever_becomes_of_the_streams(tmp_path, streams):
    assert well_ended(redirected(streams, "ca", "--ca-dir", str(tmp_path))) == 0
    assert (tmp_path / "ca.pem").is_file()


@pytest.mark.parametrize("streams", SOME)
def test_whether_a_sandbox_is_ready_is_known_whatever_becomes_of_the_streams(served, streams):
    assert well_ended(redirected(streams, "ready", "--url", served.url)) == 0
    assert well_ended(redirected(streams, "ready", "--url", "http://127.0.0.1:1", "--timeout", "0")) == 1


# --- what is not UTF-8 ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_lines_are_printed_in_every_encoding(encoding):
    with Receiver(statuses=(500,)) as receiver:
        done = redirected("", "check", receiver.url, "--only", "answered", PYTHONIOENCODING=encoding)
    assert well_ended(done) == 1
    listed = subprocess.run(
        [*COMMAND, "scenarios", "list"],
        env=environment(PYTHONIOENCODING=encoding),
        cwd=CHECKOUT,
        capture_output=True,
        check=True,
    )
    assert "answered-key" in listed.stdout.decode(encoding)


def test_what_an_encoding_lacks_is_escaped_so_that_json_reads_it():
    script = (
        "from mock_esms.cli.output import prepare_streams, print_line\n"
        "prepare_streams()\nprint_line('\"Việt \U0001f600 \\ud800\"')"
    )
    done = redirected("", command=(sys.executable, "-c", script), PYTHONIOENCODING="ascii")
    assert done.stdout == '"Vi\\u1ec7t \\ud83d\\ude00 \\ud800"\n'
    assert json.loads(done.stdout) == "Việt \U0001f600 \ud800"


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_documents_are_utf_8_in_every_encoding(tmp_path, encoding):
    mine = tmp_path / "mine.yaml"
    mine.write_text("title: Bận máy \U0001f600\ndials: [busy: {}]\n", encoding="utf-8")
    shown = subprocess.run(
        [*COMMAND, "scenarios", "show", "mine", str(mine)],
        env=environment(PYTHONIOENCODING=encoding),
        cwd=CHECKOUT,
        capture_output=True,
        check=True,
    )
    assert shown.stdout == mine.read_bytes()
    with Receiver() as receiver:
        done = redirected("", "check", receiver.url, "--only", "answered", "--json", PYTHONIOENCODING=encoding)
    assert json.loads(done.stdout)["ok"] is True


def test_a_locale_of_c_changes_no_status(served):
    plain = {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    assert well_ended(redirected("", "call", "0901555102", "--wait", "--url", served.url, **plain)) == 0
    assert well_ended(redirected("", "scenarios", "list", **plain)) == 0


def test_a_log_of_json_is_json_in_every_encoding(tmp_path):
    folder = tmp_path / "kịch bản"
    folder.mkdir()
    (folder / "mine.yaml").write_text("title: Mine\ndials: [busy: {}]\n")
    with Served(str(folder), "--log-format", "json", "--verbose", env=environment(PYTHONIOENCODING="ascii")) as served:
        served.end(signal.SIGTERM)
        lines = served.err.rest()
    assert lines
    assert all(isinstance(json.loads(line), dict) for line in lines)


# --- widths of nothing ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("columns", ["0", "1"])
@pytest.mark.parametrize("args", [("scenarios", "list"), ("check", "--list"), ("--help",)])
def test_a_terminal_of_no_width_shows_every_name(columns, args, monkeypatch):
    names = re.compile("busy|burst|serve")
    monkeypatch.setenv("COLUMNS", columns)
    with Terminal(*args) as terminal:
        terminal.shows(lambda lines: any(map(names.search, lines)), f"{args} at {columns}")
        assert terminal.end() == 0


@pytest.mark.parametrize("columns", ["0", "1"])
def test_progress_is_shown_at_no_width(served, columns, monkeypatch):
    monkeypatch.setenv("COLUMNS", columns)
    with Terminal("call", "--random", "3", "--wait", "--url", served.url) as terminal:
        terminal.shows(
            lambda lines: any("delivered" in line or "ended" in line for line in lines), "the sum is printed"
        )
        assert terminal.end() == 0


def test_tail_ends_when_nobody_reads_and_only_then(served):
    read, write = os.pipe()
    tail = subprocess.Popen(
        [*COMMAND, "tail", "--kept", "--url", served.url],
        env=environment(),
        cwd=CHECKOUT,
        stdout=write,
        stderr=subprocess.PIPE,
        text=True,
    )
    os.close(write)
    os.close(read)
    run("call", "0901555102", "--url", served.url)
    _, errors = tail.communicate(timeout=LONG)
    assert errors == ""
