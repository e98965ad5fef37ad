"""Reading bodies and queries of control requests; whatever is wrong gets a code and a sentence with its place."""

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from difflib import get_close_matches
from typing import TypeVar, cast

from aiohttp import web

from mock_esms.config.match import Match
from mock_esms.errors import UnparsableError, WrongValueError
from mock_esms.server.bodies import body_of

T = TypeVar("T")


async def read_object(request: web.Request, *, allowed: Collection[str]) -> Mapping[str, object]:
    """The JSON object in the body; no body is an empty one. Raises ``UnparsableError`` and ``WrongValueError``."""
    raw = await body_of(request)
    if not raw.strip():
        return {}
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError) as error:
        message = f"the body is not JSON: {error}"
        raise UnparsableError(message) from None
    if not isinstance(data, dict):
        message = "the body must be a JSON object"
        raise WrongValueError(message)
    refuse_unknown(data, allowed, "field")
    return cast("Mapping[str, object]", data)


def refuse_unknown(names: Collection[str], allowed: Collection[str], what: str) -> None:
    """Raise ``WrongValueError`` for a name that is not allowed, with the nearest right one."""
    for name in names:
        if name not in allowed:
            near = get_close_matches(name, allowed, n=1)
            hint = f"did you mean {near[0]}?" if near else f"possible are: {', '.join(sorted(allowed))}"
            message = f"{name}: unknown {what}; {hint}"
            raise WrongValueError(message)


def take(data: Mapping[str, object], name: str, read: Callable[[object], T], default: T) -> T:
    """One value, read by ``read``, whose ``ValueError`` becomes a ``WrongValueError`` that names the place."""
    if name not in data:
        return default
    try:
        return read(data[name])
    except ValueError as error:
        message = f"{name}: {error}"
        raise WrongValueError(message) from None


def as_match(allowed: Iterable[str]) -> Callable[[object], Match]:
    """Read globs by name, the names being some of ``match.CALL_NAMES``."""
    return lambda value: Match.parse(value, allowed)


def as_text(value: object) -> str:
    """Read a text."""
    if not isinstance(value, str) or not value:
        message = f"must be a text, not {json.dumps(value)}"
        raise ValueError(message)
    return value


def as_whole(least: int, most: int) -> Callable[[object], int]:
    """Read a whole number within bounds; digits in a query are one, too."""

    def read(value: object) -> int:
        number = int(value) if isinstance(value, str) and value.isascii() and value.isdigit() else value
        if isinstance(number, bool) or not isinstance(number, int) or not least <= number <= most:
            message = f"must be a whole number from {least} to {most}, not {json.dumps(value)}"
            raise ValueError(message)
        return number

    return read


def as_number(least: float, most: float) -> Callable[[object], float]:
    """Read a number within bounds."""

    def read(value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
            message = f"must be a number from {least:g} to {most:g}, not {json.dumps(value)}"
            raise ValueError(message)
        return float(value)

    return read


def as_one_of(*choices: str) -> Callable[[object], str]:
    """Read one of some words."""

    def read(value: object) -> str:
        if not isinstance(value, str) or value not in choices:
            message = f"must be one of {', '.join(choices)}, not {json.dumps(value)}"
            raise ValueError(message)
        return value

    return read
