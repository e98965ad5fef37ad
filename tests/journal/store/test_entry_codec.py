"""What people wrote and what was applied for come back from the store as they were."""

from hypothesis import given, settings
from hypothesis import strategies as st

from mock_esms.journal.store.entry_codec import entry_immutable_text, entry_mutable_text, entry_of
from mock_esms.model.application import Application, ApplicationRequest
from mock_esms.model.callback import Callback
from mock_esms.model.inbound import Inbound, InboundRequest
from tests.journal.store.values import drawn, pairs, plans

callbacks = st.lists(drawn(Callback), min_size=1, max_size=2).map(tuple)
numbers = st.integers(1, 2**40)
inbounds = drawn(Inbound, number=numbers, request=drawn(InboundRequest), callback_plan=plans, callbacks=callbacks)
applications = drawn(
    Application,
    number=numbers,
    request=drawn(ApplicationRequest, parameters=pairs),
    callback_plan=plans,
    callbacks=callbacks,
)


@given(inbounds | applications)
@settings(max_examples=30)
def test_it_comes_back_as_it_was(entry):
    first, then = entry_immutable_text(entry), entry_mutable_text(entry)
    again = entry_of(entry.number, first, then)
    assert again == entry
    assert [type(part) for part in again] == [type(part) for part in entry]
