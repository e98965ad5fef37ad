import re

import pytest

from mock_esms.delivery.receiver_check.case import BURST
from mock_esms.delivery.receiver_check.cases import CASES, chosen
from mock_esms.errors import UsageError

every_kind = pytest.mark.parametrize("cases", CASES.values(), ids=CASES)


@every_kind
def test_every_case_has_a_name_of_its_own_and_says_what_is_sent_and_what_it_proves(cases):
    names = [case.name for case in cases]
    assert len(set(names)) == len(names)
    for case in cases:
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", case.name)
        assert case.title[0].isupper()
        assert not case.title.endswith(".")
        assert case.proves[0].islower()


@every_kind
def test_where_a_case_sends_several_one_by_one_each_has_a_name_in_verdicts(cases):
    for case in cases:
        few = [send for round_ in case.rounds for send in round_ if len(round_) < BURST]
        assert len(case.sends) == 1 or all(send.what for send in few), case.name


@every_kind
def test_copies_are_equal_and_only_they_report_one_thing_in_the_same_way(cases):
    for case in cases:
        distinct = {(send.call, send.report, send.edits, send.space) for send in case.sends}
        assert (len(distinct) == 1 < len(case.sends)) == case.copies, case.name


@every_kind
def test_the_burst_comes_last_since_it_may_kill(cases):
    assert cases[-1].name == "burst"
    assert [len(round_) for round_ in cases[-1].rounds] == [BURST, 1]


def test_without_a_glob_every_case_of_the_kind_is_chosen():
    assert chosen(()) == CASES["voice"]
    assert chosen((), "zalo") == CASES["zalo"]


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


def test_a_case_of_another_kind_is_told_with_its_kind():
    with pytest.raises(UsageError, match="there is no case 'advert' of zalo; it is one of --kind sms"):
        chosen(["advert"], "zalo")
