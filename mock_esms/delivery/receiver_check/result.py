"""What came of a check: every case, whether all is well, and the evidence in lines of text."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from mock_esms._text import printable
from mock_esms.delivery.receiver_check.case import CheckKind
from mock_esms.delivery.receiver_check.cases import CASES
from mock_esms.delivery.receiver_check.played import CaseResult
from mock_esms.delivery.receiver_check.verdict import excerpt
from mock_esms.errors import UnmetError
from mock_esms.model.callback import Attempt
from mock_esms.model.times import Duration

_WIDTH: Final = max(len(case.name) for cases in CASES.values() for case in cases)
_SHOWN: Final = 3
"""So many requests of one case are shown."""


@dataclass(frozen=True, slots=True, repr=False)
class CheckResult:
    """What came of a check; ``url`` has no password in it, ``timeout`` is in milliseconds, ``kind`` is whose callbacks.

    ``assert result.ok`` says only that something is wrong; ``result.verify()`` fails with the evidence.
    """

    url: str
    seed: str
    timeout: Duration
    cases: tuple[CaseResult, ...]
    kind: CheckKind = "voice"

    @property
    def ok(self) -> bool:
        """Whether every case passed."""
        return not self.failed

    @property
    def failed(self) -> tuple[CaseResult, ...]:
        """The cases that did not pass."""
        return tuple(case for case in self.cases if not case.ok)

    @property
    def summary(self) -> str:
        """How many passed and failed, and the seed that sends the same again."""
        count, failed = len(self.cases), len(self.failed)
        what = "1 case" if count == 1 else f"{count} cases"
        return f"{what}: {count - failed} passed, {failed} failed (seed {self.seed})"

    @property
    def evidence(self) -> str:
        """A line for each case, and below those that failed what was sent and what came back."""
        lines = (line for case in self.cases for line in case_lines(case, detailed=not case.ok))
        return "\n".join([f"receiver check of {self.url}", *lines, self.summary])

    def verify(self) -> None:
        """Fail where a case failed: raises ``UnmetError`` (an ``AssertionError``) with the evidence."""
        __tracebackhide__ = True  # test runners show the test's own line
        if not self.ok:
            raise UnmetError(self.evidence)

    def __repr__(self) -> str:
        """Short, for a failed assertion: what failed, by name."""
        failed = ", ".join(case.name for case in self.failed)
        return f"<CheckResult: {self.summary}{f': {failed}' if failed else ''}>"


def case_lines(result: CaseResult, *, detailed: bool) -> Iterator[str]:
    """One line with the verdict; when ``detailed``, what was sent and what came back below it."""
    mark = "ok  " if result.ok else "FAIL"
    yield f"{mark}  {result.name:<{_WIDTH}}  {result.statuses:<8}  {result.ms:>6.0f} ms  {printable(result.verdict)}"
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
