"""Any values that a store may have to keep, for hypothesis."""

from decimal import Decimal

from hypothesis import strategies as st

from mock_esms.model.callback import Attempt, Callback, Hop
from mock_esms.model.calls import CallRequest, CallResult, Dial, RequestWarning, ScenarioChoice
from mock_esms.model.codec import stored_fields
from mock_esms.model.delivery_plan import CallbackEdits, CallbackPlan, RetryPolicy

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
    return st.builds(model, **{field.name: st.from_type(field.type) for field in stored_fields(model)} | given)


st.register_type_strategy(CallRequest, drawn(CallRequest, raw_parameters=pairs))
for model in (Hop, RequestWarning, Dial, CallResult, ScenarioChoice, Attempt, Callback):
    st.register_type_strategy(model, drawn(model))
