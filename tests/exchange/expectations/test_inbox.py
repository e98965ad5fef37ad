"""What a person has got: by messages that arrived and calls that were answered, and by nothing else."""

from mock_esms.exchange.expectations.inbox import Inbox
from mock_esms.journal import Journal
from mock_esms.model.calls import Dial
from mock_esms.model.message import Message
from mock_esms.model.message_plan import ReceiverPlan
from tests.makers import LEGS, make_call, make_message, settled

PHONE = "0901888484"


def journal_of(*entries):
    journal = Journal(10)
    for entry in entries:
        journal.put(entry, "message" if isinstance(entry, Message) else "call", entry.received_at)
    return journal


def ended(number: int, outcome, *, leg=LEGS["sms"], phone: str = PHONE, at: int = 2_000) -> Message:
    receivers = (ReceiverPlan(phone, "MobiFone", outcome, at),)
    return make_message(number, phone, legs=(leg._replace(receivers=receivers),), state="ended", played_to=at)


def answered(number: int, spoken: str | None):
    call = settled(make_call(number, spoken=spoken, steps=2))
    return call._replace(schedule=call.schedule._replace(dials=(Dial(1, 0, 1_000, "answered"),)))


def texts(inbox, phone=PHONE, api_key=None):
    return [(item.at, item.kind, item.text, item.code) for item in inbox.items(phone, api_key)]


def test_things_come_in_the_order_in_which_they_arrived_and_not_in_which_they_were_sent():
    inbox = Inbox(journal_of(ended(1, "delivered", at=9_000), ended(2, "delivered", leg=LEGS["zalo"])))
    assert texts(inbox) == [
        (2_000, "zalo", "Your code is 123456", "123456"),
        (9_000, "sms", "123456 la ma xac minh", "123456"),
    ]


def test_what_failed_or_is_not_reported_is_not_in_it():
    assert texts(Inbox(journal_of(ended(1, "failed"), make_message(2, PHONE)))) == []


def test_a_call_is_in_it_when_somebody_has_answered_with_what_was_said_as_far_as_that_is_known():
    inbox = Inbox(journal_of(answered(1, None), answered(2, "Ma cua ban la 7788"), make_call(3, spoken="9999")))
    assert texts(inbox) == [(1_000, "call", None, ""), (1_000, "call", "Ma cua ban la 7788", "7788")]
    newest = inbox.newest_code(PHONE)
    assert newest is not None
    assert newest.code == "7788"


def test_what_is_no_phone_is_looked_up_as_it_came():
    inbox = Inbox(journal_of(ended(1, "delivered", phone="8261239843")))
    assert [item.text for item in inbox.items("8261239843")] == ["123456 la ma xac minh"]
    assert inbox.owner("8261239843") == "8261239843"
    assert inbox.owner("+84901888484") == PHONE


def test_it_is_of_all_accounts_or_of_one():
    inbox = Inbox(journal_of(ended(1, "delivered")))
    assert len(texts(inbox, api_key="test-api-key")) == 1
    assert texts(inbox, api_key="another") == []
    assert inbox.newest_code(PHONE, "another") is None
