import json
import re

import pytest

from mock_esms.cli.learn.comparing import delivery_rows, value_rows
from mock_esms.cli.learn.findings import learn
from mock_esms.cli.learn.writing.settings_text import settings_text
from mock_esms.config.settings_file import parse_settings
from mock_esms.esms.callbacks.callback_kinds import CALLBACK_KINDS
from tests.cli.learn.logs import combined, in_order, learnt_of, new_id, rows_of, seeded, sends, voice_target
from tests.cli.running import CHECKOUT, run
from tests.cli.terminal import Terminal
from tests.places import running
from tests.receiver import Receiver

LEDGER = (CHECKOUT / "docs" / "fidelity.md").read_text(encoding="utf-8")


def write(tmp_path, *targets, statuses=(200,)):
    path = tmp_path / "a.log"
    sent = in_order(sends(target, statuses, (10, 30), at=100 * number) for number, target in enumerate(targets))
    path.write_text("".join(f"{combined(one)}\n" for one in sent), encoding="utf-8")
    return path


def voices(count=6, seed=5, **more):
    random = seeded(seed)
    return [voice_target(new_id(random), **more) for _ in range(count)]


def test_every_row_of_the_ledger_that_is_named_is_there():
    named = {
        value
        for module in (delivery_rows, value_rows)
        for name, value in vars(module).items()
        if name.isupper() and not name.startswith("_") and isinstance(value, str) and " " in value
    }
    assert len(named) > 12
    missing = [text for text in named if not re.search(rf"^\| {re.escape(text)}", LEDGER, re.MULTILINE)]
    assert missing == []


def test_what_the_sandbox_does_is_told_as_assumed_and_what_it_does_not_as_differing(tmp_path):
    rows = rows_of(learnt_of(write(tmp_path, *voices())))
    as_it_does = ("CallStatus", "CallDuration", "Ivr", "Price", "SentResult", "SendStatus", "protocol", "after 200")
    assert {rows[name]["verdict"] for name in as_it_does} == {"as assumed"}
    assert rows["User-Agent"]["verdict"] == "differs"
    assert rows["delay from the end to the first send"]["verdict"] == "not seen"


@pytest.mark.parametrize(
    ("change", "name", "observed"),
    [
        (("CallStatus=ANSWERED", "CallStatus=BUSY"), "CallStatus", "BUSY (6)"),
        (("CallStatus=ANSWERED", "CallStatus=NO+ANSWER"), "space", "+ (6)"),
        (("Price=450.0000", "Price=450"), "Price", "450"),
        (("SendStatus=5", "SendStatus=7"), "SendStatus", "7 (6)"),
        (("CallDuration=14", "CallDuration=14.5"), "CallDuration", "14.5"),
    ],
)
def test_a_value_that_the_sandbox_does_not_send_differs(change, name, observed, tmp_path):
    rows = rows_of(learnt_of(write(tmp_path, *(target.replace(*change) for target in voices()))))
    assert (rows[name]["observed"], rows[name]["verdict"]) == (observed, "differs")


def test_no_answer_with_sent_result_1_differs_and_becomes_a_quirk(tmp_path):
    targets = [t.replace("SentResult=0", "SentResult=1") for t in voices(status="NO ANSWER")]
    path = write(tmp_path, *targets)
    assert rows_of(learnt_of(path))["SentResult of NO ANSWER"]["verdict"] == "differs"
    done = run("learn", str(path), "--settings", str(tmp_path / "s.yaml"))
    assert done.returncode == 0, done.stderr
    config = parse_settings((tmp_path / "s.yaml").read_text(encoding="utf-8"), "s.yaml")
    assert config.quirks.no_answer_sent_result == 1


@pytest.mark.parametrize("kind", [name for name, kind in CALLBACK_KINDS.items() if kind.type_ids])
def test_every_kind_of_message_has_rows_of_its_own(kind, tmp_path):
    values = {
        "SMSID": "8eb2af6d",
        "TypeId": CALLBACK_KINDS[kind].type_ids[-1],
        "telcoid": "9" if kind == "uid" else "1",
    }
    values |= {"TotalPrice": "850.0000", "SendStatus": "5", "SendFailed": "0", "SendSuccess": "1"}
    query = "&".join(f"{name}={values.get(name, '1')}" for name in CALLBACK_KINDS[kind].parameters)
    rows = rows_of(learnt_of(write(tmp_path, f"/sms?{query}", statuses=(500, 200))), kind)
    assert rows["order and spelling of parameters"]["verdict"] == "as assumed"
    assert rows["wait 1"]["observed"].startswith("10s ")


async def test_a_message_that_the_sandbox_spoke_is_recognised_in_the_receiver_s_log(tmp_path):
    async with Receiver.run() as receiver, running() as client:
        query = "SmsType=8&Content=1234&ApiKey=test-api-key&SecretKey=test-secret-key&Phone=0901888484"
        await client.get(f"/MainService.svc/json/SendMultipleMessage_V4_get?{query}&CallbackUrl={receiver.url}/sms")
        await client.advance()
        path = tmp_path / "addresses.txt"
        path.write_text("".join(f"{target}\n" for target in receiver.targets), encoding="utf-8")
    rows = rows_of(learnt_of(path), "voice-otp")
    assert {row["name"]: row["verdict"] for row in rows.values() if row["verdict"] == "differs"} == {}


def test_where_kinds_differ_calls_count_and_what_only_messages_tell_is_written_too(tmp_path):
    query = "SMSID={}&SendFailed=0&SendStatus=5&SendSuccess=1&TotalPrice=1.0000&TotalReceiver=1&TotalSent=1&TypeId=1"
    messages = [sends(f"/sms?{query.format(n)}", (500, 204, 200), (20,), at=40 * n) for n in range(1, 9)]
    calls = [sends(target, (500, 200), (90,), at=number) for number, target in enumerate(voices())]
    path = tmp_path / "a.log"
    path.write_text("".join(f"{combined(one)}\n" for one in in_order([*messages, *calls])), encoding="utf-8")
    config = parse_settings(settings_text(learn([path])), "s.yaml")
    assert [str(wait) for wait in config.callback.wait or ()] == ["1m30s"]
    assert config.callback.success == "200"


def test_the_fact_sheet_holds_counts_and_waits_only(tmp_path):
    done = run("learn", str(write(tmp_path, *voices(), statuses=(500, 503, 200))), "--facts")
    facts = json.loads(done.stdout)
    voice = facts["kinds"]["voice"]
    assert (voice["ids"], voice["sends_for_one_id"]) == (6, {"3": 6})
    assert [(wait["number"], wait["count"], wait["fits"]) for wait in voice["waits"]] == [(1, 6, "10s"), (2, 6, "30s")]
    assert set(texts_in(facts["kinds"])) == {"10s", "30s"}


def texts_in(value):
    """Every text that is the value of something."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from texts_in(part)


def test_a_terminal_shows_a_table_and_a_pipe_gets_columns(tmp_path):
    path = write(tmp_path, *voices())
    plain = run("learn", str(path)).stdout
    assert all(line.count("\t") == 5 for line in plain.splitlines())
    with Terminal("learn", str(path)) as terminal:
        terminal.shows(lambda lines: any(line.startswith("calls: 6 ids, 6 sends") for line in lines), "a heading")
        terminal.shows(lambda lines: any("protocol" in line and "as assumed" in line for line in lines), "rows")


def test_files_of_an_earlier_run_are_replaced(tmp_path):
    folder = tmp_path / "scenarios"
    first = write(tmp_path, *voices(), *voices(3, seed=6, status="NO ANSWER"))
    assert run("learn", str(first), "--scenarios", str(folder)).returncode == 0
    assert {file.name for file in folder.iterdir()} == {"seen.yaml", "seen-answered-key-1.yaml", "seen-no-answer.yaml"}
    second = write(tmp_path, *voices(ivr=""))
    assert run("learn", str(second), "--scenarios", str(folder)).returncode == 0
    assert {file.name for file in folder.iterdir()} == {"seen.yaml", "seen-answered.yaml"}
    assert run("scenarios", "validate", str(folder)).returncode == 0
