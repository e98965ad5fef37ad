"""The tree of errors that mock-esms raises on purpose.

::

    MockEsmsError                 everything below; its text is a sentence for the user
    ├── UsageError                a mistake in what the user gave: status 2, no traceback
    │   ├── DocumentError         a YAML or JSON document is wrong: file, line, column, key path
    │   └── AddressInUseError     the port is taken
    ├── UnmetError                what a test expected did not happen; an AssertionError too
    └── RequestError              a control request that cannot be served: HTTP status and code
        ├── UnparsableError       400
        ├── UnknownError          404
        ├── NotNowError           409
        ├── TooLargeError         413
        ├── WrongValueError       422
        ├── FullError             503
        └── StoreLostError        503, and no promise is made any more

Anything else that is raised is a defect of mock-esms and may show a traceback.
"""

from typing import ClassVar, NamedTuple


class MockEsmsError(Exception):
    """Something went wrong that the user can understand and mend; ``str()`` is the sentence that says how."""


class UsageError(MockEsmsError):
    """A command, an option, a file or a setting is wrong; the command line ends with status 2."""


class AddressInUseError(UsageError):
    """Another process listens on the address that the sandbox was asked to serve."""


class UnmetError(MockEsmsError, AssertionError):
    """What a test expected did not happen; the text holds the evidence, and test runners show it as a failed assert."""


class Problem(NamedTuple):
    """One thing that is wrong in a document: where it stands and what to do about it.

    ``line`` and ``column`` count from 1; ``key`` is the path of the key (``dials[0].answered.ring``),
    empty for the document as a whole.
    """

    message: str
    line: int | None = None
    column: int | None = None
    key: str = ""

    def text(self, file: str) -> str:
        """One line: file, line, column and key path where they are known, then the sentence."""
        place = ":".join([file, *(str(number) for number in (self.line, self.column) if number is not None)])
        return f"{place}: {self.key}: {self.message}" if self.key else f"{place}: {self.message}"


class DocumentError(UsageError):
    """A scenario or settings document is wrong; ``problems`` lists everything that was found in it."""

    def __init__(self, file: str, problems: tuple[Problem, ...]) -> None:
        """The name of the file and its problems; the text is one line for each problem."""
        super().__init__("\n".join(problem.text(file) for problem in problems))
        self.file = file
        self.problems = problems


class RequestError(MockEsmsError):
    """A control request cannot be served; it is answered ``{"error": {"code": …, "message": …}}``."""

    status: ClassVar[int] = 400
    code: ClassVar[str] = "bad-request"


class UnparsableError(RequestError):
    """The body or the query of a control request cannot be read (400)."""

    status = 400
    code = "unparsable"


class UnknownError(RequestError):
    """A control request names a call, a scenario or an account that does not exist (404)."""

    status = 404
    code = "unknown"


class NotNowError(RequestError):
    """What a control request asks for is impossible in the present state (409)."""

    status = 409
    code = "not-now"


class TooLargeError(RequestError):
    """The body of a control request is over the limit (413)."""

    status = 413
    code = "too-large"


class FullError(RequestError):
    """A control request asks for more than the sandbox holds at one time (503); docs/bounds.md lists the bounds."""

    status = 503
    code = "full"


class WrongValueError(RequestError):
    """A control request has a value that is not possible; the message names its place (422)."""

    status = 422
    code = "wrong-value"


class StoreLostError(RequestError):
    """The store cannot be written any more, so nothing that happens now would outlive the sandbox (503)."""

    status = 503
    code = "store-lost"
