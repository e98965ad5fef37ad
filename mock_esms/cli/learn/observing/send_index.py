"""Every send by its id, however many there are: stored in parts by a hash of the id, on disk beyond a few MiB.

Only hashes of ids are stored, so that nothing that identifies anybody stays in memory or reaches the disk. The sends of
one id lie in one part, and the parts are looked at one after the other.
"""

import struct
import tempfile
from collections import Counter
from collections.abc import Iterator
from hashlib import blake2b
from operator import attrgetter
from typing import IO, Final, NamedTuple, cast

from mock_esms.model.times import Duration, Instant

MOST_SENDS: Final = 1_000
"""An id that was sent more often is not usable: no sender means it."""
_PARTS: Final = 128
_IN_MEMORY: Final = 16 * 1024 * 1024
_RECORD: Final = struct.Struct("<QqIBHBII")
_pack_begin: Final = struct.Struct("<8sqI").pack
_pack_content: Final = struct.Struct("<BHBII").pack
"""The two parts of a record; the second is packed once for all sends that are alike."""
_UNKNOWN: Final = -1
_TIME: Final = attrgetter("time")


class SendContent(NamedTuple):
    """All of a send but its id and when it came; few different ones come by.

    ``status`` is what was answered or the code of an error, 0 where unknown; ``ending`` and ``kind`` stand for what the
    observer has numbered so.
    """

    kind: int
    status: int = 0
    send_status: int = 0
    ending: int = 0
    seconds: int = 0

    def packed(self) -> bytes:
        """As it lies in a record."""
        return _pack_content(*self)


class Send(NamedTuple):
    """One send: what ``SendContent`` has, and when it came.

    ``stretch`` is the stretch of its log in which the clock ran on.
    """

    id_hash: int
    time: Instant
    stretch: int
    kind: int
    status: int
    send_status: int
    ending: int
    seconds: Duration

    @property
    def timed(self) -> bool:
        """Whether its time is known."""
        return self.time != _UNKNOWN


SendRecord = tuple[int, int, int, int, int, int, int, int]
"""A send as it lies in a part: the fields of ``Send``, of which making it would take longer than reading it."""


class Group(NamedTuple):
    """The first sends of one id in the order of the logs, and how many more there were."""

    records: list[SendRecord]
    more: int

    @property
    def sends(self) -> list[Send]:
        """The sends, the earliest first."""
        return sorted(map(Send._make, self.records), key=_TIME)


class SendIndex:
    """All sends: first it is filled, then looked through, then closed."""

    def __init__(self) -> None:
        self._parts = [bytearray() for _ in range(_PARTS)]
        self._blocks: list[list[tuple[int, int]]] = [[] for _ in range(_PARTS)]
        """Where in the file the earlier sends of each part lie: begin and length."""
        self._held = 0
        self._file: IO[bytes] | None = None

    def add(self, sms_id: str, time: Instant | None, content: bytes, stretch: int = 0) -> None:
        """One more; ``content`` is packed."""
        digest = blake2b(sms_id.lower().encode("utf-8", "surrogatepass"), digest_size=8).digest()
        self._parts[digest[0] % _PARTS] += _pack_begin(digest, _UNKNOWN if time is None else time, stretch) + content
        self._held += _RECORD.size
        if self._held >= _IN_MEMORY:
            self._to_disk()

    def _to_disk(self) -> None:
        if self._file is None:
            self._file = tempfile.TemporaryFile(prefix="mock-esms-learn-")  # noqa: SIM115 - closed by ``close``
        for number, part in enumerate(self._parts):
            self._blocks[number].append((self._file.tell(), len(part)))
            self._file.write(part)
        self._parts = [bytearray() for _ in range(_PARTS)]
        self._held = 0

    def parts(self) -> Iterator[tuple[list[SendRecord], list[Group]]]:
        """Part after part, the ids that were sent once and the others; the same logs give the same order."""
        for number in range(_PARTS):
            first: dict[int, SendRecord] = {}
            again: dict[int, list[SendRecord]] = {}
            more: Counter[int] = Counter()
            for record in self._records_of(number):
                if first.setdefault(record[0], record) is record:
                    continue
                records = again.setdefault(record[0], [])
                if len(records) < MOST_SENDS - 1:
                    records.append(record)
                else:
                    more[record[0]] += 1
            groups = [Group([first.pop(key), *rest], more[key]) for key, rest in again.items()]
            yield list(first.values()), groups

    def _records_of(self, number: int) -> Iterator[SendRecord]:
        for block in self._blocks_of(number):
            yield from cast("Iterator[SendRecord]", _RECORD.iter_unpack(block))

    def _blocks_of(self, number: int) -> Iterator[bytes | bytearray]:
        if self._file is not None:
            for start, length in self._blocks[number]:
                self._file.seek(start)
                yield self._file.read(length)
        yield self._parts[number]

    def close(self) -> None:
        """Forget everything; what is on disk is removed."""
        self._parts = []
        if self._file is not None:
            self._file.close()
