"""What a member of a JSON log says, as a text, a number, a status or a header; what it is not is None.

A log may be anybody's, so nothing is believed of its types.
"""

from collections.abc import Iterable
from math import isfinite
from typing import Final

_LARGEST_STATUS: Final = 999


def read_text(value: object) -> str | None:
    """A text."""
    return value if isinstance(value, str) else None


def read_number(value: object) -> float | None:
    """A number, written as one or as a text."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if isfinite(number) else None


def read_status(value: object) -> int | None:
    """A status of HTTP, written as a number or a text."""
    number = read_number(value)
    return int(number) if number is not None and 1 <= number <= _LARGEST_STATUS else None


def read_user_agent(headers: Iterable[list[object]]) -> str | None:
    """The User-Agent among headers, each its name and its value."""
    found = (read_text(header[-1]) for header in headers if len(header) == 2 and str(header[0]).lower() == "user-agent")  # noqa: PLR2004 - name and value
    return next(found, None)


def list_of(value: object) -> list[object]:
    """The members of an array; none where it is no array."""
    return value if isinstance(value, list) else []


def object_of(value: object) -> dict[str, object]:
    """The members of an object; none where it is no object."""
    return value if isinstance(value, dict) else {}
