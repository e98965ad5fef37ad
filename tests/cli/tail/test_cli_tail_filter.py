import pytest

from mock_esms.cli.client import ServerSentEvent
from mock_esms.cli.tail.filter import NAMES, EventFilter
from mock_esms.config.match import Match

CALL = {
    "sms_id": "8eb2af6d",
    "operation": "MakeCallRecord_V2",
    "scenario": "busy",
    "request": {"Phone": "+84901555211", "RequestId": "order-7"},
}
REFUSED = {
    "status": 200,
    "code": "108",
    "operation": "MakeCallRecord_V2",
    "query": "APIKEY=a&PHONE=0123&RequestID=order-7",
}


def choice(*, failures=False, **globs):
    return EventFilter(Match.parse(globs, NAMES), failures=failures)


@pytest.mark.parametrize(
    ("globs", "fits"),
    [
        ({}, True),
        ({"phone": "09*"}, True),
        ({"phone": "84901555211"}, True),
        ({"phone": "03*"}, False),
        ({"request_id": "order-*", "scenario": "busy"}, True),
        ({"request_id": "order-*", "scenario": "answered"}, False),
        ({"sms_id": "8eb*"}, True),
        ({"operation": "VoiceOTP"}, False),
        ({"template_id": "?*"}, False),
    ],
)
def test_a_call_is_chosen_by_globs_on_what_never_changes_of_it(globs, fits):
    assert choice(**globs).takes_entry(CALL) is fits


@pytest.mark.parametrize(
    ("globs", "shown"),
    [
        ({}, True),
        ({"phone": "012*"}, True),
        ({"request_id": "order-7"}, True),
        ({"phone": "09*"}, False),
        ({"sms_id": "*8"}, False),
    ],
)
def test_a_request_that_made_no_call_is_chosen_by_its_query_whatever_the_case_of_its_names(globs, shown):
    frame = ServerSentEvent(1, "request", {"sms_id": None, "request": REFUSED})
    assert choice(**globs).takes(frame, chosen=True) is shown


def test_events_of_no_call_are_shown_to_everybody():
    assert choice(phone="1").takes(ServerSentEvent(1, "clock", {"mode": "real"}), chosen=True)


def frame(event, **data):
    return ServerSentEvent(1, event, {"sms_id": "8eb2af6d", "callbacks": [], **data})


@pytest.mark.parametrize(
    ("event", "failed"),
    [
        (frame("request", request=REFUSED), True),
        (frame("request", request={**REFUSED, "code": "100"}), False),
        (frame("request", request={**REFUSED, "code": "100", "status": None}), True),
        (frame("call", call={**CALL, "warnings": []}), False),
        (frame("call", call={**CALL, "warnings": [{"code": "x", "message": "y"}]}), True),
        (frame("attempt", attempt={"ms": None, "acknowledged": False}), False),
        (frame("attempt", attempt={"ms": 1.0, "acknowledged": False}), True),
        (frame("attempt", attempt={"ms": 1.0, "acknowledged": True}), False),
        (frame("given_up"), True),
        (frame("settled", callbacks=[{"state": "delivered"}]), False),
        (frame("settled", callbacks=[{"state": "delivered"}, {"state": "exhausted"}]), True),
        (frame("dial", dial={"outcome": "busy"}), False),
        (frame("clock"), False),
    ],
)
def test_failures_are_refusals_warnings_and_callbacks_that_nobody_took(event, failed):
    assert choice(failures=True).takes(event, chosen=True) is failed
    assert choice().takes(event, chosen=True)


def test_a_failure_of_a_call_that_was_not_chosen_is_not_shown():
    assert not choice(failures=True).takes(frame("given_up"), chosen=False)
