import asyncio

from tests.journal.store.crash import crash


def test_whenever_a_sandbox_is_killed_nothing_accepted_is_lost_and_every_callback_is_delivered(tmp_path):
    found = asyncio.run(crash(tmp_path, kills=6, seed="short"))
    assert found.accepted > 20, found
    assert 0 < found.messages < found.accepted + found.unanswered, found
    assert (found.lost, found.undelivered, found.wrong) == (0, 0, []), found
    assert found.sent_again_after_200 <= found.interrupted, found
