"""What came of a check: every case, whether all is well, and the evidence to print."""

from dataclasses import dataclass

from mock_esms.delivery.receiver_check.case import CheckKind
from mock_esms.delivery.receiver_check.played import CaseResult
from mock_esms.delivery.receiver_check.report import case_lines
from mock_esms.errors import UnmetError
from mock_esms.model.times import Duration


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
