"""What is to be kept is collected as it is in the end, whatever was noted in between."""

from mock_esms.journal.changes import ChangeTracker
from tests.makers import make_call


def test_what_an_account_did_before_it_was_forgotten_is_not_kept_and_what_it_does_after_is():
    changes = ChangeTracker()
    before, after, another = make_call(1), make_call(2), make_call(3)
    another = another._replace(request=another.request._replace(api_key="another"))
    key = before.request.api_key
    for api_key in (key, "another"):
        changes.called(api_key, "0901888484", 2)
        changes.request_id_free(api_key, "one")
    for call in (before, another):
        changes.call_dropped(call)
    changes.account_forgotten(key)
    changes.call_dropped(after)
    batch = changes.take()
    assert batch.dropped == [another, after]
    assert batch.counts == {("another", "0901888484"): 2}
    assert batch.free_ids == {("another", "one")}
    assert batch.forgotten_of == {key}


def test_it_is_told_once_a_batch_that_there_is_something():
    changes, told = ChangeTracker(), []
    changes.tell = lambda: told.append(changes.any)
    for call in (make_call(1), make_call(2)):
        changes.call(None, call)
    assert told == [True]
    assert set(changes.take().calls) == {1, 2}
    assert not changes.any
    changes.touched()
    assert told == [True, True]
