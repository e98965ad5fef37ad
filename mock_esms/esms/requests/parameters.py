"""Values out of their strings: whole numbers and SendDate, and a problem for each that was not taken as it came.

What cannot be read counts as absent, what is too large is capped (CONTRACT 2); ``request_warnings`` makes sentences of
the problems.
"""

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

from mock_esms.esms.formats.dates import read_instant
from mock_esms.esms.operation import Operation
from mock_esms.model.times import DAY, Instant

MOST_DAYS_AHEAD: Final = 366
"""How many days ahead SendDate may lie; one further off is capped to that (CONTRACT 2)."""

_NO_RETRY: Final = 0
_WAIT_RETRY_SECONDS: Final = 60
_TIME_WAIT_TO_IVR_SECONDS: Final = 10
_DIGITS_OF_A_NUMBER: Final = 18
_BEYOND_ANY: Final = 10**_DIGITS_OF_A_NUMBER


class ParameterProblem(NamedTuple):
    """A value that was not taken as it came: what is wrong with it, whose it is, and how it arrived."""

    code: Literal["number-not-whole", "value-capped", "value-unknown", "send-date-unreadable", "send-date-past"]
    name: str
    value: str


class Numbers(NamedTuple):
    """The whole numbers of a request, with the defaults of FACTS 2 (assumed); seconds are seconds."""

    max_retry: int
    wait_retry: int
    time_wait_to_ivr: int


def read_numbers(operation: Operation, given: Mapping[str, str], problems: list[ParameterProblem]) -> Numbers:
    """MaxRetry, WaitRetry and TimeWaitToIvr out of the values by FACTS' names.

    Each is a whole number from 0, at most what its parameter allows, and its default when it is absent, empty or none;
    eSMS types it as a string (FACTS 2). MaxRepeat changes nothing that can be seen, but may be mistyped.
    """
    numbers = Numbers(
        max_retry=_integer(operation, given, "MaxRetry", _NO_RETRY, problems),
        wait_retry=_integer(operation, given, "WaitRetry", _WAIT_RETRY_SECONDS, problems),
        time_wait_to_ivr=_integer(operation, given, "TimeWaitToIvr", _TIME_WAIT_TO_IVR_SECONDS, problems),
    )
    _integer(operation, given, "MaxRepeat", 0, problems)
    return numbers


def _integer(
    operation: Operation, given: Mapping[str, str], name: str, default: int, problems: list[ParameterProblem]
) -> int:
    text = given.get(name)
    if not text:
        return default
    if not (text.isdigit() and text.isascii()):
        problems.append(ParameterProblem("number-not-whole", name, text))
        return default
    # Python refuses to read thousands of digits; none of our limits needs that many.
    digits = text if len(text) <= _DIGITS_OF_A_NUMBER else text.lstrip("0")
    number = int(digits or "0") if len(digits) <= _DIGITS_OF_A_NUMBER else _BEYOND_ANY
    parameter = operation.find(name)
    most = None if parameter is None else parameter.most
    if most is not None and number > most:
        problems.append(ParameterProblem("value-capped", name, text))
        return most
    return number


def read_send_date(
    operation: Operation, given: Mapping[str, str], now: Instant, problems: list[ParameterProblem]
) -> Instant | None:
    """SendDate in Vietnam's time; None when it is absent, unreadable or past.

    The voice host's operations write it ``yyyy/MM/dd HH:mm:ss``, the rest host's ``yyyy-MM-dd HH:mm:ss`` (FACTS 2, 4).
    """
    text = given.get("SendDate")
    if not text:
        return None
    instant = read_instant(text, operation.by_key["senddate"].kind)
    if instant is None:
        problems.append(ParameterProblem("send-date-unreadable", "SendDate", text))
        return None
    if instant < now:
        problems.append(ParameterProblem("send-date-past", "SendDate", text))
        return None
    if instant > now + MOST_DAYS_AHEAD * DAY:
        problems.append(ParameterProblem("value-capped", "SendDate", text))
        return now + MOST_DAYS_AHEAD * DAY
    return instant


def check_choices(operation: Operation, given: Mapping[str, str], problems: list[ParameterProblem]) -> None:
    """Note the values that are none of those documented; what eSMS makes of them is not known."""
    for parameter in operation.parameters:
        text = given.get(parameter.name) if parameter.choices else None
        if text and text not in parameter.choices:
            problems.append(ParameterProblem("value-unknown", parameter.name, text))
