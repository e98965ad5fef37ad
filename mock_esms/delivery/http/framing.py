"""What a head says of the body behind it, and of the connection."""

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from mock_esms.model.callback import WireResponse

WITHOUT_BODY: Final = frozenset({101, 204, 304})
"""Statuses behind which no body may be."""
_NUMBER: Final = re.compile(r"\d{1,18}", re.ASCII)


class Framing(NamedTuple):
    """Where the head says that the body ends: in ``chunked`` by itself, after ``length`` bytes, else with all."""

    length: int | None
    chunked: bool
    keeps_open: bool
    notes: tuple[str, ...]


def framing_of(response: WireResponse) -> Framing:
    """What a head says of its body and its connection; contradictions are told, and one of both sides is believed."""
    lengths: list[str] = []
    codings: list[str] = []
    connection: list[str] = []
    for name, value in response.headers:
        match name.strip().lower():
            case "content-length":
                lengths += _listed(value)
            case "transfer-encoding":
                codings += _listed(value)
            case "connection":
                connection += _listed(value)
            case _:
                pass
    notes = []
    numbers = [int(length) for length in lengths if _NUMBER.fullmatch(length)]
    if len(numbers) < len(lengths):
        notes.append(f"Content-Length is no number: {', '.join(lengths)}")
    elif len(set(numbers)) > 1:
        notes.append(f"Content-Length says several things: {', '.join(lengths)}")
    chunked = bool(codings) and codings[-1] == "chunked"
    if codings and lengths:
        notes.append("the head has both Transfer-Encoding and Content-Length")
    if response.status in WITHOUT_BODY:
        length: int | None = 0
        chunked = False
    else:
        length = numbers[0] if numbers and not codings else None
    by_itself = response.version not in {"HTTP/1.0", "HTTP/0.9"}
    keeps_open = "close" not in connection and (by_itself or "keep-alive" in connection)
    return Framing(length, chunked, keeps_open, tuple(notes))


def _listed(value: str) -> Iterable[str]:
    return (part.strip().lower() for part in value.split(","))
