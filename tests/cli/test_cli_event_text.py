import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_esms._text import printable
from mock_esms.cli.event_text import event_lines

AT = "2026-01-05T09:00:05.123+07:00"
ATTEMPT = {
    "number": 2,
    "at": AT,
    "url": "http://127.0.0.1:9000/voice?CallStatus=ANSWERED",
    "status": None,
    "error": None,
    "detail": "",
    "ms": None,
    "answer": "",
    "acknowledged": False,
    "hops": [],
}
CALL = {
    "operation": "MakeCallRecord_V2",
    "scenario": "answered-key",
    "chosen": {"by": "match", "match": {"phone": "*555102"}},
    "warnings": [],
}
RESULT = {"CallStatus": "ANSWERED", "CallDuration": 14, "Ivr": "1", "Price": "450.0000"}
DIALLED = "2026-01-05T09:00:01.123+07:00"
LATER = "2026-01-05T09:00:15.123+07:00"
LOST = "the scenario takes this acknowledgement as never received (lost_acks)"


def callback(send_status=5, state="pending", next_due=None):
    return {"send_status": send_status, "state": state, "next_due": next_due}


PENDING = [callback(next_due=LATER)]
IN_FLIGHT = [callback()]
PROGRESS = [callback(2, "delivered"), callback(7, "pending", LATER), callback()]


def told(event, **fields) -> str:
    (line,) = event_lines(event, {"at": AT, "sms_id": None, "callback": 0, **fields})
    assert str(line).startswith("09:00:05.123  ")
    return str(line).removeprefix("09:00:05.123  ")


def request(**more):
    about = {"method": "GET", "path": "/MainService.svc/json/x", "status": 200, "operation": "MakeCallRecord_V2"}
    return {**about, **more}


def progress_attempt(**more):
    return ATTEMPT | {"number": 1, "url": "http://x/?ReferenceId=1"} | more


@pytest.mark.parametrize(
    ("event", "fields", "text"),
    [
        ("request", {"request": request(code="100")}, "request    MakeCallRecord_V2: CodeResult 100"),
        ("request", {"request": request(code="101")}, "request    MakeCallRecord_V2: CodeResult 101"),
        (
            "request",
            {"request": request(code=None, operation=None, status=404)},
            "request    GET /MainService.svc/json/x: status 404",
        ),
        ("call", {"call": CALL}, "accepted   MakeCallRecord_V2, scenario answered-key (by phone *555102)"),
        (
            "call",
            {"call": CALL | {"scenario": "busy", "chosen": {"by": "armed", "match": {}}}},
            "accepted   MakeCallRecord_V2, scenario busy (armed for any call)",
        ),
        (
            "call",
            {"call": CALL | {"scenario": "default", "chosen": {"by": "default", "match": {}}}},
            "accepted   MakeCallRecord_V2, scenario default (nothing else fits)",
        ),
        ("dial", {"dial": {"number": 1, "ring": None, "outcome": None}}, "dial 1     rings"),
        (
            "request",
            {"request": request(code=None, status=None)},
            "request    MakeCallRecord_V2: no whole answer goes out, as the scenario wants; no call is made",
        ),
        (
            "dial",
            {"dial": {"number": 1, "at": DIALLED, "ring": 4.0, "outcome": "answered"}},
            "dial 1     answered after 4s",
        ),
        (
            "dial",
            {"dial": {"number": 1, "at": DIALLED, "ring": 2.5, "outcome": "answered"}},
            "dial 1     the called person has pressed a key or hung up",
        ),
        (
            "dial",
            {"dial": {"number": 2, "at": DIALLED, "ring": 30.5, "outcome": "no_answer"}},
            "dial 2     nobody answered after 30.5s",
        ),
        (
            "dial",
            {"dial": {"number": 3, "at": AT, "ring": 0.0, "outcome": "failed"}},
            "dial 3     the carrier failed",
        ),
        ("ended", {"result": RESULT}, "ended      ANSWERED, 14 s, key 1, price 450.0000"),
        ("ended", {"result": RESULT | {"Ivr": ""}}, "ended      ANSWERED, 14 s, price 450.0000"),
        ("ended", {"result": RESULT | {"CallStatus": "NO ANSWER"}}, "ended      NO ANSWER"),
        ("ended", {"result": RESULT | {"CallStatus": ""}}, "ended      no CallStatus: the carrier failed"),
        ("attempt", {"attempt": ATTEMPT, "callbacks": IN_FLIGHT}, f"callback 2 {ATTEMPT['url']}"),
        (
            "attempt",
            {"attempt": ATTEMPT, "callbacks": [callback(next_due=AT)]},
            f"callback 2 {ATTEMPT['url']} (the next follows at once)",
        ),
        (
            "attempt",
            {"attempt": ATTEMPT, "callbacks": PENDING},
            f"callback 2 {ATTEMPT['url']} (the next follows at 09:00:15)",
        ),
        (
            "attempt",
            {"attempt": progress_attempt(), "callbacks": PROGRESS, "callback": 1},
            "progress 1 SendStatus 7: http://x/?ReferenceId=1 (the next follows at 09:00:15)",
        ),
        (
            "attempt",
            {"attempt": progress_attempt(ms=1.0, status=500), "callbacks": PROGRESS, "callback": 1},
            "progress 1 SendStatus 7: status 500 in 1 ms, next at 09:00:15",
        ),
        (
            "attempt",
            {"attempt": ATTEMPT | {"ms": 1.0, "status": 200, "detail": LOST}, "callbacks": PENDING},
            f"callback 2 status 200 in 1 ms, ACKNOWLEDGEMENT LOST, next at 09:00:15: {LOST}",
        ),
        (
            "attempt",
            {"attempt": ATTEMPT | {"ms": 1.0, "status": 200, "acknowledged": True}, "callbacks": PENDING},
            "callback 2 status 200 in 1 ms, acknowledged, next at 09:00:15",
        ),
        (
            "attempt",
            {"attempt": ATTEMPT | {"status": 200, "ms": 3.4, "acknowledged": True}, "callbacks": IN_FLIGHT},
            "callback 2 status 200 in 3 ms, acknowledged",
        ),
        (
            "attempt",
            {"attempt": ATTEMPT | {"status": 500, "ms": 3.4}, "callbacks": PENDING},
            "callback 2 status 500 in 3 ms, next at 09:00:15",
        ),
        (
            "attempt",
            {
                "attempt": ATTEMPT | {"error": "dns", "detail": "no such host", "ms": 1.0},
                "callbacks": IN_FLIGHT,
            },
            "callback 2 dns: no such host",
        ),
        ("settled", {"callbacks": []}, "settled    no CallbackUrl was given, so nothing is reported"),
        ("settled", {"callbacks": [{"state": "delivered"}]}, "settled    callback delivered"),
        ("settled", {"callbacks": [{"state": "exhausted"}]}, "settled    CALLBACK NOT DELIVERED, no attempt is left"),
        ("settled", {"callbacks": [{"state": "blocked"}]}, "settled    CALLBACK BLOCKED, it was never sent"),
        (
            "settled",
            {"callbacks": [{"state": "dropped"}]},
            "settled    the callback was dropped, as the scenario wants",
        ),
        (
            "settled",
            {"callbacks": [callback(2, "exhausted"), callback(7, "delivered"), callback(5, "delivered")]},
            "settled    callback delivered; progress with SendStatus 2: exhausted",
        ),
        ("clock", {"mode": "manual", "speed": 1.0, "now": AT}, "clock      manual, speed 1, now 09:00:05.123"),
        ("reset", {"api_key": None}, "reset      everything is forgotten"),
        ("reset", {"api_key": "shop"}, "reset      everything of the account shop is forgotten"),
    ],
)
def test_each_event_is_a_line_that_says_what_happened(event, fields, text):
    assert told(event, **fields) == text


def test_each_warning_of_a_call_has_a_line_of_its_own():
    call = CALL | {"warnings": [{"code": "send-date-past", "message": "it has passed"}]}
    _, warning = event_lines("call", {"at": AT, "call": call})
    assert str(warning) == "09:00:05.123  warning    send-date-past: it has passed"
    assert warning.tone == "warning"


def test_an_answer_that_got_lost_is_told_with_the_call_that_was_made():
    (line,) = event_lines("request", {"at": AT, "sms_id": "8eb2", "request": request(code=None, status=None)})
    assert line.text.endswith("as the scenario wants; the call is made all the same")
    assert line.tone == "warning"


def test_a_lost_acknowledgement_is_no_failure_of_the_receiver():
    lost = ATTEMPT | {"ms": 1.0, "status": 200, "detail": LOST}
    (line,) = event_lines("attempt", {"at": AT, "attempt": lost, "callbacks": PENDING, "callback": 0})
    assert line.tone == "warning"


@pytest.mark.parametrize(("state", "tone"), [("delivered", "good"), ("exhausted", "bad"), ("blocked", "bad")])
def test_a_callback_that_did_not_arrive_is_told_in_another_tone_than_one_that_did(state, tone):
    (line,) = event_lines("settled", {"at": AT, "callbacks": [{"state": state}]})
    assert line.tone == tone


def test_an_event_of_a_later_version_is_shown_as_it_came():
    assert told("transferred", to="0901").startswith("transferred {")


def test_the_column_that_says_whose_event_it_is_stands_after_the_time():
    (line,) = event_lines("reset", {"at": AT})
    assert line.about("0901888484  ") == "09:00:05.123  0901888484  reset      everything is forgotten"


@given(st.text())
def test_nothing_that_is_told_can_move_the_cursor_or_break_the_line(text):
    (line,) = event_lines("attempt", {"attempt": ATTEMPT | {"url": text}, "at": AT, "callbacks": PENDING})
    assert str(line).isprintable()
    assert printable(text).isprintable()


_JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@given(
    st.sampled_from(["request", "call", "dial", "ended", "attempt", "settled", "clock", "reset", "other"]),
    st.dictionaries(
        st.sampled_from(["at", "call", "dial", "result", "attempt", "request", "callbacks", "mode"]), _JSON
    ),
)
def test_no_event_however_odd_ends_the_telling(event, fields):
    assert event_lines(event, fields)


def test_verbose_tells_all_that_went_over_the_wire_in_an_attempt():
    over_the_wire = {
        "request": {"method": "GET", "target": "/voice?a=1", "headers": [["Host", "x"], ["X-Token", "***"]]},
        "response": {"version": "HTTP/1.1", "status": 200, "reason": "", "headers": [["Server", "\x1b[2Jbad"]]},
        "phases": {"dns": None, "connect": 0.25, "tls": None, "send": 0.0, "wait": 12.5, "receive": 0.125},
        "peer": "127.0.0.1:9000",
    }
    ended = {**ATTEMPT, "ms": 13.0, "status": 200, "acknowledged": True, **over_the_wire}
    fields = {"at": AT, "sms_id": None, "attempt": ended, "callback": 0, "callbacks": [callback(state="delivered")]}
    assert len(event_lines("attempt", fields)) == 1
    assert [line.text for line in event_lines("attempt", fields, verbose=True)[1:]] == [
        "> GET /voice?a=1 HTTP/1.1",
        "> Host: x",
        "> X-Token: ***",
        "< HTTP/1.1 200",
        "< Server: \\x1b[2Jbad",
        "* to 127.0.0.1:9000: connect 0.25 ms, send 0 ms, wait 12.5 ms, receive 0.125 ms",
    ]
    nothing = {"request": None, "response": None, "phases": {"dns": None, "connect": None}, "peer": None}
    never_sent = {**ATTEMPT, "ms": 0.1, "error": "blocked", **nothing}
    assert len(event_lines("attempt", {**fields, "attempt": never_sent}, verbose=True)) == 1
