import logging

from mock_esms.config.match import CALL_NAMES, Match
from mock_esms.journal import Journal
from mock_esms.model.calls import Call
from mock_esms.model.received_request import ReceivedRequest
from tests.makers import make_call, settled


def put(journal, *calls):
    for call in calls:
        journal.put(call, "call", 0)


def request(number, operation="MakeCallRecord_V2"):
    return ReceivedRequest(number=number, at=0, method="GET", path="/", query="", status=200, operation=operation)


def test_a_call_is_found_by_its_id_as_it_stands_now():
    journal = Journal(limit=10)
    call = make_call()
    put(journal, call, settled(call))
    found = journal.get("id-1")
    assert found is not None
    assert found.settled
    assert journal.get("id-2") is None
    assert len(journal) == 1


def test_a_new_call_that_happens_to_have_the_id_of_another_takes_its_place_and_comes_last():
    journal = Journal(limit=10)
    put(journal, make_call(1), make_call(2), make_call(3, sms_id="id-1"))
    assert [call.number for call in journal] == [2, 3]
    put(journal, make_call(3, sms_id="id-1")._replace(state="dialling"))
    assert [(call.number, call.state) for call in journal] == [(2, "scheduled"), (3, "dialling")]


def test_past_the_limit_the_oldest_settled_calls_are_dropped_and_counted(caplog):
    journal = Journal(limit=3)
    with caplog.at_level(logging.WARNING):
        for number in range(1, 6):
            put(journal, make_call(number), settled(make_call(number)))
    assert [call.sms_id for call in journal] == ["id-3", "id-4", "id-5"]
    assert journal.dropped_calls == 2
    assert len(caplog.records) == 1, "said once"
    assert "--journal-limit 3" in caplog.text


def test_calls_that_are_going_on_are_never_dropped():
    journal = Journal(limit=2)
    put(journal, *(make_call(number) for number in range(1, 6)))
    assert len(journal) == 5
    put(journal, settled(make_call(3)))
    assert [call.sms_id for call in journal] == ["id-1", "id-2", "id-4", "id-5"]


def test_requests_are_held_up_to_the_limit():
    journal = Journal(limit=2)
    for number in range(1, 5):
        journal.received(request(number))
    assert [entry.number for entry in journal.requests()] == [3, 4]


def test_requests_say_whether_they_reached_an_operation():
    journal = Journal(limit=9)
    journal.received(request(1))
    journal.received(request(2, operation=None))
    assert [entry.number for entry in journal.requests(matched=True)] == [1]
    assert [entry.number for entry in journal.requests(matched=False)] == [2]


def test_a_call_that_settles_makes_one_event():
    journal = Journal(limit=10)
    over = settled(make_call())
    put(journal, make_call(), over, over)
    assert [event.kind for event in journal.events.since(0)] == ["call", "call", "settled", "call"]


def test_calls_are_found_by_globs():
    journal = Journal(limit=10)
    put(journal, make_call(1, "0901888484"), make_call(2, "0912345678"), settled(make_call(3, "0901888485")))

    def found(**match):
        return [call.number for call in journal.matching(Call, Match.parse(match, CALL_NAMES))]

    assert found() == [1, 2, 3]
    assert found(phone="0901*") == [1, 3]
    assert found(phone="0901*", settled=True) == [3]
    assert found(state="ended") == [3]
    assert found(sms_id="id-2") == [2]
    assert found(sms_id="id-2", phone="0901*") == []
    assert found(request_id="order-[12]") == [1, 2]


def test_forgetting_one_account_leaves_the_others():
    journal = Journal(limit=10)
    put(journal, make_call(1), settled(make_call(2)))
    journal.forget_account("another")
    assert len(journal) == 2
    journal.forget_account("test-api-key")
    assert len(journal) == 0


def test_forgetting_everything_counts_anew():
    journal = Journal(limit=10)
    assert [journal.next_entry_number(), journal.next_entry_number()] == [1, 2]
    journal.forget()
    assert journal.next_entry_number() == 1
