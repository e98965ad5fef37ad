"""A phone's calls are found without looking at the others, and always those that looking at all would find."""

from hypothesis import given
from hypothesis import strategies as st

from mock_esms.config.match import Match
from mock_esms.journal import Journal, fits
from mock_esms.model.calls import Call
from tests.makers import make_call, settled

PHONES = ("0901888481", "0901888482", "0901888483")
LIMIT = 5

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("place"), st.sampled_from(PHONES), st.sampled_from(("one", "other"))),
        st.tuples(st.just("settle"), st.integers(0, 30), st.none()),
        st.tuples(st.just("forget"), st.sampled_from(("one", "other", None)), st.none()),
        st.tuples(st.just("restore"), st.none(), st.none()),
    ),
    max_size=40,
)


def played(steps):
    """A journal to which all this has happened."""
    journal = Journal(LIMIT)
    for step, what, api_key in steps:
        if step == "place":
            call = make_call(journal.next_entry_number(), what)
            call = call._replace(request=call.request._replace(api_key=api_key))
            journal.put(call, "call", 0)
        elif step == "settle":
            calls = list(journal)
            if what < len(calls):
                journal.put(settled(calls[what]), "ended", 0)
        elif step == "forget":
            if what is None:
                journal.forget()
            else:
                journal.forget_account(what)
        else:
            calls, journal = list(journal), Journal(LIMIT)
            journal.restore(calls, last_call=max((call.number for call in calls), default=0), dropped_calls=0)
    return journal


@given(STEPS)
def test_the_calls_of_a_phone_are_those_that_looking_at_all_finds(steps):
    journal = played(steps)
    for phone in PHONES:
        match = Match.parse({"phone": phone})
        assert journal.matching(Call, match) == [call for call in journal if fits(match, call)]


def test_other_globs_still_choose_among_a_phones_calls():
    journal = Journal(LIMIT)
    for number in (1, 2):
        call = make_call(number, PHONES[0])
        journal.put(call, "call", 0)
    journal.put(settled(make_call(1, PHONES[0])), "ended", 0)
    found = journal.matching(Call, Match.parse({"phone": "+84901888481", "state": "ended"}, ("phone", "state")))
    assert [call.sms_id for call in found] == ["id-1"]
