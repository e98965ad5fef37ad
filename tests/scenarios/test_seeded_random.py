import random
import sys
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_esms.model.times import Span
from mock_esms.scenarios.choose import WeightedOption
from mock_esms.scenarios.dials import Busy
from mock_esms.scenarios.seeded_random import SeededRandom


def rng(seed: str = "0", api_key: str = "k", phone: str = "0901888484", number: int = 0) -> SeededRandom:
    return SeededRandom(seed, api_key, phone, number)


def test_the_draws_are_the_same_on_every_machine_and_version():
    drawn = rng()
    assert drawn.id_bytes().hex() == "46674fef1b660fe0466709f527507440"
    assert [drawn.below(1000) for _ in range(5)] == [671, 395, 137, 638, 747]
    assert drawn.duration(Span(3000, 12_000)) == 7711
    assert drawn.key() == "4"


@pytest.mark.parametrize(
    "other",
    [rng(seed="1"), rng(api_key="kk"), rng(phone="0901888485"), rng(number=1)],
    ids=["seed", "account", "phone", "number"],
)
def test_each_thing_that_the_draws_depend_on_changes_them(other):
    assert other.id_bytes() != rng().id_bytes()
    assert other.below(2**60) != rng().below(2**60)


def test_two_calls_never_share_draws_because_their_texts_run_together():
    assert SeededRandom("0", "ab", "c", 0).id_bytes() != SeededRandom("0", "a", "bc", 0).id_bytes()
    assert SeededRandom("1", "", "c", 0).id_bytes() != SeededRandom("", "1", "c", 0).id_bytes()


def test_the_id_is_no_draw():
    first, second = rng(), rng()
    first.id_bytes()
    assert first.id_bytes() == second.id_bytes()
    assert first.below(2**60) == second.below(2**60)


def test_the_draws_of_a_part_depend_on_its_name_and_on_nothing_that_was_drawn_elsewhere():
    first, second = rng(), rng()
    second.below(10)
    assert [first.stream("dial 1").below(2**60) for _ in range(2)] == [second.stream("dial 1").below(2**60)] * 2
    drawn = {first.stream(name).below(2**60) for name in ("dial 1", "dial 2", "callback")} | {first.below(2**60)}
    assert len(drawn) == 4


def test_the_draws_of_a_part_are_the_same_on_every_machine_and_version():
    drawn = rng().stream("dial 2")
    assert [drawn.below(1000) for _ in range(4)] == [183, 130, 71, 929]
    assert rng().stream("callback").id_bytes() == rng().id_bytes()


def weighing(*weights: str) -> list[WeightedOption[Busy]]:
    return [WeightedOption(Busy(), Decimal(weight)) for weight in weights]


def test_an_option_is_drawn_by_its_weight_and_never_one_that_weighs_nothing():
    options = weighing("0", "3", "0", "7", "0")
    drawn = [rng(number=number).option(options) for number in range(1000)]
    assert {option.weight for option in drawn} == {3, 7}
    assert 250 <= [option.weight for option in drawn].count(Decimal(3)) <= 350
    only = weighing("0", "0.0001")
    assert {rng(number=number).option(only).weight for number in range(20)} == {Decimal("0.0001")}


def test_a_fixed_duration_is_no_draw():
    first, second = rng(), rng()
    assert first.duration(Span(5, 5)) == 5
    assert first.below(2**60) == second.below(2**60)


def test_the_shared_random_source_of_python_is_neither_used_nor_moved():
    random.seed(5)
    before = random.getstate()
    drawn = rng().below(2**60)
    assert random.getstate() == before
    random.seed(6)
    assert rng().below(2**60) == drawn


@given(st.integers(0, 10**12), st.integers(0, 10**12), st.integers(0, 1000))
def test_a_drawn_duration_lies_within_its_span(shortest, more, number):
    drawn = rng(number=number).duration(Span(shortest, shortest + more))
    assert shortest <= drawn <= shortest + more


def test_both_ends_of_a_span_and_every_key_are_drawn():
    assert {rng(number=number).duration(Span(7, 9)) for number in range(100)} == {7, 8, 9}
    assert {rng(number=number).key() for number in range(300)} == set("0123456789")


def test_draws_are_even():
    counts = [0] * 10
    drawn = rng()
    for _ in range(10_000):
        counts[drawn.below(10)] += 1
    assert min(counts) > 900
    assert max(counts) < 1100


@given(st.text(st.characters(), max_size=9), st.text(st.characters(), max_size=9))
def test_any_text_of_a_request_can_be_drawn_from(api_key, phone):
    assert len(SeededRandom("0", api_key, phone, sys.maxsize).id_bytes()) == 16


def test_a_lone_surrogate_in_a_phone_does_no_harm():
    assert len(SeededRandom("0", "k", "\udc80", 0).id_bytes()) == 16
