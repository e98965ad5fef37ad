"""Times as logs write them, in milliseconds since the epoch; what cannot be read is None."""

from contextlib import suppress
from datetime import datetime
from functools import lru_cache
from typing import Final

from mock_esms.model.times import MINUTE, SECOND, Instant, parse_instant

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
STAMP: Final = len("05/Jan/2026:09:00:00 +0700")
_LATEST: Final[Instant] = 32_503_680_000_000
"""The year 3000: what is later is no time."""
_UNITS: Final = ((1e11, SECOND), (1e14, 1), (1e17, 1e-3), (1e20, 1e-6))
"""Below this number it counts seconds, milliseconds, microseconds, nanoseconds: each holds until the year 5000."""


@lru_cache(maxsize=256)  # a log has many lines of one second
def read_stamp(stamp: str) -> Instant | None:
    """The instant of ``05/Jan/2026:09:00:00 +0700``; a fraction of the second may stand before the zone."""
    midnight = _midnight(stamp[:11], stamp[-6:])
    if midnight is None:
        return None
    instant = midnight + (int(stamp[12:14]) * 3600 + int(stamp[15:17]) * 60 + int(stamp[18:20])) * SECOND
    return instant if len(stamp) == STAMP else instant + _milliseconds(stamp[20:-6])


@lru_cache(maxsize=256)
def _midnight(day: str, zone: str) -> Instant | None:
    try:
        month = _MONTHS.index(day[3:6].lower()) + 1
        midnight = datetime.fromisoformat(f"{day[7:]}-{month:02}-{day[:2]}T00:00:00+00:00")
    except ValueError:
        return None
    east = int(zone[2:4]) * 60 + int(zone[4:6])
    return int(midnight.timestamp()) * SECOND - (east if zone[1] == "+" else -east) * MINUTE


def _milliseconds(fraction: str) -> int:
    digits = fraction[1:4]
    return int(digits.ljust(3, "0")) if digits.isdigit() else 0


def read_time(value: object) -> Instant | None:
    """The instant that a field of a JSON log holds: ISO 8601, an access log's stamp, or seconds and their fractions."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    if isinstance(value, str):
        for read in (parse_instant, read_stamp if value[2:3] == "/" and len(value) >= STAMP else parse_instant):
            with suppress(ValueError):
                return read(value)
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    unit = next((unit for limit, unit in _UNITS if 0 <= number < limit), None)
    return None if unit is None or number * unit >= _LATEST else round(number * unit)
