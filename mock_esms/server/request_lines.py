"""Request lines as IIS takes them, made readable to aiohttp's parser.

Old clients write letters outside ASCII into an address as they are. IIS reads such bytes as UTF-8, or else as Latin-1;
aiohttp refuses them, in a response that repeats the address with its SecretKey. So each request line is looked at
before the parser has it: what IIS takes is percent-encoded, and what nobody can read is replaced by something that the
parser refuses alike, and that repeats nothing.
"""

import re
from collections import deque
from typing import Final, Literal, NamedTuple
from urllib.parse import quote

from aiohttp import hdrs
from yarl import URL

_LONGEST_LINE: Final = 8_190
"""What aiohttp takes of one line."""
_LONGEST_HEAD: Final = 1 << 16
_LONGEST_HELD: Final = _LONGEST_LINE + 64
"""Bytes that wait for the end of their line: a method and a version stand beside the target."""
_METHOD: Final = rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+)"
"""What may be one (RFC 9110, 5.6.2)."""
_LINE: Final = re.compile(_METHOD + rb" ([!-~\x80-\xff]+) (HTTP/\d\.\d)\r?\n")
_CUT: Final = re.compile(_METHOD + rb" ([!-~\x80-\xff]+)")
_ORIGIN: Final = re.compile(r"\A(?:[a-z][a-z0-9+.-]*://[^/?]*|[^/?]*@)", re.IGNORECASE)
_BEGINS: Final = re.compile(_METHOD + rb"(?: |\Z)")
_LENGTH: Final = re.compile(rb"\ncontent-length:[ \t]*(\d{1,18})[ \t]*\r?\n", re.IGNORECASE)
_CHUNKED: Final = re.compile(rb"\n(?:transfer-encoding|upgrade):", re.IGNORECASE)
_HEAD_END: Final = re.compile(rb"\r?\n\r?\n")
_OTHER_METHODS: Final = frozenset(
    {
        *("ACL", "BIND", "CHECKOUT", "COPY", "LINK", "LOCK", "M-SEARCH", "MERGE", "MKACTIVITY", "MKCALENDAR", "MKCOL"),
        *("MOVE", "NOTIFY", "PROPFIND", "PROPPATCH", "PURGE", "QUERY", "REBIND", "REPORT", "SEARCH", "SOURCE"),
        *("SUBSCRIBE", "UNBIND", "UNLINK", "UNLOCK", "UNSUBSCRIBE"),
    }
)
"""What aiohttp's parser knows beside the usual ones."""

NO_METHOD: Final = b"? / HTTP/1.1\r\n\r\n"
NO_ADDRESS: Final = b"GET ? HTTP/1.1\r\n\r\n"
TOO_LONG: Final = b"GET /" + b"x" * (_LONGEST_LINE + 1) + b" HTTP/1.1\r\n\r\n"


class RequestLine(NamedTuple):
    """What a request asks, all of it ASCII; a host in its target, and a password before that, are left out."""

    method: str
    path: str
    query: str


class RequestLines:
    """The bytes of one connection on their way to aiohttp's parser."""

    def __init__(self) -> None:
        """Wait for the first line."""
        self._state: Literal["line", "head", "body", "through"] = "line"
        self._held = b""
        self._body_left = 0
        self.begun: deque[bytes] = deque()
        """The lines that have passed, as long as it is clear where each begins; whoever handles a request takes one."""

    @property
    def complete(self) -> bool:
        """Whether no request has been begun that is not complete."""
        return self._state == "through" or (self._state == "line" and not self._held.strip(b"\r\n"))

    def feed(self, octets: bytes) -> bytes:
        """What the parser is to have of these bytes; the beginning of a line is held until its end is there."""
        passed: list[bytes] = []
        while octets:
            match self._state:
                case "line":
                    octets = self._line(octets, passed)
                case "head":
                    octets = self._head(octets, passed)
                case "body":
                    passed.append(octets[: self._body_left])
                    left = octets[self._body_left :]
                    self._body_left -= len(passed[-1])
                    octets = left
                    if not self._body_left:
                        self._state = "line"
                case "through":
                    passed.append(octets)
                    break
        return b"".join(passed)

    def _line(self, octets: bytes, passed: list[bytes]) -> bytes:
        """The request line; gives the bytes behind it."""
        held = (self._held + octets).lstrip(b"\r\n")  # empty lines before a request count for nothing
        end = held.find(b"\n") + 1
        if not end:
            self._held = held
            if held and _BEGINS.match(held) is None:
                passed.append(NO_METHOD)
            elif len(held) > _LONGEST_HELD:
                passed.append(TOO_LONG)
            else:
                return b""
            self.begun.append(held[:_LONGEST_HELD])
            self._state = "through"
            return b""
        self._held = b""
        line = readable_line(held[:end])
        passed.append(line)
        self.begun.append(held[: min(end, _LONGEST_HELD)])
        self._state = "through" if line.endswith(b"\n\r\n") else "head"
        return held[end:]

    def _head(self, octets: bytes, passed: list[bytes]) -> bytes:
        """The headers, which say how long the body is; gives the bytes behind them."""
        before = len(self._held)
        # The line's own end is the beginning of an empty line behind it.
        held = (self._held or b"\n") + octets
        end = _HEAD_END.search(held)
        if end is None:
            passed.append(octets)
            self._held = held
            if len(held) > _LONGEST_HEAD:
                self._state = "through"
            return b""
        cut = end.end() - max(before, 1)
        passed.append(octets[:cut])
        head, self._held = held[: end.end()], b""
        length = _LENGTH.search(head)
        self._body_left = int(length[1]) if length is not None else 0
        self._state = "through" if _CHUNKED.search(head) else "body" if self._body_left else "line"
        return octets[cut:]


def readable_line(line: bytes) -> bytes:
    """A request line as aiohttp's parser takes it; ``NO_METHOD``, ``NO_ADDRESS`` or ``TOO_LONG`` for what is none."""
    parts = _LINE.fullmatch(line)
    if parts is None:
        return NO_ADDRESS if _BEGINS.match(line) is not None else NO_METHOD
    method, target, version = parts[1].decode(), parts[2], parts[3]
    if method not in hdrs.METH_ALL and method not in _OTHER_METHODS:
        return NO_METHOD
    encoded = encode_target(target)
    if len(encoded) > _LONGEST_LINE:
        return TOO_LONG
    if not _is_address(method, encoded.decode()):
        return NO_ADDRESS
    return b"%s %s %s\r\n" % (parts[1], encoded, version)


def request_line(line: bytes) -> RequestLine | None:
    """What a line asks, whether it can be served or not; None for what names no method and no target.

    Of a line that is too long it is the beginning.
    """
    parts = _LINE.fullmatch(line)
    if parts is None and len(line) >= _LONGEST_LINE:
        parts = _CUT.fullmatch(line[:_LONGEST_LINE])
    if parts is None:
        return None
    path, _, query = _ORIGIN.sub("", encode_target(parts[2]).decode(), count=1).partition("?")
    return RequestLine(parts[1].decode(), path, query)


def encode_target(target: bytes) -> bytes:
    """A request target with what is not ASCII percent-encoded: as UTF-8, or else read as Latin-1."""
    if target.isascii():
        return target
    try:
        text = target.decode()
    except UnicodeDecodeError:
        text = target.decode("latin-1")
    return re.sub("[^\x00-\x7f]+", lambda match: quote(match[0]), text).encode()


def _is_address(method: str, target: str) -> bool:
    if target.startswith("/") and method != hdrs.METH_CONNECT:
        return True
    if target == "*":
        return method == hdrs.METH_OPTIONS
    try:
        url = URL.build(authority=target, encoded=True) if method == hdrs.METH_CONNECT else URL(target, encoded=True)
        return bool(url.raw_host) and url.explicit_port != 0
    except ValueError:
        return False
