from hypothesis import given
from hypothesis import strategies as st

from mock_esms.clock.event_queue import EventQueue


def nothing(_argument):
    pass


def emptied(queue):
    out = []
    while queue.next_due() is not None:
        out.append((queue.next_due(), queue.pop().argument))
    return out


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans())))
def test_what_is_not_cancelled_comes_out_by_instant_and_then_by_order(entries):
    queue = EventQueue()
    handles = [queue.put(due, nothing, number) for number, (due, _) in enumerate(entries)]
    for handle, (_, cancelled) in zip(handles, entries, strict=True):
        if cancelled:
            queue.cancel(handle)
    left = [(due, number) for number, (due, cancelled) in enumerate(entries) if not cancelled]
    assert len(queue) == len(left)
    assert emptied(queue) == sorted(left)
    assert len(queue) == 0


def test_cancelled_entries_do_not_fill_the_heap():
    queue = EventQueue()
    for _ in range(10_000):
        queue.cancel(queue.put(1, nothing, "x"))
    assert len(queue._heap) <= 2


def test_taking_entries_out_leaves_the_others():
    queue = EventQueue()
    for number in (3, 0, 5, 1, 4, 2):
        queue.put(number, nothing, number)
    queue.cancel(queue.put(6, nothing, 6))
    assert [entry.argument for entry in queue.take(lambda argument: argument % 2 == 0)] == [0, 2, 4]
    assert emptied(queue) == [(1, 1), (3, 3), (5, 5)]


def test_a_cleared_queue_is_empty():
    queue = EventQueue()
    queue.cancel(queue.put(1, nothing, 1))
    queue.put(1, nothing, 2)
    queue.clear()
    assert (len(queue), queue.next_due()) == (0, None)
