from hypothesis import given
from hypothesis import strategies as st

from mock_esms.clock.event_queue import EventQueue


def nothing(_subject):
    pass


def emptied(agenda):
    out = []
    while agenda.next_due() is not None:
        out.append((agenda.next_due(), agenda.pop()[1]))
    return out


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans())))
def test_what_is_not_cancelled_comes_out_by_instant_and_then_by_order(entries):
    agenda = EventQueue()
    tickets = [agenda.put(due, nothing, number) for number, (due, _) in enumerate(entries)]
    for ticket, (_, cancelled) in zip(tickets, entries, strict=True):
        if cancelled:
            agenda.cancel(ticket)
    kept = [(due, number) for number, (due, cancelled) in enumerate(entries) if not cancelled]
    assert len(agenda) == len(kept)
    assert emptied(agenda) == sorted(kept)
    assert len(agenda) == 0


def test_cancelled_entries_do_not_fill_the_heap():
    agenda = EventQueue()
    for _ in range(10_000):
        agenda.cancel(agenda.put(1, nothing, "x"))
    assert len(agenda._heap) <= 2


def test_entries_about_something_can_be_dropped():
    agenda = EventQueue()
    for number in range(6):
        agenda.put(number, nothing, number)
    agenda.drop(lambda subject: subject % 2 == 0)
    assert emptied(agenda) == [(1, 1), (3, 3), (5, 5)]


def test_a_cleared_agenda_is_empty():
    agenda = EventQueue()
    agenda.cancel(agenda.put(1, nothing, 1))
    agenda.put(1, nothing, 2)
    agenda.clear()
    assert (len(agenda), agenda.next_due()) == (0, None)
