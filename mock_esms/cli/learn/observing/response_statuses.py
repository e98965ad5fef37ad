"""What a receiver answered, as a number that a record can hold: its HTTP status, or the class of error without one."""

from typing import Final, get_args

from mock_esms.model.callback import AttemptError

UNKNOWN: Final = 0
_ERRORS: Final[tuple[str, ...]] = get_args(AttemptError)
_FIRST_ERROR: Final = 1_000
_TIMED_OUT: Final = frozenset((408, 460, 499, 504, _FIRST_ERROR + _ERRORS.index("timeout")))
_NO_ANSWER: Final = frozenset((460, 499))
"""nginx and others log so that the client closed the connection before it had its answer."""


def status_code(status: int | None, error: str | None) -> int:
    """The number of a status or an error; one that is unknown is ``UNKNOWN``."""
    if status is not None:
        return status
    return _FIRST_ERROR + _ERRORS.index(error) if error in _ERRORS else UNKNOWN


def status_name(code: int) -> str:
    """A status or an error as people call it."""
    if code >= _FIRST_ERROR:
        return _ERRORS[code - _FIRST_ERROR]
    return str(code) if code else "no status"


def is_success(code: int) -> bool:
    """Whether it is one of 2xx."""
    return 200 <= code <= 299  # noqa: PLR2004 - as it is written


def gave_up(code: int) -> bool:
    """Whether the sender had no answer within its time; the next wait may contain that time."""
    return code in _TIMED_OUT


def closed_by_sender(code: int) -> bool:
    """Whether the log says that the sender closed the connection without an answer."""
    return code in _NO_ANSWER or code == _FIRST_ERROR + _ERRORS.index("timeout")
