import asyncio
from collections import deque

import pytest

from mock_esms.clock.free_in_steps import free_in_steps
from tests.loops import turn


async def test_large_containers_are_emptied_between_the_turns_of_the_loop():
    containers = dict.fromkeys(range(5000)), list(range(5_000)), deque(range(5_000))
    freeing = asyncio.create_task(free_in_steps(containers))
    turns = 0
    while not freeing.done():
        turns += 1
        await turn()
    assert not any(containers)
    assert turns >= 12


def test_small_containers_are_emptied_without_a_turn_of_the_loop():
    containers = {1: None}, [1], deque([1])
    with pytest.raises(StopIteration):
        free_in_steps(containers).send(None)
    assert not any(containers)
