"""What callbacks have done behind the receiver's answers: a number that grows with each effect, read by a probe.

One report is one id with one SendStatus. Where a case sends a report several times, it must have one effect: work that
is done twice behind two 200s is the most common bug of all (CONTRACT 16).
"""

import asyncio
import inspect
import json
import shlex
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from http.client import HTTPException
from typing import Final, cast
from urllib.request import Request, urlopen

from mock_esms._text import printable
from mock_esms.delivery.receiver_check.case import Case
from mock_esms.delivery.receiver_check.played import Verdict
from mock_esms.errors import UsageError
from mock_esms.model.times import SECOND, Duration

Effects = Callable[[], int] | Callable[[], Awaitable[int]]
"""Gives the number of effects so far: rows, mails. A plain function is called in a thread of its own."""

STILL: Final = 0.2
"""Real seconds for which the number must not change."""
_BETWEEN: Final = 0.05
_MOST_READS: Final = 400
_SHOWN: Final = 200


async def settled_effects(effects: Effects) -> int:
    """The number of effects when it has been still for ``STILL``.

    Raises ``UsageError`` when it never is, or is no number.
    """
    number, still = await _read(effects), 0.0
    for _ in range(_MOST_READS):
        if still >= STILL:
            return number
        await asyncio.sleep(_BETWEEN)  # noqa: TID251 - the receiver works in real time
        latest = await _read(effects)
        still = still + _BETWEEN if latest == number else 0.0
        number = latest
    message = f"the number of effects is never still (it is {number} now); look at what only callbacks change"
    raise UsageError(message)


async def _read(effects: Effects) -> int:
    if any(map(inspect.iscoroutinefunction, (effects, type(effects).__call__))):
        number = await cast("Callable[[], Awaitable[int]]", effects)()
    else:
        number = await asyncio.to_thread(cast("Callable[[], int]", effects))
    if isinstance(number, bool) or not isinstance(number, int):
        message = f"effects gave {printable(repr(number)[:_SHOWN])}; it must give a whole number"
        raise UsageError(message)
    return number


def reports_of(case: Case) -> int:
    """How many reports a case sends, if it sends one of them several times; else 0, for then effects tell nothing."""
    sent = [(send.call, send.report.send_status) for send in case.sends]
    return 0 if len(set(sent)) == len(sent) else len(set(sent))


def unjudged(verdict: Verdict) -> Verdict:
    """The verdict on a case whose effects nobody has looked at."""
    return replace(verdict, text=f"{verdict.text}; effects were not looked at")


def judge_effects(verdict: Verdict, *, reports: int, before: int, after: int, id_name: str) -> Verdict:
    """The verdict, with what the callbacks have done: each report, told apart by ``id_name``, must have one effect."""
    done = after - before
    if done == reports:
        once = "its work is done once" if reports == 1 else f"each of {reports} reports has its effect once"
        return replace(verdict, text=f"{verdict.text}; {once}")
    if done > reports:
        what = "one report" if reports == 1 else f"{reports} reports"
        text = f"does its work {done} times for {what} (the number of effects went from {before} to {after})"
        advice = f"go by {id_name} and SendStatus, and let the database say whether a report is new: a unique key"
    elif done == 0:
        text = f"answers 200 and does nothing (the number of effects stayed {before})"
        advice = "if it works later than after 200 ms, or does not act on such a report, choose another number"
    elif done < 0:
        text = f"has fewer effects afterwards (the number went from {before} to {after})"
        advice = "choose a number that only grows, such as the count of rows"
    else:
        text = f"does its work for {done} of {reports} reports (the number of effects went from {before} to {after})"
        advice = f"two reports with two values of {id_name} are two pieces of work"
    return Verdict(ok=False, text=text, next=f"{verdict.next}, and never learns of it", advice=advice)


class CommandProbe:
    """A command that prints the number; split like a shell's line, run without a shell."""

    def __init__(self, line: str, timeout: Duration) -> None:
        """Raises ``UsageError`` when the line cannot be split, or is empty."""
        try:
            self._words: Sequence[str] = shlex.split(line)
        except ValueError as error:
            message = f"--probe {line!r}: {error}"
            raise UsageError(message) from None
        if not self._words:
            message = "--probe is empty; write a command that prints a whole number"
            raise UsageError(message)
        self._line = line
        self._timeout = timeout / SECOND

    async def __call__(self) -> int:
        """Run it. Raises ``UsageError`` with what it printed when it fails, is late, or prints no number."""
        try:
            process = await asyncio.create_subprocess_exec(
                *self._words,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
            )
        except (OSError, ValueError) as error:
            message = f"the probe {self._line!r} cannot be run: {getattr(error, 'strerror', None) or error}"
            raise UsageError(message) from None
        try:
            async with asyncio.timeout(self._timeout):
                out, err = await process.communicate()
        except TimeoutError:
            process.kill()
            out, err = await process.communicate()
            late = f"took longer than {self._timeout:g} s"
            raise self._failed(late, out, err) from None
        if process.returncode:
            ended = f"ended with status {process.returncode}"
            raise self._failed(ended, out, err)
        text = out.decode(errors="replace").strip()
        if not text.removeprefix("-").isascii() or not text.removeprefix("-").isdecimal():
            why = "printed no whole number"
            raise self._failed(why, out, err)
        return int(text)

    def _failed(self, why: str, out: bytes, err: bytes) -> UsageError:
        printed = printable((out + err).decode(errors="replace").strip()[-_SHOWN:]) or "nothing"
        return UsageError(f"the probe {self._line!r} {why}; it printed: {printed}")


class UrlProbe:
    """An address that answers the number, or JSON in which it stands under a path such as ``a.b``."""

    def __init__(self, url: str, path: str, timeout: Duration) -> None:
        """Raises ``UsageError`` when it is no address."""
        if not url.startswith(("http://", "https://")):
            message = f"--probe-url {url!r} is no address; write it as http://127.0.0.1:9000/orders/count"
            raise UsageError(message)
        self._url = url
        self._path = path
        self._timeout = timeout / SECOND

    def __call__(self) -> int:
        """Ask it. Raises ``UsageError`` with what it answered when there is no number."""
        try:
            with urlopen(Request(self._url), timeout=self._timeout) as response:  # noqa: S310 - checked above
                text = response.read(1 << 20).decode(errors="replace")
        except (OSError, HTTPException, ValueError) as error:
            message = f"the probe {self._url} does not answer: {error}"
            raise UsageError(message) from None
        try:
            value: object = json.loads(text)
            for name in self._path.split(".") if self._path else ():
                value = value[int(name)] if isinstance(value, list) else cast("dict[str, object]", value)[name]
        except (ValueError, KeyError, IndexError, TypeError):
            value = None
        if isinstance(value, bool) or not isinstance(value, int):
            where = f" under {self._path}" if self._path else ""
            message = f"the probe {self._url} has no whole number{where}; it answered: {printable(text[:_SHOWN])}"
            raise UsageError(message)
        return value
