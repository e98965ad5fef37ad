"""What is to be stored is collected as it is in the end, whatever was recorded in between."""

from mock_esms.journal.changes import ChangeTracker
from tests.makers import make_call, make_message


def test_what_an_account_did_before_it_was_forgotten_is_not_stored_and_what_it_does_after_is():
    changes = ChangeTracker()
    before, after, another = make_call(1), make_call(2), make_call(3)
    another = another._replace(request=another.request._replace(api_key="another"))
    key = before.request.api_key
    for api_key in (key, "another"):
        changes.called(api_key, "0901888484", 2)
        changes.request_id_free(api_key, "one")
    for call in (before, another):
        changes.entry_dropped(call)
    changes.account_forgotten(key)
    changes.entry_dropped(after)
    taken = changes.take()
    assert taken.dropped == [another, after]
    assert taken.counts == {("another", "0901888484"): 2}
    assert taken.freed_request_ids == {("another", "one")}
    assert taken.forgotten_accounts == {key}


def test_the_first_change_of_each_set_is_notified():
    changes, notified = ChangeTracker(), []
    changes.on_first_change = lambda: notified.append(changes.has_changes)
    for call in (make_call(1), make_call(2)):
        changes.entry(None, call)
    assert notified == [True]
    assert set(changes.take().entries) == {1, 2}
    assert not changes.has_changes
    changes.changed()
    assert notified == [True, True]


def test_of_a_message_that_shares_its_schedule_what_cannot_change_is_stored_once():
    message, changes = make_message(1), ChangeTracker()
    message = message._replace(schedule=message.schedule._replace(shared=True))
    changes.entry(None, message)
    assert changes.take().immutable_changed == {message.number}
    changes.entry(message, message._replace(state="ended"))
    assert changes.take().immutable_changed == set()
