from hypothesis import given
from hypothesis import strategies as st

from mock_esms._memory import Remembered, Spread, one_after_the_other, shortened

KEYS = st.sampled_from([f"key {number}" for number in range(20)])
STEPS = st.lists(st.tuples(st.sampled_from(["put", "pop", "get"]), KEYS, st.integers(1, 9)))


def played_out(steps):
    """How many steps there were."""
    return sum(1 for _ in steps)


@given(STEPS)
def test_a_spread_mapping_is_a_mapping(steps):
    spread, plain = Spread[int](), dict[str, int]()
    for what, key, value in steps:
        if what == "put":
            assert spread.put(key, value) == plain.get(key)
            plain[key] = value
        elif what == "pop":
            assert spread.pop(key) == plain.pop(key, None)
        assert spread.get(key) == plain.get(key)
        assert len(spread) == len(plain)


@given(STEPS, st.integers(1, 6))
def test_what_is_remembered_is_the_newest(steps, most):
    remembered, plain = Remembered[int](most), dict[str, int]()
    for what, key, value in steps:
        if what == "put":
            gone = remembered.put(key, value)
            plain[key] = value
            assert gone == (next(iter(plain)) if len(plain) > most else None)
            if gone is not None:
                del plain[gone]
        elif what == "pop" and plain:
            assert remembered.forget_oldest() == next(iter(plain))
            del plain[next(iter(plain))]
        assert remembered.oldest == next(iter(plain), None)
        assert (remembered.get(key), len(remembered)) == (plain.get(key), len(plain))


def test_everything_is_let_go_in_many_steps():
    spread, remembered = Spread[int](), Remembered[int](100_000)
    for number in range(10_000):
        spread.put(str(number), number)
        remembered.put(str(number), number)
    assert played_out(one_after_the_other(each.let_go() for each in (spread, remembered))) > 200
    assert (len(spread), len(remembered), remembered.get("1")) == (0, 0, None)


def test_a_list_is_emptied_in_many_steps():
    entries = list(range(100_000))
    assert played_out(shortened(entries)) > 20
    assert entries == []
