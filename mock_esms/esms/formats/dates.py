"""Dates as parameters of eSMS are written, in Vietnam's time (FACTS 2 and 4, FACTS-MESSAGES 4)."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from mock_esms.model.times import SECOND, VIETNAM, Instant

_TIME: Final = r"(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)"
_DATES: Final[Mapping[str, re.Pattern[str]]] = {
    "date": re.compile(rf"(?P<year>\d{{4}})/(?P<month>\d\d)/(?P<day>\d\d) {_TIME}", re.ASCII),
    "date-or-day": re.compile(rf"(?P<year>\d{{4}})/(?P<month>\d\d)/(?P<day>\d\d)(?: {_TIME})?", re.ASCII),
    "dashed-date": re.compile(rf"(?P<year>\d{{4}})-(?P<month>\d\d)-(?P<day>\d\d) {_TIME}", re.ASCII),
    "dashed-day": re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)", re.ASCII),
    "day": re.compile(r"(?P<day>\d\d)/(?P<month>\d\d)/(?P<year>\d{4})", re.ASCII),
}


def read_instant(text: str, form: str) -> Instant | None:
    """A date in Vietnam's time, written in this form; None when it is none. A day begins at 0:00."""
    match = _DATES[form].fullmatch(text)
    if match is None:
        return None
    fields = {name: int(digits) for name, digits in match.groupdict("0").items()}
    try:
        moment = datetime(
            fields["year"],
            fields["month"],
            fields["day"],
            fields.get("hour", 0),
            fields.get("minute", 0),
            fields.get("second", 0),
            tzinfo=VIETNAM,
        )
    except ValueError:  # 30 February, 25 o'clock
        return None
    return round(moment.timestamp()) * SECOND
