"""Responses in XML, for clients that ask for it by their Accept header (FACTS 1, CONTRACT 2).

.NET writes the same members in the same order, one element each. That much is seen; the name of the root and the
absence of a namespace are the sandbox's own, because no response in XML was found complete.
"""

import json
import re
from collections.abc import Mapping
from typing import Final
from xml.sax.saxutils import escape

from mock_esms._text import NOT_IN_XML
from mock_esms.model.times import vietnamese_time

_XML_TYPES: Final = frozenset({"application/xml", "text/xml"})
_JSON_TYPES: Final = frozenset({"application/json", "application/*", "*/*"})
_QUALITY: Final = re.compile(r"\s*q\s*=\s*([01](?:\.\d{0,3})?|\.\d{1,3})\s*", re.IGNORECASE | re.ASCII)
_JSON_DATE: Final = re.compile(r"/Date\((\d{1,14})\+0700\)/")
"""How WCF writes a date in JSON (FACTS-MESSAGES 4, R1)."""

_Rank = tuple[float, int]
"""How much a client wants a type: its quality, then how exactly it is named."""


def wants_xml(accept: str) -> bool:
    """Whether ``application/xml`` or ``text/xml`` outranks JSON and ``*/*``: a higher q, or the more exact name."""
    ranks: dict[str, _Rank] = {}
    for element in accept.split(","):
        media_type, *options = element.split(";")
        name = media_type.strip().lower()
        ranks[name] = max(ranks.get(name, (0.0, 0)), (_quality(options), 2 - name.count("*")))
    wanted = max((ranks[name] for name in _XML_TYPES if name in ranks), default=(0.0, 0))
    return wanted[0] > 0 and all(wanted > ranks[name] for name in _JSON_TYPES if name in ranks)


def xml_body(body: bytes, root: str) -> bytes:
    """The same members as this JSON body has, in XML, ``root`` being its outermost element."""
    members = json.loads(body, parse_float=str, parse_int=str)
    return f'<{root} xmlns:i="http://www.w3.org/2001/XMLSchema-instance">{_elements(members)}</{root}>'.encode()


def _elements(members: Mapping[str, object]) -> str:
    return "".join(_element(name, value) for name, value in members.items())


def _element(name: str, value: object) -> str:
    return f'<{name} i:nil="true" />' if value is None else f"<{name}>{_content(name, value)}</{name}>"


def _content(name: str, value: object) -> str:
    if isinstance(value, list):
        item = name.removesuffix("List")
        return "".join(_element(item if isinstance(each, dict) else "string", each) for each in value)
    if isinstance(value, dict):
        return _elements(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    date = _JSON_DATE.fullmatch(str(value))
    if date is not None:
        return vietnamese_time(int(date[1])).isoformat(timespec="milliseconds")
    return escape(NOT_IN_XML.sub("\ufffd", str(value)))


def _quality(options: list[str]) -> float:
    for option in options:
        match = _QUALITY.fullmatch(option)
        if match is not None:
            return float(match[1])
    return 1.0
