"""Values survive the way into a store and back, whatever is in them; and what old stores hold is read for ever."""

from dataclasses import fields
from decimal import Decimal
from typing import get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_esms.calls import Attempt, Call, Callback, CallRequest, CallResult, CallWarning, Chosen, Dial, Hop, Timeline
from mock_esms.changes import AccountState, ArmedState
from mock_esms.plans import CallbackEdits, CallbackPlan
from mock_esms.retry import RetryPolicy
from mock_esms.settings import Account
from mock_esms.store.codec import (
    account_state,
    account_texts,
    armed_state,
    armed_text,
    call_of,
    decided_text,
    happened_text,
    key,
    text_of_key,
)

texts = st.text(max_size=8)
"""With halves of surrogate pairs: a JSON body can bring them in."""
pairs = st.lists(st.tuples(texts, texts), max_size=2).map(tuple)
amounts = st.decimals(-9, 10**9, places=4)
st.register_type_strategy(str, texts)
st.register_type_strategy(Decimal, amounts)
st.register_type_strategy(float, st.floats(0, 10**6))

plans = st.builds(CallbackPlan, policy=st.builds(RetryPolicy), edits=st.none() | st.builds(CallbackEdits))


def drawn(model, **given):
    """Any value of a named tuple, no field of it left to its default."""
    return st.builds(model, **{name: st.from_type(hint) for name, hint in get_type_hints(model).items()} | given)


st.register_type_strategy(CallRequest, drawn(CallRequest, form=pairs))
for model in (Hop, CallWarning, Dial, CallResult, Chosen, Attempt, Callback):
    st.register_type_strategy(model, drawn(model))


@st.composite
def calls(draw):
    """Any call, anywhere on its way: a person may have to decide the last dial, but none that is over."""
    course = draw(
        st.builds(Timeline, dials=st.lists(st.from_type(Dial), min_size=1, max_size=3).map(tuple), callback=plans)
    )
    undecided = [place for place, dial in enumerate(course.dials) if dial.outcome is None]
    steps = draw(st.integers(0, 2 * undecided[0] + 1 if undecided else 2 * len(course.dials)))
    draws = texts.map(lambda text: text.encode("utf-8", "surrogatepass"))
    return draw(
        st.builds(Call, number=st.integers(1, 2**40), course=st.just(course), steps=st.just(steps), draws=draws)
    )


@given(calls())
@settings(max_examples=50)
def test_a_call_comes_back_as_it_was(call):
    again = call_of(call.number, decided_text(call), happened_text(call))
    assert again == call
    assert [type(part) for part in again] == [type(part) for part in call]


@given(drawn(AccountState))
@settings(max_examples=20)
def test_an_account_comes_back_as_it_was(state):
    assert account_state(*account_texts(state)) == state


@given(drawn(ArmedState))
@settings(max_examples=20)
def test_what_is_armed_comes_back_as_it_was(state):
    assert armed_state(armed_text(state)) == state


@pytest.mark.parametrize("text", ["order-1", "đơn hàng", "", "a\x00b", "half \ud83d of a pair"])
def test_a_key_comes_back_as_it_was(text):
    assert text_of_key(key(text)) == text


DECIDED = (
    '{"sms_id":"505139d7-54f8-48a9-88fa-9460a78731dd","request":{"operation":"MakeCallRecord_V2","parameters":'
    '[["ApiKey","test-api-key"],["Phone","0901888484"]],"api_key":"test-api-key","phone":"0901888484",'
    '"callback_url":"http://127.0.0.1:9000/","request_id":"order-1","max_retry":2},"scenario":"default",'
    '"chosen":{"by":"match","match":[["phone","09*"]]},"received_at":1767578400000,"caller_id":"02871002454",'
    '"warnings":[{"code":"unknown-parameter","message":"Foo is unknown"}],"draws":"",'
    '"timeline":{"dials":[{"number":1,"at":1767578400000,"ring":1000,"outcome":"answered"}],"talk":3000,"key":"1",'
    '"key_at":1767578402000,"price":"450.5","ends_at":1767578404000},"callback":{"delay":1000,"timeout":10000,'
    '"policy":{"retries":5,"waits":[10000,30000]},"success":"200","follow_redirects":false,"progress":[2,7],'
    '"copies":2,"gap":1000,"lost_acks":1,"drop":false,"before_reply":true,'
    '"edits":{"set":[["Ivr","9"]],"omit":["CID"],"add":[["extra","1"]]}}}'
)
HAPPENED = (
    '{"state":"ended","dials":[{"number":1,"at":1767578400000,"ring":1000,"outcome":"answered"}],'
    '"result":{"call_status":"ANSWERED","call_duration":3,"ivr":"1","price":"450.5000","sent_result":1,'
    '"send_status":5,"cid":"02871002454"},"callbacks":[{"send_status":5,"next_due":1767578415000,"attempts":'
    '[{"number":1,"at":1767578405000,"url":"http://127.0.0.1:9000/?Ivr=9","status":302,"detail":"moved","ms":3.25,'
    '"hops":[{"url":"http://127.0.0.1:9000/there","status":302}]}]}]}'
)


def test_a_call_that_format_1_wrote_is_read_for_ever():
    call = call_of(7, DECIDED, HAPPENED)
    assert call.request.max_retry == 2
    assert call.request.wait_retry == 60_000
    assert call.chosen.match == (("phone", "09*"),)
    assert call.timeline.price == Decimal("450.5")
    assert call.timeline.callback.policy == RetryPolicy(5, (10_000, 30_000))
    assert call.timeline.callback.edits == CallbackEdits(set=(("Ivr", "9"),), omit=("CID",), add=(("extra", "1"),))
    assert call.callbacks[0].attempts[0].hops == (Hop("http://127.0.0.1:9000/there", 302),)
    assert call.callbacks[0].attempts[0].tries == 1
    assert (decided_text(call), happened_text(call)) == (DECIDED, HAPPENED)


def test_each_field_of_an_account_has_a_place_in_the_store():
    account = Account(api_key="shop", secret_key="s", price_per_minute=None, recordings=("1",), allowed_ips=("::1",))
    text, _ = account_texts(AccountState(account, None))
    assert text is not None
    assert [part.name for part in fields(Account) if f'"{part.name}"' not in text] == []
