from collections import deque

from hypothesis import given
from hypothesis import strategies as st

from mock_esms.exchange.accounts.bounded_dict import BoundedDict

KEYS = st.sampled_from([f"key {number}" for number in range(20)])
STEPS = st.lists(st.tuples(st.sampled_from(["put", "put", "evict", "clear"]), KEYS, st.integers(1, 9)))


@given(STEPS, st.integers(1, 6))
def test_a_bounded_dict_holds_its_newest_keys(steps, limit):
    bounded, plain = BoundedDict[int](limit), dict[str, int]()
    for step, key, value in steps:
        if step == "put":
            evicted = bounded.put(key, value)
            plain[key] = value
            assert evicted == (next(iter(plain)) if len(plain) > limit else None)
            if evicted is not None:
                del plain[evicted]
        elif step == "clear":
            assert bounded.clear() == (plain, deque(plain))
            plain = {}
        elif plain:
            assert bounded.evict_oldest() == next(iter(plain))
            del plain[next(iter(plain))]
        assert bounded.oldest == next(iter(plain), None)
        assert (bounded.get(key), len(bounded)) == (plain.get(key), len(plain))
