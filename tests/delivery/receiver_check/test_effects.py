"""Receivers that answer well and work wrongly: with a number of effects beside it, the check tells which is which."""

import asyncio
import sys
import threading
from collections import Counter
from urllib.parse import parse_qs

import pytest

from mock_esms import Sandbox
from mock_esms.delivery.receiver_check.effects import CommandProbe, UrlProbe
from mock_esms.errors import UsageError
from tests.cli.running import run
from tests.delivery.receiver_check.receivers import checked, deciding
from tests.receiver import OK, Receiver, answer

REPEATED = ("twice-in-a-row", "twice-at-once", "same-status-later")


class Shop:
    """Answers 200 to everything, and works as its fault says."""

    def __init__(self, fault: str = "") -> None:
        self.rows = 0
        self._fault = fault
        self._seen: Counter[str] = Counter()

    def decide(self, query: str, _time: int) -> bytes:
        reference = parse_qs(query)["ReferenceId"][0]
        before, self._seen[reference] = self._seen[reference], self._seen[reference] + 1
        match self._fault:
            case "works for every copy":
                self.rows += 1
            case "works for no report":
                pass
            case "forgets reports when others come" if len(self._seen) > 1 or not before:
                self.rows += 1
            case "works for the first call only":
                self.rows += len(self._seen) == 1 and not before
            case "loses a row":
                self.rows -= 1
            case "":
                self.rows += not before
        return OK


async def verdict(fault: str, case: str, *, probed: bool) -> tuple[bool, str]:
    shop = Shop(fault)
    async with deciding(shop.decide) as receiver:
        effects = (lambda: shop.rows) if probed else None
        (played,) = (await checked(f"{receiver.url}/voice", only=case, effects=effects)).cases
    return played.ok, played.judged.text


WRONG = [
    ("works for every copy", "twice-in-a-row", "does its work 2 times for one report"),
    ("works for every copy", "twice-at-once", "does its work 2 times for one report"),
    ("works for every copy", "same-status-later", "does its work 3 times for 2 reports"),
    ("works for no report", "twice-in-a-row", "answers 200 and does nothing"),
    ("forgets reports when others come", "same-status-later", "does its work 3 times for 2 reports"),
    ("works for the first call only", "same-status-later", "does its work for 1 of 2 reports"),
    ("loses a row", "twice-at-once", "has fewer effects afterwards"),
]


@pytest.mark.parametrize(("fault", "case", "text"), WRONG)
async def test_a_receiver_that_works_wrongly_behind_its_200_fails_when_effects_are_counted(fault, case, text):
    ok, told = await verdict(fault, case, probed=True)
    assert (ok, told.startswith(text)) == (False, True), told


@pytest.mark.parametrize(("fault", "case", "text"), WRONG)
async def test_without_a_probe_the_same_receiver_passes_and_the_verdict_says_what_was_not_looked_at(fault, case, text):
    ok, told = await verdict(fault, case, probed=False)
    assert ok, text
    assert told.endswith("; effects were not looked at")


@pytest.mark.parametrize("case", REPEATED)
async def test_a_receiver_that_works_once_for_each_report_passes(case):
    ok, told = await verdict("", case, probed=True)
    assert ok, told
    assert "once" in told


async def test_cases_that_send_a_report_once_are_not_judged_by_effects():
    asked: list[int] = []

    def effects() -> int:
        asked.append(1)
        return 0

    async with deciding() as receiver:
        result = await checked(receiver.url, only=["answered", "out-of-order", "burst"], effects=effects)
    assert (result.ok, asked) == (True, [])


async def test_effects_are_counted_when_they_are_still_and_not_before():
    """Three rows come a little later than the answers: the number is read until it no longer changes."""
    rows = iter([0] * 6 + [1, 2, 3])
    latest = 0

    def effects():
        nonlocal latest
        latest = next(rows, latest)
        return latest

    async with deciding() as receiver:
        (played,) = (await checked(receiver.url, only="twice-in-a-row", effects=effects)).cases
    assert played.judged.text.startswith("does its work 3 times for one report")


async def test_effects_may_be_awaited():
    shop = Shop()

    async def effects():
        return shop.rows

    async with deciding(shop.decide) as receiver:
        (played,) = (await checked(receiver.url, only="twice-at-once", effects=effects)).cases
    assert played.ok


async def test_effects_that_are_no_number_end_the_check_with_a_sentence():
    async with deciding() as receiver:
        with pytest.raises(UsageError, match="effects gave 'many'; it must give a whole number"):
            await checked(receiver.url, only="twice-at-once", effects=lambda: "many")  # type: ignore[arg-type]


def test_a_test_counts_effects_by_a_function_of_its_own():
    shop = Shop("works for every copy")
    loop = asyncio.new_event_loop()
    address: list[str] = []
    ready, end = threading.Event(), asyncio.Event()

    async def serve() -> None:
        async with deciding(shop.decide) as receiver:
            address.append(receiver.url)
            ready.set()
            await end.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    try:
        assert ready.wait(60)
        with Sandbox() as esms:
            result = esms.check_receiver(address[0], only="twice-in-a-row", effects=lambda: shop.rows)
    finally:
        loop.call_soon_threadsafe(end.set)
        thread.join()
        loop.close()
    assert [case.name for case in result.failed] == ["twice-in-a-row"]


PRINTS = f"{sys.executable} -c"


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        (f"{PRINTS} \"print('many rows')\"", "printed no whole number; it printed: many rows"),
        (f"{PRINTS} \"import sys; sys.exit('no database')\"", "ended with status 1; it printed: no database"),
        ("/no/such/probe", "cannot be run: No such file or directory"),
    ],
)
async def test_a_command_that_gives_no_number_is_told_with_what_it_printed(line, complaint):
    with pytest.raises(UsageError) as error:
        await CommandProbe(line, 60_000)()
    assert complaint in str(error.value)


async def test_a_command_that_is_late_is_ended_and_told():
    with pytest.raises(UsageError, match=r"took longer than 0\.2 s; it printed: nothing"):
        await CommandProbe(f"{PRINTS} \"import sys; sys.stdin = None; __import__('threading').Event().wait()\"", 200)()


async def test_a_command_prints_the_number():
    assert await CommandProbe(f'{PRINTS} "print(42)"', 60_000)() == 42


@pytest.mark.parametrize(
    ("body", "path", "number"), [(b"7", "", 7), (b'{"orders": {"count": 3}}', "orders.count", 3), (b"[1, 5]", "1", 5)]
)
async def test_an_address_answers_the_number_or_json_in_which_it_stands(body, path, number):
    async with Receiver.run(answer(200, body)) as receiver:
        assert await asyncio.to_thread(UrlProbe(f"{receiver.url}/count", path, 60_000)) == number


@pytest.mark.parametrize(("body", "path"), [(b"many", ""), (b'{"orders": {}}', "orders.count"), (b"true", "")])
async def test_an_address_without_a_number_is_told_with_what_it_answered(body, path):
    async with Receiver.run(answer(200, body)) as receiver:
        with pytest.raises(UsageError, match="has no whole number") as error:
            await asyncio.to_thread(UrlProbe(f"{receiver.url}/count", path, 60_000))
    assert body.decode() in str(error.value)


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (("--probe", "true", "--probe-url", "http://127.0.0.1:9/"), "two ways to count effects; give one of them"),
        (("--probe-path", "a.b"), "give that, too"),
        (("--probe", "'"), "No closing quotation"),
        (("--probe", " "), "--probe is empty"),
        (("--probe-url", "orders"), "is no address"),
    ],
)
def test_a_mistake_about_the_probe_is_status_2_and_a_sentence(options, complaint):
    done = run("check", "http://127.0.0.1:9/", *options)
    assert done.returncode == 2
    assert complaint in done.stderr
    assert "Traceback" not in done.stderr
