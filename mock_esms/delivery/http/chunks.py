"""Chunks of a body (RFC 9112, 7.1), told broken as soon as they are."""

import re
from typing import Final

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
        """Read the line that tells how long the next chunk is; whether it has come whole."""
        line = _SIZE_LINE.match(self._buffer)
        if line is None:
            self.broken = len(self._buffer) > _LONGEST_SIZE_LINE or not _SIZE_LINE_SO_FAR.fullmatch(self._buffer)
            return False
        self._left = int(line[1], 16)
        del self._buffer[: line.end()]
        self._in_chunk, self.ended = self._left > 0, not self._left
        return True

    def _end_chunk(self) -> bool:
        """Read the line end behind a chunk; whether it has come whole."""
        for line_end in (b"\r\n", b"\n"):
            if self._buffer.startswith(line_end):
                del self._buffer[: len(line_end)]
                self._in_chunk = False
                return True
        self.broken = self._buffer != b"\r"
        return False
