"""The address that reports a call: CallbackUrl is a template, and its placeholders are filled (FACTS 3, CONTRACT 4.6).

Everything else in it stays byte for byte as the client wrote it.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address
from typing import Final, Literal
from urllib.parse import quote, quote_plus, unquote, unquote_plus

from mock_esms.config.settings import Quirks
from mock_esms.model.calls import CallResult
from mock_esms.model.delivery_plan import CallbackEdits

CALLBACK_PARAMETERS: Final = (
    "ReferenceId",
    "CallDuration",
    "CallStatus",
    "Ivr",
    "Price",
    "SentResult",
    "CID",
    "SendStatus",
)
"""What a callback says, in its documented order (FACTS 3)."""

LONGEST_URL: Final = 8 * 1024
"""The longest address that is called, in bytes: what web servers take in a request line."""

Placeholders = Literal["fill", "append"]
Space = Literal["%20", "+"]
"""What two quirks may be: the address depends on no others."""

_ID: Final = "\n"
"""Stands for the id as long as an address is in pieces: no address has a line end in it."""
_UNRESERVED: Final = re.compile(r"[\w.~-]*", re.ASCII)
_NOT_FOR_THE_WIRE: Final = re.compile(r"[^!-~]+")
_ADDRESS: Final = re.compile(r"https?://([^/?#]*)", re.IGNORECASE | re.ASCII)
_AUTHORITY: Final = re.compile(r"(?:[^\[\]\\]*@)?(\[[^\[\]@]*\]|[^:\[\]@]*)(?::([^:\[\]@]*))?")
_LABEL: Final = r"(?=[^.]{1,63}(?:\.|\Z))_*[a-z0-9][a-z0-9_-]*"
"""A part of a name: look-ups refuse one that begins with a hyphen, and names of containers may end with one."""
_HOST_NAME: Final = re.compile(rf"(?:{_LABEL}\.)*{_LABEL}\.?", re.IGNORECASE | re.ASCII)
_ODD_ADDRESS: Final = re.compile(r"(?:.*\.)?(?:\d+|0x[0-9a-f]*)\.?", re.IGNORECASE | re.ASCII)
"""What ends in a number is an address to most programs: ``2130706433``, ``0x7f.1``, ``127.1`` and ``0177.0.0.1`` are
127.0.0.1 to some of them and something else to others."""
_LONGEST_HOST_NAME: Final = 253
_TWICE: Final = re.compile("https?%(?:25)*3a", re.IGNORECASE | re.ASCII)
_FUTURE: Final = re.compile(r"v[0-9a-f]+\.[!$&-.0-;=A-Z_a-z~]+", re.IGNORECASE | re.ASCII)
_ZONE: Final = re.compile(r"%25[\w.~-]+", re.ASCII)
"""The interface of a link-local address, ``%25eth0`` (RFC 6874)."""
_PORT: Final = re.compile(r"\d{1,5}", re.ASCII)
_LAST_PORT: Final = 65535


def callback_url(
    template: str, sms_id: str, result: CallResult, quirks: Quirks, edits: CallbackEdits | None = None
) -> str:
    """The address of a callback attempt: ``template`` with its placeholders filled, ready for the request line.

    A parameter with one of the eight names (in any case) is filled when it is empty or has no ``=``, each time that it
    occurs; one that has a value already keeps it. When none of the names occurs, all eight are appended. A fragment is
    dropped; what may not stand in a request line (spaces, control characters, letters outside ASCII) is
    percent-encoded as UTF-8; nothing else is touched. Never raises, whatever the template.

    ``edits`` are a scenario's: values that replace ours wherever we would fill or append them, names that go together
    with their placeholders, and parameters that are appended at the end.
    """
    placeholders, space = quirks.placeholders, quirks.callback_space
    return _value(sms_id, space).join(_around_the_id(template, result, placeholders, space, edits))


@lru_cache(maxsize=256)
def _around_the_id(
    template: str, result: CallResult, placeholders: Placeholders, space: Space, edits: CallbackEdits | None
) -> tuple[str, ...]:
    """The address in pieces, between which the id stands; remembered, since calls that end alike differ in it alone.

    Promised by "attempts, a connection each" (docs/performance.md).
    """
    values = _values(_ID, result, space)
    omitted: frozenset[str] = frozenset()
    if edits is not None:
        values |= {name.lower(): (name, _value(value, space)) for name, value in edits.set if name.lower() in values}
        omitted = frozenset(name.lower() for name in edits.omit)
    base = encoded_base(template)
    url = base if placeholders == "append" else _filled(base, values, omitted)
    if url is None or placeholders == "append":
        url = with_parameters(base, (pair for key, pair in values.items() if key not in omitted))
    if edits is not None and edits.add:
        url = with_parameters(url, ((_value(name, space), _value(value, space)) for name, value in edits.add))
    return tuple(url.split(_ID))


def _filled(base: str, values: dict[str, tuple[str, str]], omitted: frozenset[str]) -> str | None:
    """The address with its placeholders filled or gone; None when it has no parameter of ours."""
    path, mark, places = _places(base)
    pieces: list[str] = []
    found = False
    for piece, key, before in places:
        filling = values.get(key)
        if filling is None:
            pieces.append(piece)
            continue
        found = True
        if before is None:
            pieces.append(piece)
        elif key not in omitted:
            pieces.append(before + filling[1])
    if not found:
        return None
    return f"{path}{mark}{'&'.join(pieces)}" if any(pieces) else path


@lru_cache(maxsize=256)
def _places(base: str) -> tuple[str, str, tuple[tuple[str, str, str | None], ...]]:
    """The path, the question mark, and of each parameter the piece, its lower-case name, and what its value follows.

    The last is None where a value stands already.
    """
    path, mark, query = base.partition("?")
    places: list[tuple[str, str, str | None]] = []
    for piece in query.split("&"):
        name, _equals, value = piece.partition("=")
        key = (unquote_plus(name) if "%" in name or "+" in name else name).lower()
        places.append((piece, key, None if value else f"{name}="))
    return path, mark, tuple(places)


@lru_cache(maxsize=256)
def callback_url_problem(template: str) -> str | None:
    """Why a CallbackUrl cannot be called, in a sentence that says what to change; None when it can.

    Cached for the latest templates: one comes with every call of an application.
    """
    address = _ADDRESS.match(template)
    if address is None:
        if _TWICE.match(template):
            return "CallbackUrl does not begin with http:// or https://: it is percent-encoded twice; encode it once."
        return "CallbackUrl does not begin with http:// or https://; give the whole address of your receiver."
    if len(_encoded(template)) > LONGEST_URL:
        return f"CallbackUrl is longer than {LONGEST_URL} bytes; shorten it."
    authority = _AUTHORITY.fullmatch(address[1])
    if authority is None:
        # What may stand before an @ is a password: it is not shown.
        shown = address[1].rpartition("@")[2]
        return f"CallbackUrl's host {shown!r} cannot be read; write it as host, host:port or [IPv6]:port."
    host, port = authority[1], authority[2] or ""
    if port and not (_PORT.fullmatch(port) and 0 < int(port) <= _LAST_PORT):
        return f"CallbackUrl's port {port!r} is none; write a number from 1 to {_LAST_PORT}."
    return _unusable_host(host)


def _unusable_host(host: str) -> str | None:
    if not host:
        return "CallbackUrl names no host; write it as http://host/path."
    if host.startswith("["):
        return _unusable_literal(host)
    if not host.isascii():
        return f"CallbackUrl's host {host!r} has letters outside ASCII; write it in its xn-- form."
    if not _HOST_NAME.fullmatch(host) or len(host) > _LONGEST_HOST_NAME:
        return f"CallbackUrl's host {host!r} is no host name; its parts hold letters, digits, '_', and '-' behind them."
    if _ODD_ADDRESS.fullmatch(host) and not _is_plain_ipv4(host):
        return f"CallbackUrl's host {host!r} is an address in a form that programs read differently; write 127.0.0.1."
    return None


def _unusable_literal(host: str) -> str | None:
    """Why an address in brackets cannot be called: RFC 3986 knows IPv6 and later versions, RFC 6874 a zone."""
    address, percent, zone = host[1:-1].partition("%")
    if _FUTURE.fullmatch(host[1:-1]):
        return f"CallbackUrl's host {host} is an address of a version that nobody can call; write an IPv6 one: [::1]."
    try:
        IPv6Address(address)
    except ValueError:
        return f"CallbackUrl's host {host} is no IPv6 address; write one as [::1]."
    if percent and not _ZONE.fullmatch(f"%{zone}"):
        return f"CallbackUrl's host {host} names its interface in a form that nobody can read; write [fe80::1%25eth0]."
    return None


def callback_name_problem(template: str) -> str | None:
    """Why a receiver will read another name than a CallbackUrl means; None when it will not."""
    name = unquote(_userinfo(template).partition(":")[0])
    if ":" in name:
        return "The user name in CallbackUrl has a colon in it, which divides name and password; use another name."
    return None


def callback_userinfo_problem(template: str) -> str | None:
    """Why name and password of a CallbackUrl are sent with percent signs in them; None when they are not."""
    try:
        unquote(_userinfo(template), errors="strict")
    except UnicodeDecodeError:
        return (
            "The user name or password in CallbackUrl has percent-encoded bytes that are no UTF-8; they go out as they "
            "are written, percent signs and all. Encode it as UTF-8."
        )
    return None


def _userinfo(template: str) -> str:
    address = _ADDRESS.match(template)
    return "" if address is None else address[1].rpartition("@")[0]


def _is_plain_ipv4(host: str) -> bool:
    try:
        IPv4Address(host)
    except ValueError:
        return False
    return True


def _values(id_as_sent: str, result: CallResult, space: Space) -> dict[str, tuple[str, str]]:
    """The eight parameters by their lower-case names: the name as documented, and the value as it is sent."""
    return {  # what eSMS itself makes of hexadecimal digits and numbers needs no look
        "referenceid": ("ReferenceId", id_as_sent),
        "callduration": ("CallDuration", str(result.call_duration)),
        "callstatus": ("CallStatus", _value(result.call_status, space)),
        "ivr": ("Ivr", _value(result.ivr, space)),
        "price": ("Price", _value(result.price, space)),
        "sentresult": ("SentResult", str(result.sent_result)),
        "cid": ("CID", _value(result.cid, space)),
        "sendstatus": ("SendStatus", str(result.send_status)),
    }


def _value(value: str, space: Space) -> str:
    """A name or a value as it is sent."""
    if _UNRESERVED.fullmatch(value):
        return value
    encode = quote_plus if space == "+" else quote
    return encode(value, safe="", errors="replace")


def with_parameters(base: str, pairs: Iterable[tuple[str, str]]) -> str:
    """The address with parameters behind it; ``?`` and ``&`` are never doubled."""
    added = "&".join(f"{name}={value}" for name, value in pairs)
    if not added:
        return base
    _, mark, query = base.partition("?")
    separator = "?" if not mark else "" if not query or query.endswith("&") else "&"
    return f"{base}{separator}{added}"


def encoded_base(template: str) -> str:
    """The template without its fragment, as it may stand in a request line."""
    return _encoded(template.partition("#")[0])


def _encoded(text: str) -> str:
    """What may not stand in a request line, as percent-encoded UTF-8."""
    return _NOT_FOR_THE_WIRE.sub(lambda match: quote(match[0].encode("utf-8", "surrogatepass"), safe=""), text)
