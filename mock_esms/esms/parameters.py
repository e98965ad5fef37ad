"""Values out of their strings: whole numbers and dates, and a complaint about each that had to be put right.

What cannot be read counts as absent, what is too large is capped (CONTRACT 2); ``lint`` makes sentences of the
complaints.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from mock_esms.esms.operation import NUMBERS, Operation
from mock_esms.model.times import DAY, SECOND, VIETNAM, Instant

MOST_DAYS_AHEAD: Final = 366
"""How many days ahead SendDate may lie; one further off is capped to that (CONTRACT 2)."""

_DATES: Final = {
    "date": re.compile(r"(\d{4})/(\d\d)/(\d\d) (\d\d):(\d\d):(\d\d)", re.ASCII),
    "dashed-date": re.compile(r"(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)", re.ASCII),
}
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
    complaints: tuple[ParameterProblem, ...]


@lru_cache(maxsize=256)
def read_numbers(
    most: tuple[int | None, ...],
    max_retry: str | None,
    wait_retry: str | None,
    time_wait_to_ivr: str | None,
    max_repeat: str | None,
) -> Numbers:
    """MaxRetry, WaitRetry, TimeWaitToIvr and MaxRepeat as they arrived, None for one that did not.

    Each is a whole number from 0, at most ``most``, and its default when it is absent, empty or none; eSMS types it as
    a string (FACTS 2). MaxRepeat changes nothing that can be seen, but may be mistyped. Remembered for the latest,
    since they are the same in all calls of an application.
    """
    complaints: list[ParameterProblem] = []

    def whole(name: str, text: str | None, default: int) -> int:
        if not text:
            return default
        if not (text.isdigit() and text.isascii()):
            complaints.append(ParameterProblem("number-not-whole", name, text))
            return default
        # Python refuses to read thousands of digits; none of our limits needs that many.
        digits = text if len(text) <= _DIGITS_OF_A_NUMBER else text.lstrip("0")
        number = int(digits or "0") if len(digits) <= _DIGITS_OF_A_NUMBER else _BEYOND_ANY
        limit = most[NUMBERS.index(name)]
        if limit is not None and number > limit:
            complaints.append(ParameterProblem("value-capped", name, text))
            return limit
        return number

    numbers = (
        whole("MaxRetry", max_retry, _NO_RETRY),
        whole("WaitRetry", wait_retry, _WAIT_RETRY_SECONDS),
        whole("TimeWaitToIvr", time_wait_to_ivr, _TIME_WAIT_TO_IVR_SECONDS),
    )
    whole("MaxRepeat", max_repeat, 0)
    return Numbers(*numbers, tuple(complaints))


def read_send_date(
    operation: Operation, given: Mapping[str, str], now: Instant, complaints: list[ParameterProblem]
) -> Instant | None:
    """SendDate in Vietnam's time; None when it is absent, unreadable or past.

    The voice host's operations write it ``yyyy/MM/dd HH:mm:ss``, the rest host's ``yyyy-MM-dd HH:mm:ss`` (FACTS 2, 4).
    """
    text = given.get("SendDate")
    if not text:
        return None
    instant = _instant(text, operation.by_key["senddate"].kind)
    if instant is None:
        complaints.append(ParameterProblem("send-date-unreadable", "SendDate", text))
        return None
    if instant < now:
        complaints.append(ParameterProblem("send-date-past", "SendDate", text))
        return None
    if instant > now + MOST_DAYS_AHEAD * DAY:
        complaints.append(ParameterProblem("value-capped", "SendDate", text))
        return now + MOST_DAYS_AHEAD * DAY
    return instant


def check_choices(operation: Operation, given: Mapping[str, str], complaints: list[ParameterProblem]) -> None:
    """Complain of values that are none of those documented; what eSMS makes of them is not known."""
    for parameter in operation.choosy:
        text = given.get(parameter.name)
        if text and text not in parameter.choices:
            complaints.append(ParameterProblem("value-unknown", parameter.name, text))


def _instant(text: str, kind: str) -> Instant | None:
    match = _DATES[kind].fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second = map(int, match.groups())
    try:
        moment = datetime(year, month, day, hour, minute, second, tzinfo=VIETNAM)
    except ValueError:  # 30 February, 25 o'clock
        return None
    return round(moment.timestamp()) * SECOND
