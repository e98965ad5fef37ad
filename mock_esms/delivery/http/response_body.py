"""The body of a response: its first KiB, and whether it ended as its head says. It decides nothing (CONTRACT 4.5)."""

from typing import Final

from mock_esms.delivery.http.chunks import ChunkDecoder
from mock_esms.delivery.http.framing import WITHOUT_BODY, Framing
from mock_esms.model.callback import WireResponse

ANSWER_LIMIT: Final = 1024
"""How much of a receiver's answer is read and kept, in bytes (CONTRACT 4.5)."""


class BodyReader:
    """Takes bytes until nothing further needs to be read: the body has ended, is broken, or has filled a KiB."""

    __slots__ = ("_chunks", "_framing", "_left", "_over", "_raw", "_status", "answer", "ended", "notes")

    def __init__(self, response: WireResponse, framing: Framing) -> None:
        """Begin behind the head."""
        self._status = response.status
        self._framing = framing
        self._chunks = ChunkDecoder() if framing.chunked else None
        self._left = framing.length or 0
        self._over = False
        self._raw = b""
        self.answer = b""
        """What has come of the body, up to a KiB."""
        self.ended = framing.length == 0
        """Whether the whole body has come."""
        self.notes: list[str] = []

    @property
    def enough(self) -> bool:
        """Whether nothing further needs to be read."""
        return self.ended or bool(self.notes) or len(self.answer) >= ANSWER_LIMIT

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
        """The connection has ended: only a body that has no other end is whole then."""
        if self._chunks is not None:
            self.notes.append("the body ended before its last chunk")
        elif self._framing.length is None:
            self.ended = True
        else:
            came = self._framing.length - self._left
            self.notes.append(f"the body ended after {came} of the {self._framing.length} bytes of its Content-Length")

    def _feed_chunks(self, chunks: ChunkDecoder, data: bytes) -> None:
        self._raw += data[: ANSWER_LIMIT - len(self._raw)]
        self._keep(chunks.feed(data))
        self.ended = chunks.ended
        if chunks.broken:
            self.answer = self.answer or self._raw  # not one chunk: a plain body of which the head tells otherwise
            self.notes.append("the head says that the body comes in chunks, and these are broken or none")

    def _keep(self, data: bytes) -> None:
        self.answer += data[: ANSWER_LIMIT - len(self.answer)]
