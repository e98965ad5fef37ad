"""``mock-esms export``: what a store holds, as JSON Lines, HAR and JUnit."""

import json
import os
import shlex
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from urllib.request import urlopen
from xml.etree import ElementTree as ET

import pytest

from mock_esms import Sandbox, Settings
from mock_esms.cli.export import command
from mock_esms.journal.store import migrations
from tests.cli.running import CHECKOUT, COMMAND, run
from tests.places import running
from tests.receiver import FAILS, Receiver, answer


@pytest.fixture
async def store(tmp_path: Path) -> Path:
    """Calls whose callbacks were delivered, exhausted, blocked and dropped, one that waits, and one without."""
    path = tmp_path / "calls.db"
    (tmp_path / "drop.yaml").write_text('title: Dropped\nmatch: {phone: "*4"}\ncallback: {drop: true}\n')
    (tmp_path / "once.yaml").write_text('title: Once\nmatch: {phone: "*2"}\ncallback: {retries: 0}\n')
    async with (
        Receiver.run(answer(200, b"OK \x00 <ok> \xff")) as receiver,
        Receiver.run(FAILS) as failing,
        running(tmp_path / "drop.yaml", tmp_path / "once.yaml", store=path) as client,
    ):
        await client.placed("0901234561", CallbackUrl=f"{receiver.url}/cb?shop=%C4%91")
        await client.placed("0901234562", CallbackUrl=failing.url)
        await client.placed("0901234563", CallbackUrl="http://203.0.113.9/")
        await client.placed("0901234564", CallbackUrl=receiver.url)
        await client.placed("0901234565")
        await client.placed("0901234566", CallbackUrl=receiver.url, SendDate="2026/01/06 09:00:00")
        await client.advance(by="1h")
        (tmp_path / "shown.json").write_text(json.dumps((await client.get("/_mock/calls")).json["calls"]))
    return path


def exported(store: Path, *options: str) -> str:
    done = run("export", "--store", str(store), *options)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return done.stdout


def test_json_lines_are_the_calls_as_the_control_api_shows_them(store):
    lines = exported(store).splitlines()
    assert [json.loads(line) for line in lines] == json.loads((store.parent / "shown.json").read_text())
    assert "test-secret-key" not in "".join(lines)


def test_har_has_a_page_for_each_call_and_an_entry_for_each_attempt_with_all_that_har_1_2_wants(store):
    har = json.loads(exported(store, "--format", "har"))
    log = har["log"]
    assert (log["version"], log["creator"]["name"]) == ("1.2", "mock-esms")
    calls = json.loads((store.parent / "shown.json").read_text())
    assert [page["id"] for page in log["pages"]] == [call["sms_id"] for call in calls]
    attempts = [attempt for call in calls for callback in call["callbacks"] for attempt in callback["attempts"]]
    assert [entry["request"]["url"] for entry in log["entries"]] == [attempt["url"] for attempt in attempts]
    for page in log["pages"]:
        assert set(page) == {"startedDateTime", "id", "title", "pageTimings"}
    for entry, attempt in zip(log["entries"], attempts, strict=True):
        assert {"pageref", "startedDateTime", "time", "request", "response", "cache", "timings"} <= set(entry)
        assert set(entry["request"]) == {
            *("method", "url", "httpVersion", "cookies", "headers", "queryString", "headersSize", "bodySize")
        }
        assert set(entry["response"]) == {
            *("status", "statusText", "httpVersion", "cookies", "headers", "content", "redirectURL"),
            *("headersSize", "bodySize"),
        }
        assert entry["response"]["status"] == (attempt["status"] or 0)
        timings = entry["timings"]
        assert set(timings) == {"blocked", "dns", "connect", "ssl", "send", "wait", "receive"}
        assert entry["time"] == attempt["ms"]
        assert sum(time for name, time in timings.items() if name != "ssl" and time > 0) == pytest.approx(entry["time"])
    assert {"name": "shop", "value": "đ"} in log["entries"][0]["request"]["queryString"]
    assert log["entries"][0]["comment"] == "acknowledged"
    assert log["entries"][2]["comment"].startswith("blocked: ")
    entry = log["entries"][0]
    assert {"name": "User-Agent", "value": "mock-esms"} in entry["request"]["headers"]
    assert {"name": "Connection", "value": "close"} in entry["response"]["headers"]
    assert (entry["response"]["statusText"], entry["serverIPAddress"]) == ("Whatever", "127.0.0.1")
    assert entry["timings"]["connect"] > 0
    assert entry["timings"]["wait"] > 0
    assert log["entries"][2]["request"]["headers"] == [], "nothing was sent"


def test_junit_has_a_case_for_each_callback_and_counts_them(store):
    suites = ET.fromstring(exported(store, "--format", "junit"))  # noqa: S314 - our own document
    (suite,) = suites
    for counted in (suites, suite):
        counts = {name: counted.get(name) for name in ("tests", "failures", "errors", "skipped")}
        assert counts == {"tests": "5", "failures": "2", "errors": "0", "skipped": "2"}
    told: dict[str, tuple[str, str]] = {}
    for case in suite:
        bad = next((part for part in case if part.tag != "system-out"), None)
        told[case.get("name", "")[9]] = ("", "") if bad is None else (bad.tag, bad.get("message", ""))
    assert told["1"] == ("", "")
    assert told["2"] == ("failure", "exhausted after 1 attempt; the last one: status 500")
    tag, message = told["3"]
    assert tag == "failure"
    assert message.startswith("blocked after 1 attempt; the last one: blocked: ")
    assert told["4"] == ("skipped", "dropped: its scenario never sends it")
    assert told["6"] == ("skipped", "pending")
    failure = suite.find("testcase/failure")
    assert failure is not None
    assert "attempt 1: status 500" in (failure.text or "")


async def test_a_store_is_exported_while_a_sandbox_uses_it_and_nothing_is_changed_by_that(tmp_path):
    path = tmp_path / "calls.db"
    async with running(store=path) as client:
        first = await client.placed("0901234567")
        assert [json.loads(line)["sms_id"] for line in exported(path).splitlines()] == [first]
        second = await client.placed("0901234568")
        assert [json.loads(line)["sms_id"] for line in exported(path).splitlines()] == [first, second]
    async with running(store=path) as client:
        assert (await client.get("/_mock/calls")).json["total"] == 2


def test_output_is_written_whole_and_as_everybody_may_read_it(store, tmp_path):
    output = tmp_path / "calls.jsonl"
    output.write_text("from before")
    done = run("export", "--store", str(store), "--output", str(output))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", f"mock-esms: wrote {output}\n")
    assert output.read_text() == exported(store)
    mask = os.umask(0o077)
    os.umask(mask)
    assert output.stat().st_mode & 0o777 == 0o666 & ~mask


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no umask, and no named pipes in its file system")
def test_output_is_as_private_as_the_user_wants_new_files_to_be(store, tmp_path):
    export = [*COMMAND, "export", "--store", str(store), "--output", str(tmp_path / "out")]
    line = f"umask 077; {shlex.join(export)}"
    subprocess.run(["/bin/sh", "-c", line], cwd=CHECKOUT, check=True, capture_output=True)
    assert (tmp_path / "out").stat().st_mode & 0o777 == 0o600


def test_output_through_a_link_is_written_where_the_link_leads(store, tmp_path):
    (tmp_path / "link.jsonl").symlink_to(tmp_path / "calls.jsonl")
    assert run("export", "--store", str(store), "--output", str(tmp_path / "link.jsonl")).returncode == 0
    assert (tmp_path / "link.jsonl").is_symlink()
    assert (tmp_path / "calls.jsonl").read_text() == exported(store)


@pytest.mark.skipif(sys.platform == "win32", reason="as above")
def test_output_into_what_is_no_file_is_written_there_and_leaves_it_what_it_is(store, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reading = [sys.executable, "-c", "import pathlib, sys; print(pathlib.Path(sys.argv[1]).read_text(), end='')"]
    with subprocess.Popen([*reading, str(pipe)], stdout=subprocess.PIPE, text=True) as reader:
        done = run("export", "--store", str(store), "--output", str(pipe))
        assert (done.returncode, reader.communicate(timeout=100)[0]) == (0, exported(store))
    assert pipe.is_fifo()


def test_output_over_the_store_by_another_name_is_refused(store, tmp_path):
    before = store.read_bytes()
    (tmp_path / "same.db").hardlink_to(store)
    done = run("export", "--store", str(store), "--output", str(tmp_path / "same.db"))
    assert (done.returncode, store.read_bytes()) == (2, before)
    assert "is the store itself" in done.stderr


def test_an_export_that_fails_half_way_leaves_the_file_of_before_and_nothing_else(store, tmp_path):
    with closing(sqlite3.connect(store)) as connection:
        connection.execute("UPDATE calls SET mutable = '{}' WHERE number = 3")
        connection.commit()
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "calls.jsonl").write_text("from before")
    done = run("export", "--store", str(store), "--output", str(folder / "calls.jsonl"))
    assert done.returncode == 2
    assert "is damaged (calls: the row 3 makes no sense" in done.stderr
    assert {file.name: file.read_text() for file in folder.iterdir()} == {"calls.jsonl": "from before"}


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--store", "nowhere.db"), "there is no store {}/nowhere.db"),
        (("--store", "notes.txt"), "notes.txt is no store of mock-esms"),
        (("--store", "."), "is a folder; name a file"),
        (("--store", "calls.db", "--output", "."), "--output . is a folder; name a file"),
        (("--store", "calls.db", "--output", "no/where"), "the folder of --output no/where does not exist"),
        (("--store", "calls.db", "--output", "calls.db"), "--output calls.db is the store itself"),
        (("--store", "calls.db", "--format", "csv"), "'csv' is not one of"),
        ((), "Missing option '--store'"),
    ],
)
def test_what_cannot_be_exported_is_told_in_one_sentence_with_status_2(store, arguments, sentence):
    (store.parent / "notes.txt").write_text("no store")
    before = store.read_bytes()
    done = run("export", *arguments, cwd=store.parent)
    assert (done.returncode, done.stdout) == (2, "")
    assert sentence.format(store.parent) in done.stderr
    assert done.stderr.count("\n") == 1
    assert store.read_bytes() == before


def test_a_store_of_an_older_format_is_not_read_but_what_to_do_is_said(store, monkeypatch):
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, ("CREATE TABLE more (number)",)))
    with pytest.raises(Exception, match="has an older format; start a sandbox with it once"):
        command.main(["--store", str(store)], standalone_mode=False)


def test_a_closed_pipe_ends_an_export_without_a_word(tmp_path):
    path = tmp_path / "calls.db"
    with Sandbox(Settings(clock="manual", store=path)) as esms:
        for number in range(100):
            query = (
                f"ApiKey=test-api-key&SecretKey=test-secret-key&TemplateId=1&Phone=09012{number:05}&Voice={'x' * 3000}"
            )
            urlopen(f"{esms.url}/MainService.svc/json/MakeCallTemplate_V2?{query}").close()  # noqa: S310 - our own
    line = f"{shlex.quote(sys.executable)} -m mock_esms export --store {shlex.quote(str(path))} | head -c 10"
    done = subprocess.run(["/bin/sh", "-c", line], capture_output=True, text=True, cwd=CHECKOUT, check=False)
    assert (done.stdout, done.stderr) == ('{"sms_id":', "")
