import json
import os
import signal

import pytest

from tests.cli.running import Process, Receiver, Served, answering, run
from tests.cli.serve.test_cli_serve import place

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals are sent as POSIX has them")

STREAM = "text/event-stream"


def event(number: int, scenario: str) -> bytes:
    call = {"operation": "X", "scenario": scenario, "chosen": {"by": "default", "match": {}}, "warnings": []}
    call["request"] = {"Phone": "0901"}
    data = {"at": "2026-01-05T09:00:00.000+07:00", "sms_id": f"id-{number}", "call": call}
    return f"id: {number}\nevent: call\ndata: {json.dumps(data)}\n\n".encode()


def test_each_event_is_a_line_with_time_phone_and_the_beginning_of_the_id():
    with (
        Receiver() as receiver,
        Served("--clock", "manual", "--now", "2026-01-05T09:00:00+07:00") as served,
        Process("tail", "--url", served.url) as tail,
    ):
        sms_id = _place_until_seen(served, tail, receiver)[:8]
        assert tail.out.seen[0] == "-- 2026-01-05"
        assert tail.out.next() == f"09:00:00.000  0901888484  {sms_id}  dial 1     rings"
        assert tail.out.next() == f"09:00:00.000  0901888484  {sms_id}  request    MakeCallRecord_V2: CodeResult 100"
        assert tail.end(signal.SIGINT) == 0
        assert tail.err.rest() == []


def _place_until_seen(served, tail, receiver) -> str:
    """Place calls until one is seen: when the stream begins cannot be known from outside."""
    sms_id = json.loads(place(served.url, CallbackUrl=receiver.url))["SMSID"]
    while not tail.out.comes(within=0.2):
        sms_id = json.loads(place(served.url, CallbackUrl=receiver.url))["SMSID"]
    accepted = tail.out.until("accepted")
    assert "scenario default" in accepted
    return str(accepted.split()[2] or sms_id)


def test_the_phone_of_a_call_that_began_before_is_asked_for():
    request = json.dumps({"request": {"Phone": "0901888484"}}).encode()
    data = {"at": "2026-01-05T09:00:00.000+07:00", "sms_id": "8eb2af6d-fb4c", "callbacks": []}
    settled = f"id: 1\nevent: settled\ndata: {json.dumps(data)}\n\n".encode()
    answers = [(STREAM, settled), ("application/json", request)]
    with answering(answers) as (url, _), Process("tail", "--url", url) as tail:
        assert tail.out.until("settled").startswith("09:00:00.000  0901888484  8eb2af6d  settled")
        tail.end(signal.SIGINT)


def test_a_lost_connection_is_told_and_taken_up_where_it_was_lost():
    answers = [(STREAM, event(6, "first") + event(7, "second")), (STREAM, event(8, "third"))]
    with answering(answers) as (url, requests), Process("tail", "--url", url) as tail:
        tail.out.until("scenario second")
        assert f"{url} has ended; trying to connect again" in tail.err.next()
        tail.out.until("scenario third")
        assert tail.err.next() == f"mock-esms: connected to {url} again"
        tail.end(signal.SIGINT)
    assert "Last-Event-ID" not in requests[0]
    assert requests[1]["Last-Event-ID"] == "7"


def test_ctrl_c_ends_it_with_0_also_while_it_tries_to_connect_again():
    with answering([(STREAM, event(1, "first"))]) as (url, _), Process("tail", "--url", url) as tail:
        tail.err.until("trying to connect again")
        assert tail.end(signal.SIGINT) == 0
        assert [line for line in tail.err.rest() if "Traceback" in line] == []


def test_where_nothing_listens_from_the_start_it_is_told_in_one_sentence():
    done = run("tail", "--url", "http://127.0.0.1:1")
    assert done.returncode == 2
    assert done.stderr.startswith("mock-esms: nothing listens at http://127.0.0.1:1; ")
    assert done.stderr.count("\n") == 1


def test_without_the_token_it_is_told_what_is_missing():
    with Served("--control-token", "t") as served:
        done = run("tail", "--url", served.url)
    assert done.returncode == 2
    assert "--control-token" in done.stderr


def test_a_day_that_passes_has_a_line_of_its_own():
    later = event(2, "second").replace(b"2026-01-05", b"2026-01-06")
    answers = [(STREAM, event(1, "first") + later)]
    with answering(answers) as (url, _), Process("tail", "--url", url) as tail:
        tail.out.until("scenario second")
        tail.end(signal.SIGINT)
    assert [line for line in tail.out.seen if line.startswith("--")] == ["-- 2026-01-05", "-- 2026-01-06"]


def refusal(number: int, phone: str) -> bytes:
    request = {"method": "GET", "path": "/x", "query": f"Phone={phone}", "status": 200, "code": "108", "operation": "X"}
    data = {"at": "2026-01-05T09:00:00.000+07:00", "sms_id": None, "request": request}
    return f"id: {number}\nevent: request\ndata: {json.dumps(data)}\n\n".encode()


def test_only_what_fits_the_globs_is_shown():
    told = event(1, "first") + refusal(2, "0909") + refusal(3, "0333") + event(4, "second")
    with answering([(STREAM, told)]) as (url, _), Process("tail", "--match", "phone=09*", "--url", url) as tail:
        tail.out.until("scenario second")
        tail.end(signal.SIGINT)
    shown = [line.split()[-1] if "CodeResult" not in line else "refused" for line in tail.out.seen[1:]]
    assert len([line for line in shown if line == "refused"]) == 1, tail.out.seen


def test_only_failures_are_shown_when_only_they_are_asked_for():
    told = event(1, "first") + refusal(2, "0909") + event(3, "second")
    with answering([(STREAM, told)]) as (url, _), Process("tail", "--failures", "--url", url) as tail:
        tail.out.until("CodeResult 108")
        tail.err.until("trying to connect again")
        tail.end(signal.SIGINT)
    assert len(tail.out.seen) == 2, "the day and the refusal"


def test_what_is_kept_comes_first_when_it_is_asked_for():
    with answering([(STREAM, event(1, "first"))]) as (url, requests), Process("tail", "--kept", "--url", url) as tail:
        tail.out.until("scenario first")
        tail.end(signal.SIGINT)
    assert requests[0]["Last-Event-ID"] == "0"


@pytest.mark.parametrize(
    ("globs", "sentence"),
    [
        (["phon=1"], "did you mean `phone`?"),
        (["phone"], "NAME=VALUE"),
        (["phone=1", "phone=2"], "stands there twice"),
    ],
)
def test_a_glob_that_makes_no_sense_is_refused_in_a_sentence(globs, sentence):
    done = run("tail", *(word for glob in globs for word in ("--match", glob)))
    assert (done.returncode, sentence in done.stderr) == (2, True), done.stderr
