import json
import signal
from urllib.parse import urlsplit

import pytest

from tests.cli.running import Process, Receiver, Served, run

SIZE = 40


@pytest.fixture(scope="module")
def auto():
    with Served("--clock", "auto", "--now", "2026-01-05T09:00:00+07:00") as served:
        yield served


def bulk(served: Served, *args: str, size: int = SIZE):
    return run("call", "--random", str(size), "--url", served.url, *args)


def kept(served: Served):
    """The calls of the sandbox by phone: what two runs have in common, whatever the order."""
    calls = json.loads(served.get("/_mock/calls?limit=10000"))["calls"]
    told = [
        {
            "phone": call["request"]["Phone"],
            "request_id": call["request"].get("RequestId"),
            "sms_id": call["sms_id"],
            "dials": [(dial["ring"], dial["outcome"]) for dial in call["dials"]],
            "result": call["result"],
            "callbacks": [
                (callback["state"], [urlsplit(attempt["url"]).query for attempt in callback["attempts"]])
                for callback in call["callbacks"]
            ],
        }
        for call in calls
    ]
    return sorted(told, key=lambda call: call["phone"])


def everything_of(concurrency: str):
    """What a fresh sandbox and a fresh receiver see of a bulk, and what the command prints."""
    with Receiver((200,)) as receiver, Served("--clock", "auto", "--seed", "x") as served:
        done = bulk(
            served,
            *("--scenario", "random", "--wait", "--concurrency", concurrency, "--seed", "tết"),
            *("--param", f"CallbackUrl={receiver.url}?who={{name}}", "--param", "RequestId=order-{n}-{phone}"),
        )
        assert done.returncode == 0, done.stderr
        return kept(served), sorted(receiver.paths), done.stdout


def test_one_seed_gives_the_same_bytes_whatever_the_concurrency():
    one = everything_of("1")
    many = everything_of("32")
    assert one == many
    calls, paths, _ = one
    assert len({call["phone"] for call in calls}) == SIZE
    assert len({call["result"]["CallStatus"] for call in calls}) > 1, "the scenario draws: not all end alike"
    assert len(paths) == SIZE
    numbers = sorted(int(call["request_id"].split("-")[1]) for call in calls)
    assert numbers == list(range(1, SIZE + 1))
    assert all(call["request_id"].endswith(call["phone"]) for call in calls)


def test_the_sum_tells_how_the_calls_were_answered_and_how_they_ended(auto):
    with Receiver() as receiver:
        done = bulk(
            auto, "--seed", "sum", "--scenario", "no-answer", "--wait", "--param", f"CallbackUrl={receiver.url}"
        )
    assert done.returncode == 0
    assert [line.split() for line in done.stdout.splitlines()] == [
        ["accepted", str(SIZE)],
        ["ended", "NO", "ANSWER", str(SIZE)],
        ["callback", "delivered", str(SIZE)],
    ]
    assert len(receiver.paths) == SIZE


def test_refusals_are_told_by_code_and_end_with_1(auto):
    for status in (0, 1):
        done = bulk(auto, "--seed", "twice", "--param", "RequestId=twice-{n}", size=3)
        assert done.returncode == status
    assert [line.split() for line in done.stdout.splitlines()] == [
        ["accepted", "0"],
        ["refused", "124", "3", "Request", "exist", "1"],
    ]


def test_callbacks_that_are_not_delivered_end_the_waiting_with_1(auto):
    with Receiver((500,)) as receiver:
        done = bulk(auto, "--seed", "500", "--wait", "--param", f"CallbackUrl={receiver.url}", size=2)
    assert done.returncode == 1
    assert done.stdout.splitlines()[-1].split() == ["callback", "exhausted", "2"]


@pytest.mark.parametrize(
    ("scenario", "why"),
    [
        ("answer-reset", "the connection was lost before an answer came"),
        ("answer-empty", "the connection was lost before an answer came"),
        ("answer-truncated", "the answer was cut off"),
        ("answer-garbage", "what was answered is no HTTP"),
        ("maintenance", "status 503 without a CodeResult"),
    ],
)
def test_answers_that_are_none_are_told_and_no_call_is_placed_twice(scenario, why):
    with Served("--clock", "auto") as served:
        done = bulk(served, "--scenario", scenario, size=3)
        assert done.returncode == 1
        assert done.stdout.splitlines()[1].split(maxsplit=3) == ["no", "answer", "3", why]
        assert json.loads(served.get("/_mock/requests"))["total"] == 3


def test_a_scenario_that_refused_requests_have_not_used_is_told():
    with Served("--clock", "auto") as served:
        done = bulk(served, "--scenario", "busy", "--secret-key", "wrong", size=3)
    assert done.returncode == 1
    assert "the scenario busy was not used by 3 of 3 and stays armed" in done.stderr


def test_where_nobody_watches_progress_is_a_count_at_each_tenth(auto):
    done = bulk(auto, "--seed", "counts", "--concurrency", "2")
    *counts, took = done.stderr.splitlines()
    assert counts == [f"placed: {count} of {SIZE}" for count in range(4, SIZE + 1, 4)]
    assert took.startswith(f"{SIZE} calls placed in ")


def test_a_rate_is_kept(auto):
    done = bulk(auto, "--seed", "rate", "--rate", "4", size=5)
    took = done.stderr.splitlines()[-1].removeprefix("5 calls placed in ").split()[0]
    assert float(took) >= 0.9, "four waits of a quarter of a second, of which a little may be made up for"


def test_where_nothing_listens_it_is_told_once():
    done = run("call", "--random", "3", "--url", "http://127.0.0.1:1")
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("mock-esms: nothing listens at http://127.0.0.1:1; ")
    assert done.stderr.count("\n") == 1


def test_the_control_token_is_needed_only_to_wait_or_to_arm():
    with Served("--control-token", "t", "--clock", "auto") as served:
        assert bulk(served, size=1).returncode == 0
        for more in (("--wait",), ("--scenario", "busy")):
            refused = bulk(served, *more, size=1)
            assert refused.returncode == 2
            assert "--control-token" in refused.stderr
            assert refused.stdout == "", "no call was placed"
        assert bulk(served, "--wait", "--scenario", "busy", "--control-token", "t", size=1).returncode == 0


def test_ends_that_were_dropped_from_the_journal_unheard_are_told_as_unknown(auto):
    with Served("--clock", "auto", "--journal-limit", "1") as served:
        done = bulk(served, "--wait", size=100)
    sums = {line.split()[1]: line for line in done.stdout.splitlines()[1:]}
    assert done.returncode == 0
    assert "dropped from the journal" in sums["unknown"]
    assert sum(int(line.split()[2]) for line in sums.values()) == 100


def test_a_sandbox_that_ends_meanwhile_ends_the_waiting_with_1_and_the_sum():
    with (
        Served("--clock", "manual") as served,
        Process("call", "--random", "3", "--wait", "--url", served.url) as waiting,
    ):
        waiting.err.until("calls placed in")
        served.popen.terminate()
        assert waiting.popen.wait(30) == 1
        assert "ended before the calls had settled" in waiting.err.rest()[-1]
        assert waiting.out.rest() == ["accepted                   3"]


def test_a_reset_ends_the_waiting_with_1():
    with (
        Served("--clock", "manual") as served,
        Process("call", "--random", "3", "--wait", "--url", served.url) as waiting,
    ):
        assert "the clock is manual" in waiting.err.next()
        waiting.err.until("calls placed in")
        assert run("call", "--random", "1", "--url", served.url, "--seed", "other").returncode == 0
        served.post("/_mock/reset")
        assert waiting.popen.wait(30) == 1
        assert "the sandbox was reset" in waiting.err.rest()[-1]


def test_ctrl_c_ends_it_with_130_and_the_sum_so_far():
    with (
        Served("--clock", "manual") as served,
        Process("call", "--random", "2", "--wait", "--url", served.url) as waiting,
    ):
        waiting.err.until("calls placed in")
        assert waiting.end(signal.SIGINT) == 130
        assert waiting.err.rest()[0] == "mock-esms: ended after 2 of 2 calls"
        assert waiting.out.rest() == ["accepted                   2"]
