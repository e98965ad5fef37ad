import re

import pytest

from mock_esms.delivery.receiver_check.cases import BURST, CASES, chosen
from mock_esms.errors import UsageError


def test_every_case_has_a_name_of_its_own_and_says_what_is_sent_and_what_it_proves():
    names = [case.name for case in CASES]
    assert len(set(names)) == len(names)
    for case in CASES:
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", case.name)
        assert case.title[0].isupper()
        assert not case.title.endswith(".")
        assert case.proves[0].islower()


def test_where_a_case_sends_several_one_by_one_each_has_a_name_in_verdicts():
    for case in CASES:
        few = [send for round_ in case.rounds for send in round_ if len(round_) < BURST]
        assert len(case.sends) == 1 or all(send.what for send in few), case.name


def test_copies_are_equal_and_only_they_report_one_call_in_the_same_way():
    for case in CASES:
        distinct = {(send.call, send.result, send.edits, send.space) for send in case.sends}
        assert (len(distinct) == 1 < len(case.sends)) == case.copies, case.name


def test_the_burst_comes_last_since_it_may_kill():
    assert CASES[-1].name == "burst"
    assert [len(round_) for round_ in CASES[-1].rounds] == [BURST, 1]


def test_without_a_glob_every_case_is_chosen():
    assert chosen(()) == CASES


@pytest.mark.parametrize(
    ("globs", "names"),
    [
        (["answered"], ["answered"]),
        (["answered*"], ["answered", "answered-key", "answered-by-nobody"]),
        (["burst", "TWICE-*"], ["twice-in-a-row", "twice-at-once", "burst"]),
        (["*-parameter", "missing-*"], ["missing-parameter", "extra-parameter"]),
    ],
)
def test_globs_choose_by_name_in_the_order_of_the_cases(globs, names):
    assert [case.name for case in chosen(globs)] == names


@pytest.mark.parametrize(
    ("glob", "hint"), [("anwsered", "did you mean `answered`?"), ("twice", "did you mean"), ("zzz*", "possible are")]
)
def test_a_glob_that_fits_nothing_is_an_error_with_the_nearest_name(glob, hint):
    with pytest.raises(UsageError) as error:
        chosen(["burst", glob])
    assert glob in str(error.value)
    assert hint in str(error.value)
