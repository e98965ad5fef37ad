"""Every row that is promised is measured, small: that it works, and that what it promises is what was agreed."""

import pytest

from benchmarks import arriving, capacity, failing, filling, learning, memory, pairs, posting, resetting, sending
from benchmarks.extent import Extent
from benchmarks.peers.python import library

GLIMPSE = Extent(quick=True)
# Each starts several processes, which a busy machine may take long for.


def promises(rows):
    """Names and promises of rows whose every figure is one."""
    found = list(rows)
    assert [row.name for row in found if min(row.ours + row.bare) <= 0] == []
    return {row.name: str(row.promise) if row.promise else "" for row in found}


def test_pairs_are_made_beside_plain_aiohttp(tmp_path):
    rows = promises(pairs.comparisons(Extent(quick=True, peers=tmp_path)))
    assert rows == {"pairs of request and callback, beside plain aiohttp": ""}


def test_a_callback_arrives_within_two_round_trips():
    assert promises(arriving.comparisons(GLIMPSE)) == {
        "from the answer to the callback's arrival, beside a round trip": "≤ 2"
    }


def test_attempts_are_made_on_connections_of_their_own_and_on_kept_ones():
    assert promises(sending.comparisons(GLIMPSE)) == {
        "callback attempts": "≥ 1.4",
        "callback attempts, keep-alive": "≥ 1.6",
    }


def test_calls_fail_for_a_day_on_the_auto_clock():
    assert promises(failing.comparisons(GLIMPSE)) == {"5 calls, auto clock, 6 failing attempts each": "≥ 1.1"}


def test_pending_calls_take_a_kilobyte_each_and_let_nobody_wait():
    rows = promises(capacity.comparisons(GLIMPSE))
    assert rows["1,000 pending calls, resident memory"] == "≤ 1024"
    waits = {name: limit for name, limit in rows.items() if name.startswith("longest wait")}
    assert len(waits) == 6
    assert {limit for name, limit in waits.items() if "idle server" not in name} == {"≤ 50"}


def test_posted_messages_are_measured_beside_a_handler_that_reads_the_body_and_while_they_are_pending():
    assert promises(posting.comparisons(GLIMPSE)) == {
        "SMS posted as JSON": "≥ 0.5",
        "1,000 pending messages, resident memory": "≤ 1200",
    }


def test_calls_and_queries_cost_the_same_in_a_full_journal():
    rows = promises(filling.comparisons(GLIMPSE))
    assert [name.partition(",")[0] for name in rows] == [
        "placing a call",
        "query by phone",
        "query by id",
        "GetSendStatus",
    ]
    assert set(rows.values()) == {"≤ 1.2"}


def test_a_log_is_learnt_from_by_cpu_beside_grep_and_its_memory_is_told():
    rows = promises(learning.comparisons(GLIMPSE))
    assert {name.partition(" lines, ")[2]: limit for name, limit in rows.items()} == {
        "all callbacks, CPU beside grep -c": "",
        "all callbacks, by CPU": "≥ 100000",
        "all callbacks, memory beyond the start": "≤ 64",
        "one of ten a callback, CPU beside grep -c": "",
        "one of ten a callback, by CPU": "≥ 200000",
        "one of ten a callback, memory beyond the start": "≤ 64",
    }


def test_an_idle_sandbox_takes_one_and_a_half_times_a_bare_application():
    assert promises(memory.comparisons(GLIMPSE)) == {"idle memory": "≤ 1.5"}


def test_without_pytest_httpserver_its_rows_are_left_out(tmp_path):
    assert list(resetting.comparisons(Extent(quick=True, peers=tmp_path))) == []


def test_start_and_reset_are_measured_where_pytest_httpserver_is_installed():
    if library(GLIMPSE.peers, resetting.PEER) is None:
        pytest.skip("pytest-httpserver is not installed: make bench-peers")
    assert set(promises(resetting.comparisons(GLIMPSE)).values()) == {"≤ 1"}
