"""The body of a response: where its head says that it ends, and its first KiB. It decides nothing (CONTRACT 4.5)."""

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
    """What a head says of its body and its connection; contradictions are noted, and one of both is believed."""
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


_LONGEST_SIZE_LINE: Final = 8 * 1024
_SIZE_LINE: Final = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\n]*)?\r?\n")
_SIZE_LINE_SO_FAR: Final = re.compile(rb"[ \t]*[0-9A-Fa-f]{0,15}[ \t]*(?:;[^\n]*)?\r?")


class ChunkDecoder:
    """Gives what chunks hold, until the last one has come or one is broken; takes nothing more then."""

    __slots__ = ("_buffer", "_in_chunk", "_left", "broken", "ended")

    def __init__(self) -> None:
        """Begin before the first chunk."""
        self._buffer = bytearray()
        self._in_chunk = False
        self._left = 0
        self.ended = False
        """Whether the last chunk has come; header lines behind it are nobody's concern."""
        self.broken = False

    @property
    def nothing_behind(self) -> bool:
        """Whether what came behind the last chunk is its empty line, and nothing else."""
        return self.ended and bytes(self._buffer) in {b"\r\n", b"\n"}

    def feed(self, data: bytes) -> bytes:
        """What is in the chunks that ``data`` goes on with."""
        buffer = self._buffer
        buffer += data
        found = bytearray()
        while buffer and not self.ended and not self.broken:
            if self._left:
                piece = buffer[: self._left]
                del buffer[: len(piece)]
                self._left -= len(piece)
                found += piece
            elif not (self._end_chunk() if self._in_chunk else self._begin_chunk()):
                break
        return bytes(found)

    def _begin_chunk(self) -> bool:
        """Read the line with the size of the next chunk; whether all of it has come."""
        line = _SIZE_LINE.match(self._buffer)
        if line is None:
            self.broken = len(self._buffer) > _LONGEST_SIZE_LINE or not _SIZE_LINE_SO_FAR.fullmatch(self._buffer)
            return False
        self._left = int(line[1], 16)
        del self._buffer[: line.end()]
        self._in_chunk, self.ended = self._left > 0, not self._left
        return True

    def _end_chunk(self) -> bool:
        """Read the line end behind a chunk; whether all of it has come."""
        for line_end in (b"\r\n", b"\n"):
            if self._buffer.startswith(line_end):
                del self._buffer[: len(line_end)]
                self._in_chunk = False
                return True
        self.broken = self._buffer != b"\r"
        return False


class BodyReader:
    """Takes bytes until nothing further needs to be read: the body has ended, is broken, or is as long as is read."""

    __slots__ = ("_chunks", "_framing", "_left", "_limit", "_over", "_raw", "_status", "answer", "ended", "notes")

    def __init__(self, response: WireResponse, framing: Framing, limit: int) -> None:
        """Begin behind the head; ``limit`` bytes are enough."""
        self._limit = limit
        self._status = response.status
        self._framing = framing
        self._chunks = ChunkDecoder() if framing.chunked else None
        self._left = framing.length or 0
        self._over = False
        self._raw = b""
        self.answer = b""
        """What has come of the body, up to the limit."""
        self.ended = framing.length == 0
        """Whether the whole body has come."""
        self.notes: list[str] = []

    @property
    def enough(self) -> bool:
        """Whether nothing further needs to be read."""
        return self.ended or bool(self.notes) or len(self.answer) >= self._limit

    @property
    def leaves_clean(self) -> bool:
        """Whether the connection stands exactly behind the body."""
        if not self.ended or self._over:
            return False
        return self._framing.length is not None if self._chunks is None else self._chunks.nothing_behind

    def feed(self, data: bytes) -> None:
        """Take what has come, up to what is enough."""
        if self._chunks is not None:
            self._feed_chunks(self._chunks, data)
        elif self._framing.length is None:
            self._keep(data)
        else:
            self._keep(data[: self._left])
            self._over = len(data) > self._left
            self._left = max(0, self._left - len(data))
            self.ended = not self._left
            if self._over:
                self.notes.append(
                    f"a body came although {self._status} has none"
                    if self._status in WITHOUT_BODY
                    else f"more came than the {self._framing.length} bytes of its Content-Length"
                )

    def lose(self) -> None:
        """The connection has ended: only a body that has no other end is complete then."""
        if self._chunks is not None:
            self.notes.append("the body ended before its last chunk")
        elif self._framing.length is None:
            self.ended = True
        else:
            came = self._framing.length - self._left
            self.notes.append(f"the body ended after {came} of the {self._framing.length} bytes of its Content-Length")

    def _feed_chunks(self, chunks: ChunkDecoder, data: bytes) -> None:
        self._raw += data[: self._limit - len(self._raw)]
        self._keep(chunks.feed(data))
        self.ended = chunks.ended
        if chunks.broken:
            self.answer = self.answer or self._raw  # not one chunk: a plain body of which the head says otherwise
            self.notes.append("the head says that the body comes in chunks, and these are broken or none")

    def _keep(self, data: bytes) -> None:
        self.answer += data[: self._limit - len(self.answer)]
