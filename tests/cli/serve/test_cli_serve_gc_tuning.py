"""When Python's garbage collector looks at everything."""

import asyncio
import gc
import weakref

import pytest

from mock_esms.cli.serve import gc_tuning
from mock_esms.cli.serve.gc_tuning import FEW, GcTuning, uncollected
from mock_esms.errors import UsageError


class Cycle:
    def __init__(self):
        self.itself = self


@pytest.fixture
def _afterwards_as_before():
    thresholds = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*thresholds)


def old_garbage() -> "weakref.ref[Cycle]":
    """Garbage that has outlived the looks at new objects, as what fails late has."""
    cycle = Cycle()
    gc.collect()
    return weakref.ref(cycle)


@pytest.mark.parametrize(("calls", "gone"), [(0, True), (FEW, True), (FEW + 1, False)])
def test_everything_is_looked_at_where_there_are_few_calls(calls, gone):
    garbage = old_garbage()
    GcTuning(lambda: calls).look()
    assert (garbage() is None) is gone


def test_with_many_calls_it_is_put_off_but_not_for_ever():
    garbage = old_garbage()
    collector = GcTuning(lambda: FEW + 1)
    looks = 0
    while garbage() is not None:
        collector.look()
        looks += 1
        assert looks <= 31, "memory can grow for ever"
    assert looks == 31


@pytest.mark.usefixtures("_afterwards_as_before")
async def test_while_serving_python_itself_never_looks_at_everything_and_we_do_in_time(monkeypatch):
    monkeypatch.setattr(gc_tuning, "EVERY", 0.001)
    looked = []

    def calls():
        looked.append(True)
        return 0

    collector = GcTuning(calls)
    collector.begin()
    assert gc.get_threshold()[2] >= 1_000_000
    async with asyncio.timeout(100):
        while len(looked) < 2:
            await asyncio.to_thread(lambda: None)
    collector.end()


@pytest.mark.usefixtures("_afterwards_as_before")
def test_what_is_imported_is_never_looked_at_and_what_is_made_afterwards_is():
    made = []

    def fail_uncollected():
        with uncollected():
            assert not gc.isenabled()
            made.append(Cycle())
            raise UsageError

    with pytest.raises(UsageError):
        fail_uncollected()
    assert gc.isenabled()
    assert gc.get_freeze_count() > 0
    before = weakref.ref(made.pop())
    after = old_garbage()
    gc.collect()
    assert before() is not None
    assert after() is None
