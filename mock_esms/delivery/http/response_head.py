"""The head of a response, from its status line to its empty line: what no parser may refuse once it is complete.

A head is complete at its empty line, and its status decides (CONTRACT 15). So nothing that a header says can take the
status back: lines without a colon, folded ones, lengths that contradict each other are told as notes. Parsers made for
browsers and servers refuse such heads for safety's sake; here nothing is cached or passed on.
"""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from mock_esms.delivery.diagnosis import Diagnosis
from mock_esms.delivery.http.response_body import Framing, framing_of
from mock_esms.model.callback import WireResponse

HEAD_LIMIT: Final = 64 * 1024
"""Bytes of all the heads of one answer, interim ones included."""
_EMPTY_LINE: Final = re.compile(rb"\n\r?\n")
_STATUS_LINE: Final = re.compile(rb"(HTTP/\d\.\d)[ \t]+([1-9]\d\d)(?:[ \t]+(.*))?[ \t]*", re.DOTALL)
_BEGINNING: Final = b"HTTP/"
_BLANK: Final = " \t\r"
_SHOWN: Final = 40
"""So many bytes of what is no head are repeated."""
_SHORT: Final = 1024
"""Bytes of a head that is remembered."""
_OK: Final = 200
_SWITCHING: Final = 101


class NotHttpError(Exception):
    """What came is no head of an answer; ``str()`` is the sentence for the record."""

    def __init__(self, detail: str, diagnosis: Diagnosis = "hung-up") -> None:
        """``diagnosis`` is what the advice is about."""
        super().__init__(detail)
        self.diagnosis: Final = diagnosis


class Head(NamedTuple):
    """A complete head, what it says of the body, and what is odd about it."""

    response: WireResponse
    framing: Framing
    notes: tuple[str, ...]


class HeadReader:
    """Collects bytes until the final head is complete; interim ones are passed over."""

    __slots__ = ("_buffer", "_first_line_fits", "_looked", "_used", "interim")

    def __init__(self) -> None:
        """Nothing has come."""
        self._buffer = bytearray()
        self._first_line_fits = False
        self._looked = 0
        self._used = 0
        self.interim: list[int] = []
        """The statuses of the interim answers."""

    @property
    def began(self) -> bool:
        """Whether anything of an answer has come, if only an interim one."""
        return bool(self._buffer or self.interim)

    def feed(self, data: bytes) -> tuple[Head, bytes] | None:
        """The final head and what came behind it; None while it is not complete.

        Raises ``NotHttpError`` as soon as no head can come of it any more.
        """
        buffer = self._buffer
        buffer += data
        while True:
            if not self._first_line_fits:
                self._look_at_first_line()
            room = HEAD_LIMIT - self._used
            end = _EMPTY_LINE.search(buffer, self._looked, max(room, 0))
            if end is None:
                if len(buffer) >= room:
                    message = f"the head of the answer is longer than {HEAD_LIMIT // 1024} KiB"
                    raise NotHttpError(message, "long-head")
                self._looked = max(0, len(buffer) - 2)
                return None
            raw = bytes(buffer[: end.start()])
            head = _parse_short_head(raw) if len(raw) <= _SHORT else parse_head(raw)
            del buffer[: end.end()]
            status = head.response.status
            if status >= _OK or status == _SWITCHING:
                return head, bytes(buffer)
            self.interim.append(status)
            self._used += end.end()
            self._looked, self._first_line_fits = 0, False

    def _look_at_first_line(self) -> None:
        """Tell what can never become a head as soon as that is certain, however long its sender keeps silent then."""
        buffer = self._buffer
        if buffer.startswith((b"\r", b"\n")):  # empty lines before a status line mean nothing (RFC 9112, 2.2)
            before = len(buffer)
            buffer[:] = buffer.lstrip(b"\r\n")
            self._used += before - len(buffer)
        end = buffer.find(b"\n")
        if end >= 0:
            line = bytes(buffer[:end]).removesuffix(b"\r")
            self._first_line_fits = _STATUS_LINE.fullmatch(line) is not None
            fits = self._first_line_fits
        else:
            line = bytes(buffer[:_SHOWN])
            fits = _BEGINNING.startswith(line[: len(_BEGINNING)])
        if not fits:
            raise NotHttpError(_not_http(line))


def parse_head(raw: bytes) -> Head:
    """Read a head without its empty line; raises ``NotHttpError`` where its first line is no status line."""
    first, *lines = raw.split(b"\n")
    status_line = _STATUS_LINE.fullmatch(first.removesuffix(b"\r"))
    if status_line is None:
        raise NotHttpError(_not_http(first))
    version, status, reason = status_line.groups()
    headers: list[tuple[str, str]] = []
    notes: list[str] = []
    for line in lines:
        text = line.decode("latin-1")
        name, colon, value = text.partition(":")
        if headers and text[:1] in {" ", "\t"}:
            folded, value = headers[-1][0], f"{headers[-1][1]} {text.strip(_BLANK)}"
            headers[-1] = (folded, value.strip(_BLANK))
            notes.append(f"the header {folded} is folded over several lines")
        elif colon and name.strip(_BLANK):
            headers.append((name, value.strip(_BLANK)))
        else:
            notes.append(f"a line of the head is no header: {text.rstrip(_BLANK)[:_SHOWN]!r}")
    response = WireResponse(
        version=version.decode(),
        status=int(status),
        reason=(reason or b"").decode("latin-1").strip(_BLANK),
        headers=tuple(headers),
    )
    framing = framing_of(response)
    return Head(response, framing, (*notes, *framing.notes))


# Heads of one receiver differ in their Date at most: within a second they are read once, and attempts share what they
# record of them. Promised by "attempts, keep-alive" and the memory that attempts take (docs/performance.md).
_parse_short_head: Final = lru_cache(maxsize=256)(parse_head)


def _not_http(line: bytes) -> str:
    return f"the answer is not HTTP: it begins with {line[:_SHOWN]!r}"
