"""Finds CallbackUrl in a request and puts another one there; every other byte stays.

It stands in the query of a GET, and in the body as a member of JSON (also of one inside of another), a field of a form
or an element of RQST (FACTS 2, FACTS-MESSAGES 4 and 5). Its name is found in any case.
"""

import json
import re
from collections.abc import Callable
from html import escape, unescape
from typing import Final
from urllib.parse import quote, unquote_plus

Through = Callable[[str], str | None]
"""Gives the address that is put in the place of another; None leaves it alone."""

_CALLBACK_URL: Final = "callbackurl"
_MEMBER: Final = re.compile(rb'("callbackurl"\s*:\s*)("(?:[^"\\]|\\.)*")', re.IGNORECASE | re.DOTALL)
_ELEMENT: Final = re.compile(rb"(<callbackurl>)([^<]*)(</callbackurl>)", re.IGNORECASE)


def in_query(query: str, through: Through) -> str:
    """A query, or the body of a form, with the CallbackUrl replaced.

    Where it was not percent-encoded, its own parameters stand behind it as parameters of the request: they stay.
    """
    return "&".join(_piece(piece, through) for piece in query.split("&"))


def _piece(piece: str, through: Through) -> str:
    name, equals, value = piece.partition("=")
    if not equals or unquote_plus(name).lower() != _CALLBACK_URL:
        return piece
    if "://" in value:  # it was not encoded
        return f"{name}={through(value) or value}"
    replaced = through(unquote_plus(value))
    return piece if replaced is None else f"{name}={quote(replaced, safe='')}"


def in_body(body: bytes, through: Through) -> bytes:
    """A body of any kind with the CallbackUrl replaced."""
    text = body.lstrip()[:1]
    if text in {b"{", b"["}:
        return _MEMBER.sub(lambda found: found[1] + _member(found[2], through), body)
    if text == b"<":
        return _ELEMENT.sub(lambda found: found[1] + _element(found[2], through) + found[3], body)
    if _CALLBACK_URL.encode() in body.lower():
        return in_query(body.decode("latin-1"), through).encode("latin-1")
    return body


def _member(literal: bytes, through: Through) -> bytes:
    try:
        value = json.loads(literal)
    except ValueError:
        return literal
    replaced = through(value)
    return literal if replaced is None else json.dumps(replaced).encode()


def _element(content: bytes, through: Through) -> bytes:
    replaced = through(unescape(content.decode(errors="replace")).strip())
    return content if replaced is None else escape(replaced, quote=False).encode()
