"""A case in lines of text: the verdict, and where it is wanted what was sent and what came back. Pure."""

from collections.abc import Iterator
from typing import Final

from mock_esms._text import printable
from mock_esms.delivery.receiver_check.cases import CASES
from mock_esms.delivery.receiver_check.played import CaseResult
from mock_esms.delivery.receiver_check.verdict import excerpt
from mock_esms.model.callback import Attempt

_NAMES: Final = max(len(case.name) for cases in CASES.values() for case in cases)
_SHOWN: Final = 3
"""So many requests of one case are shown."""


def case_lines(result: CaseResult, *, detailed: bool) -> Iterator[str]:
    """One line with the verdict; when ``detailed``, what was sent and what came back below it."""
    mark = "ok  " if result.ok else "FAIL"
    yield f"{mark}  {result.name:<{_NAMES}}  {result.statuses:<8}  {result.ms:>6.0f} ms  {printable(result.verdict)}"
    if detailed:
        yield from (f"      {line}" for line in details(result))


def details(result: CaseResult) -> Iterator[str]:
    """What the case is, what was sent, what came back (of many, those that failed), and the advice."""
    yield f"{result.case.title}; whoever passes {result.case.proves}"
    attempts = [attempt for attempt in result.attempts if result.ok or not attempt.acknowledged] or result.attempts
    shown = attempts[:_SHOWN]
    for attempt in shown:
        yield f"sent GET {printable(attempt.url)}"
        yield f"got  {came_back(attempt)}"
    if len(attempts) > len(shown):
        yield f"and {len(attempts) - len(shown)} more like these"
    if result.judged.advice:
        yield f"advice: {printable(result.judged.advice)}"


def came_back(attempt: Attempt) -> str:
    """The answer to one request, or why there was none."""
    took = f"{attempt.ms or 0:.0f} ms"
    if attempt.error is not None:
        return f"{attempt.error} after {took}: {printable(attempt.detail)}"
    return f"status {attempt.status} in {took}: {excerpt(attempt.answer)}"
