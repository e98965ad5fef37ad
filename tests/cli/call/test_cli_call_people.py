from itertools import islice

import pytest

from mock_esms.cli.call.load import SLACK, RateLimit
from mock_esms.cli.call.people import population
from mock_esms.esms.formats.phone import CARRIERS, national


def test_everybody_has_a_mobile_number_of_their_own_that_esms_takes():
    people = list(population(2_000, "0"))
    assert [person.n for person in people] == list(range(1, 2_001))
    assert len({person.phone for person in people}) == 2_000
    assert all(national(person.phone) == person.phone for person in people)
    assert {person.phone[:3] for person in people} == set(CARRIERS)
    assert all(person.name.strip() for person in people)


def test_nobody_has_a_number_that_chooses_a_shipped_scenario():
    assert [person for person in population(20_000, "magic") if person.phone[-6:-3] == "555"] == []


def test_a_seed_gives_the_same_people_whatever_their_number_and_another_seed_others():
    assert list(population(50, "a")) == list(islice(population(500, "a"), 50))
    assert list(population(50, "a")) != list(population(50, "b"))


def test_a_pace_lets_so_many_begin_a_second():
    pace = RateLimit(4)
    assert [pace.wait(100.0) for _ in range(5)] == [0.0, 0.25, 0.5, 0.75, 1.0]


def test_a_pace_of_nothing_lets_everybody_begin_at_once():
    pace = RateLimit(0)
    assert {pace.wait(100.0) for _ in range(5)} == {0.0}


@pytest.mark.parametrize("late", [0.01, SLACK, 3.0])
def test_a_pace_makes_up_for_a_little_lateness_and_not_for_much(late):
    pace = RateLimit(10)
    pace.wait(0.0)
    assert pace.wait(0.1 + late) == 0.0
    assert pace.wait(0.1 + late) == pytest.approx(0.1 - min(late, SLACK))
