"""Bodies and queries of control requests, decoded into frozen values; each error names its place.

Their types stand beside the handlers that take them, and ``openapi`` describes them.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Annotated, Final, NamedTuple, TypeVar

from aiohttp import web

from mock_esms.config.documents import WrongKeysError, build
from mock_esms.config.documents.annotations import Reads
from mock_esms.config.documents.field_types import any_text, checked_integer
from mock_esms.config.match import MESSAGE_NAMES, REQUEST_NAMES, Match
from mock_esms.errors import UnparsableError, WrongValueError
from mock_esms.model.times import Duration, Instant, parse_duration, parse_instant
from mock_esms.server.bodies import body_of

T = TypeVar("T")

MAX_COUNT: Final = 1_000_000
"""More than so many calls nobody waits for, counts or arms."""


class NoBody(NamedTuple):
    """Nothing needs to be said."""


async def decode_body(request: web.Request, model: type[T]) -> T:
    """The value that the JSON object in the body stands for; no body is an empty object.

    Raises ``UnparsableError`` for what is no JSON, and ``WrongValueError`` with everything that is wrong in it.
    """
    raw = await body_of(request)
    try:
        data = json.loads(raw) if raw.strip() else {}
    except (ValueError, RecursionError) as error:
        message = f"the body is not JSON: {error}"
        raise UnparsableError(message) from None
    if not isinstance(data, dict):
        message = "the body must be a JSON object"
        raise WrongValueError(message)
    return _decode(model, data)


def decode_query(query: Mapping[str, str], model: type[T]) -> T:
    """The value that a query stands for. Raises ``WrongValueError`` with everything that is wrong in it."""
    return _decode(model, dict(query))


def split_query(query: Mapping[str, str], model: type | None) -> tuple[dict[str, str], dict[str, str]]:
    """What of a query has a field in the named tuple ``model``, and the rest."""
    own = getattr(model, "_fields", ())
    return (
        {name: value for name, value in query.items() if name in own},
        {name: value for name, value in query.items() if name not in own},
    )


def decode_globs(globs: Mapping[str, str], names: Iterable[str]) -> Match:
    """The globs of a query, by these names. Raises ``WrongValueError``."""
    try:
        return Match.parse(globs, names)
    except WrongKeysError as error:
        raise WrongValueError(str(error)) from None


def _decode(model: type[T], data: dict[str, object]) -> T:
    try:
        return build(model, data)
    except WrongKeysError as error:
        raise WrongValueError(str(error)) from None


def number_in_text(value: object, *, least: int, most: int) -> int:
    """A whole number within bounds, of a query or a header, where everything is text."""
    is_number = isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 20  # noqa: PLR2004
    return checked_integer(int(str(value)) if is_number else value, least=least, most=most)


def digits(least: int, most: int) -> Reads:
    """The annotation of ``number_in_text``."""
    return Reads(
        lambda value: number_in_text(value, least=least, most=most),
        {"type": "integer", "minimum": least, "maximum": most},
    )


def _globs(names: tuple[str, ...]) -> Reads:
    return Reads(
        lambda value: Match.parse(value, names),
        {
            "type": "object",
            "description": "globs by the name of a parameter; all must fit, {} is every call or message",
            "additionalProperties": {"type": ["string", "integer", "boolean"]},
        },
    )


EntryMatch = Annotated[Match, _globs(MESSAGE_NAMES)]
RequestMatch = Annotated[Match, _globs(REQUEST_NAMES)]
DurationField = Annotated[Duration, Reads(parse_duration, {"type": ["string", "number"]})]
InstantField = Annotated[Instant, Reads(lambda value: parse_instant(any_text(value)), {"type": "string"})]
