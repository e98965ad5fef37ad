"""Instants and durations of the sandbox: whole milliseconds, and how people read and write them.

Whole numbers, because two events that fall on one instant must compare equal however their times were added up.
"""

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Final, NamedTuple, Self

Instant = int
"""A moment on the sandbox's clock, in milliseconds since the Unix epoch."""
Duration = int
"""A length of time in milliseconds."""
DurationLike = str | float | timedelta
"""A duration as a test writes it: seconds, a timedelta, or a text such as ``1m30s``; ``3s..12s`` where it is drawn."""

SECOND: Final[Duration] = 1_000
MINUTE: Final[Duration] = 60 * SECOND
HOUR: Final[Duration] = 60 * MINUTE
DAY: Final[Duration] = 24 * HOUR

VIETNAM: Final = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
"""The zone of every time that eSMS and the sandbox write (FACTS 2, assumed); it has no daylight saving time."""

MAX_DURATION: Final[Duration] = 366 * DAY
"""The longest duration that is accepted anywhere: a year, so that many in a row still lie before the year 9999."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST: Final[Instant] = int((datetime(3000, 1, 1, tzinfo=UTC) - _EPOCH).total_seconds()) * SECOND
_UNITS: Final = {"ms": 1, "s": SECOND, "m": MINUTE, "h": HOUR, "d": DAY}
_PART: Final = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m|h|d)", re.ASCII)
_DURATION: Final = re.compile(rf"(?:{_PART.pattern})+", re.ASCII)
_MAX_DIGITS: Final = 32
"""Longer texts are no durations, and could be too large for a float."""
_PLAIN: Final = re.compile(r"\d+(?:\.\d+)?", re.ASCII)
_SCHEMA_LENGTH: Final = r"\s*(\d+(\.\d+)?|(\d+(\.\d+)?(ms|s|m|h|d))+)\s*"
DURATION_HINT: Final = "write a duration as 500ms, 4s, 1m30s, 2h or plain seconds"


def format_instant(instant: Instant) -> str:
    """An instant as ISO 8601 with milliseconds and the offset +07:00."""
    return vietnamese_time(instant).isoformat(timespec="milliseconds")


def vietnamese_time(instant: Instant) -> datetime:
    """An instant as date and time in Vietnam."""
    return (_EPOCH + timedelta(milliseconds=instant)).astimezone(VIETNAM)


def parse_instant(text: str) -> Instant:
    """Read an ISO 8601 date and time; one without an offset is Vietnamese time.

    Raises ``ValueError`` with a sentence when the text is not a date and time, or lies outside 1970 to 2999.
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        message = f"{text!r} is not a date and time; write it as 2026-01-05T09:00:00+07:00"
        raise ValueError(message) from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=VIETNAM)
    instant = (moment - _EPOCH) // timedelta(milliseconds=1)
    if not 0 <= instant <= _LATEST:
        message = f"{text!r} lies outside the years 1970 to 2999"
        raise ValueError(message)
    return instant


def parse_duration(value: object) -> Duration:
    """Read ``500ms``, ``4s``, ``1m30s``, ``2h`` or a plain number of seconds; the result is in milliseconds.

    Raises ``ValueError`` with a sentence when it is negative, longer than a year, or not a duration at all.
    """
    text = value.strip() if isinstance(value, str) else repr(value)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        message = f"{'nothing' if value is None else repr(value)} is not a duration; {DURATION_HINT}"
        raise ValueError(message)  # noqa: TRY004 - callers catch one class, whatever was wrong
    if text.startswith("-"):
        message = f"{text} is negative; a duration is 0 or more"
        raise ValueError(message)
    if len(text) > _MAX_DIGITS:
        message = f"{text[:_MAX_DIGITS]}… is too long for a duration; {DURATION_HINT}"
        raise ValueError(message)
    if _PLAIN.fullmatch(text):
        duration = round(float(text) * SECOND)
    elif _DURATION.fullmatch(text):
        duration = round(sum(float(number) * _UNITS[unit] for number, unit in _PART.findall(text)))
    else:
        message = f"{text!r} is not a duration; {DURATION_HINT}"
        raise ValueError(message)
    if duration > MAX_DURATION:
        message = f"{text} is longer than a year"
        raise ValueError(message)
    return duration


def format_duration(duration: Duration) -> str:
    """A duration as people write it: ``1m30s``, ``4s``, ``500ms``, ``0s``."""
    parts: list[str] = []
    rest = duration
    for unit, size in (("d", DAY), ("h", HOUR), ("m", MINUTE), ("s", SECOND), ("ms", 1)):
        count, rest = divmod(rest, size)
        if count:
            parts.append(f"{count}{unit}")
    return "".join(parts) or "0s"


class Span(NamedTuple):
    """A duration, or a range of which one is drawn: ``4s`` or ``3s..12s``; both ends belong to the range."""

    shortest: Duration
    longest: Duration

    @classmethod
    def parse(cls, value: object) -> Self:
        """Read ``4s``, ``3s..12s`` or plain seconds.

        Raises ``ValueError`` with a sentence when it is no duration, negative, or a range that runs backwards.
        """
        if isinstance(value, str) and ".." in value:
            first, _, last = value.partition("..")
            span = cls(parse_duration(first), parse_duration(last))
            if span.longest < span.shortest:
                message = f"the range {value} runs backwards; write {last.strip()}..{first.strip()}"
                raise ValueError(message)
            return span
        duration = parse_duration(value)
        return cls(duration, duration)

    @property
    def fixed(self) -> bool:
        """Whether nothing is drawn."""
        return self.shortest == self.longest

    def __str__(self) -> str:
        """The text that ``parse`` reads back."""
        if self.fixed:
            return format_duration(self.shortest)
        return f"{format_duration(self.shortest)}..{format_duration(self.longest)}"

    @classmethod
    def json_schema(cls) -> dict[str, object]:
        """What ``parse`` reads, as JSON Schema."""
        return {
            "type": ["string", "number"],
            "description": "500ms, 4s, 1m30s, 2h or plain seconds; or a range of which one is drawn: 3s..12s.",
            "pattern": rf"^{_SCHEMA_LENGTH}(\.\.{_SCHEMA_LENGTH})?$",
            "minimum": 0,
            "maximum": MAX_DURATION // SECOND,
        }
