"""A request's trace context goes with its callbacks, where ``quirks.trace_context`` asks for it."""

import pytest

from mock_esms.config.settings import Quirks
from mock_esms.esms.requests.request import trace_context_of
from tests.places import KEYS, MAKE_CALL, running
from tests.receiver import FAILS, OK, Receiver, answer
from tests.sms import CARE, CARE_PATH

PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
SENDS = Quirks(trace_context="send")


def traced(receiver: Receiver) -> list[dict[str, str]]:
    """The two headers of each callback, as far as it has them."""
    heads = [request.decode().split("\r\n")[1:] for request in receiver.requests]
    pairs = [[line.partition(": ")[::2] for line in head] for head in heads]
    return [{name: value for name, value in head if name in {"traceparent", "tracestate"}} for head in pairs]


async def place(client, receiver, headers) -> None:
    query = "&".join(f"{name}={value}" for name, value in {**KEYS, "Phone": "0901888484"}.items())
    reply = await client.get(f"{MAKE_CALL}?{query}&CallbackUrl={receiver.url}", headers=headers)
    assert reply.json["CodeResult"] == "100"
    await client.advance()


async def test_every_attempt_carries_the_trace_of_the_request():
    headers = {"traceparent": PARENT, "tracestate": "vendor=1"}
    async with Receiver.run(FAILS, OK) as receiver, running(quirks=SENDS) as client:
        await place(client, receiver, headers)
        assert traced(receiver) == [headers] * 2
        (call,) = client.sandbox.calls
        assert call.request.trace_context == tuple(headers.items())
        request = call.attempts[0].request
        assert request is not None
        assert ("traceparent", PARENT) in request.headers


async def test_messages_carry_it_too():
    async with Receiver.run(OK) as receiver, running(quirks=SENDS) as client:
        body = {**CARE, "CallbackUrl": receiver.url}
        await client.send("POST", CARE_PATH, json=body, headers={"traceparent": PARENT})
        await client.advance()
        assert traced(receiver) == [{"traceparent": PARENT}]


async def test_nothing_is_sent_on_unless_the_setting_asks_for_it():
    async with Receiver.run(OK) as receiver, running() as client:
        await place(client, receiver, {"traceparent": PARENT})
        assert traced(receiver) == [{}]
        assert client.sandbox.calls[0].request.trace_context == ()


async def test_a_request_without_a_trace_has_callbacks_without():
    async with Receiver.run(OK) as receiver, running(quirks=SENDS) as client:
        await place(client, receiver, {})
        assert traced(receiver) == [{}]


async def test_a_redirect_to_another_place_does_not_carry_it_there():
    async with Receiver.run(OK) as other, running(quirks=SENDS) as client:
        leads_away = answer(302, headers=f"Location: {other.url}/\r\n")
        async with Receiver.run(leads_away) as receiver:
            client.sandbox.on().callback(follow_redirects=True)
            await place(client, receiver, {"traceparent": PARENT})
            assert (traced(receiver), traced(other)) == ([{"traceparent": PARENT}], [{}])


async def test_it_outlives_a_restart_with_what_it_belongs_to(tmp_path):
    store = {"store": tmp_path / "calls.db", "quirks": SENDS}
    async with Receiver.run(OK) as receiver:
        async with running(**store) as client:
            query = "&".join(f"{name}={value}" for name, value in {**KEYS, "Phone": "0901888484"}.items())
            target = f"{MAKE_CALL}?{query}&CallbackUrl={receiver.url}"
            assert (await client.get(target, headers={"traceparent": PARENT})).json["CodeResult"] == "100"
        async with running(**store) as client:
            await client.advance()
        assert traced(receiver) == [{"traceparent": PARENT}]


@pytest.mark.parametrize(
    "traceparent",
    [
        (),
        (PARENT, PARENT),
        ("00-00000000000000000000000000000000-00f067aa0ba902b7-01",),
        ("00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",),
        ("ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",),
        (PARENT.upper(),),
        (f"{PARENT}\r\nX: y",),
    ],
)
def test_what_says_no_trace_is_dropped(traceparent):
    assert trace_context_of(traceparent, ("vendor=1",)) == ()


def test_a_state_in_several_headers_is_one_and_one_that_is_none_is_left_out():
    assert trace_context_of((PARENT,), ("a=1", "b=2")) == (("traceparent", PARENT), ("tracestate", "a=1,b=2"))
    for state in ((), ("",), ("x" * 513,), ("é",)):
        assert trace_context_of((PARENT,), state) == (("traceparent", PARENT),)
