from hypothesis import given
from hypothesis import strategies as st

from mock_esms.journal.call_table import CallTable
from tests.makers import make_call

STEPS = st.lists(st.tuples(st.sampled_from(["new", "new", "again", "drop", "same id"]), st.integers(0, 30)))


@given(STEPS)
def test_calls_are_kept_by_id_and_in_their_order(steps):
    kept, plain, number = CallTable(), dict[str, object](), 0
    for what, which in steps:
        chosen = [call for call in kept if call.sms_id == list(plain)[which % len(plain)]] if plain else []
        if what == "new" or not chosen:
            number += 1000  # over the end of a block now and then
            call = make_call(number)
            assert kept.put(call) is None
            plain[call.sms_id] = call
        elif what == "again":
            call = chosen[0]._replace(state="dialling")
            assert kept.put(call) == chosen[0]
            plain[call.sms_id] = call
        elif what == "drop":
            kept.drop(chosen[0])
            del plain[chosen[0].sms_id]
        else:
            number += 1
            call = make_call(number, sms_id=chosen[0].sms_id)
            assert kept.put(call) is None
            del plain[call.sms_id]
            plain[call.sms_id] = call
        assert list(kept) == list(plain.values())
        assert len(kept) == len(plain)
        assert all(kept.get(sms_id) == call for sms_id, call in plain.items())
        assert kept.get("another") is None


def test_they_are_let_go_in_many_steps():
    kept = CallTable(make_call(number) for number in range(20_000))
    assert sum(1 for _ in kept.let_go()) > 20
    assert (len(kept), list(kept), kept.get("id-1")) == (0, [], None)
