"""What ``mock-esms export`` writes of messages, beside the calls of the same store."""

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.cli.running import run
from tests.makers import ADVERT_LEG, LEGS, make_draft
from tests.places import running
from tests.receiver import OK, Receiver


@pytest.fixture
async def store(tmp_path: Path) -> Path:
    """A call, a message over two channels, an advertisement that is refused, one never reported, and one that waits."""
    path = tmp_path / "x.db"
    stories = {
        "zalo": 'title: Zalo fails\nmatch: {phone: "*2"}\nmessage: {zalo: {failed: {error: -114}}}\n',
        "refused": 'title: Refused\nmatch: {phone: "*3"}\nmessage: {refused: {after: 1m}}\n',
        "silent": 'title: Silent\nmatch: {phone: "*4"}\nmessage: {silent: }\n',
    }
    for name, text in stories.items():
        (tmp_path / f"{name}.yaml").write_text(text)
    async with Receiver.run(OK) as receiver, running(tmp_path, store=path) as client:
        await client.placed("0901234561", CallbackUrl=receiver.url)
        later = client.sandbox.components.clock.now() + 86_400_000
        client.accept(make_draft("0901234562", legs=(LEGS["zalo"], LEGS["sms"]), url=receiver.url))
        client.accept(make_draft("0901234563", legs=(ADVERT_LEG,), url=receiver.url))
        client.accept(make_draft("0901234564", url=receiver.url))
        client.accept(make_draft("0901234565", url=receiver.url, send_date=later))
        await client.advance(by="1h")
        calls = (await client.get("/_mock/calls")).json["calls"]
        messages = (await client.get("/_mock/messages")).json["messages"]
        (tmp_path / "shown.json").write_text(json.dumps([*calls, *messages]))
    return path


def exported(store: Path, *options: str) -> str:
    done = run("export", "--store", str(store), *options)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return done.stdout


def test_json_lines_are_the_calls_and_messages_as_the_control_api_shows_them(store):
    lines = [json.loads(line) for line in exported(store).splitlines()]
    assert lines == json.loads((store.parent / "shown.json").read_text())


def test_har_has_a_page_for_each_and_an_entry_for_each_attempt(store):
    log = json.loads(exported(store, "--format", "har"))["log"]
    shown = json.loads((store.parent / "shown.json").read_text())
    assert [page["id"] for page in log["pages"]] == [entry["sms_id"] for entry in shown]
    assert [page["title"].rpartition(", ")[2] for page in log["pages"]] == [
        "ANSWERED",
        "1 of 1 delivered",
        "refused",
        "sent",
        "waiting",
    ]
    attempts = [attempt for entry in shown for callback in entry["callbacks"] for attempt in callback["attempts"]]
    assert [entry["request"]["url"] for entry in log["entries"]] == [attempt["url"] for attempt in attempts]
    assert len(attempts) == 4


def test_junit_has_a_case_for_the_callback_of_each_channel(store):
    (suite,) = ET.fromstring(exported(store, "--format", "junit"))  # noqa: S314 - our own document
    assert {name: suite.get(name) for name in ("tests", "failures", "skipped")} == {
        "tests": "6",
        "failures": "0",
        "skipped": "2",
    }
    assert sorted(case.get("name", "")[9] + case.get("name", "").split(" ", 2)[2] for case in suite) == [
        "1SendStatus=5",
        "2sms SendStatus=5",
        "2zalo SendStatus=5",
        "3sms SendStatus=4",
        "4sms SendStatus=5",
        "5sms SendStatus=5",
    ]
    cases = {case.get("name", "").split(" ", 1)[0]: case for case in suite}
    skipped = cases["0901234564"].find("skipped")
    assert skipped is not None
    assert skipped.get("message") == "never sent: its scenario never reports what became of it"
    skipped = cases["0901234565"].find("skipped")
    assert skipped is not None
    assert skipped.get("message") == "pending"
    text = cases["0901234562"].findtext("system-out") or ""
    assert "09:00:00.000 sent by zalo from 745830328927467685, template 205644: " in text
    assert "09:00:02.000 0901234562 (MobiFone): failed, error -114" in text
    assert "ended: SendStatus=5, 1 of 1 delivered, 0 failed, price 850.0000" in text
    assert "callback zalo SendStatus=5: delivered, 1 attempt" in text
    assert "ended: not approved, SendStatus=4" in (cases["0901234563"].findtext("system-out") or "")
