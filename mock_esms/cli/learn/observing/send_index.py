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
_RECORD: Final = struct.Struct("<QqHBBIII")
_SIZE: Final = _RECORD.size
_pack: Final = struct.Struct("<8sqHBBIII").pack
"""The same, with the hash as bytes."""
_UNKNOWN: Final = -1
_AT_ONCE: Final = 2_048 * _SIZE
"""So many bytes are read back at a time."""


class Send(NamedTuple):
    """One send: ``status`` is what was answered or the code of an error, 0 where unknown; ``said`` stands for values.

    ``segment`` is the stretch of its log in which the clock ran on.
    """

    id_hash: int
    time: Instant
    status: int
    send_status: int
    kind: int
    said: int
    seconds: Duration
    segment: int

    @property
    def timed(self) -> bool:
        """Whether its time is known."""
        return self.time != _UNKNOWN


SendRecord = tuple[int, int, int, int, int, int, int, int]
"""A send as it lies in a part: the fields of ``Send``."""


class Group(NamedTuple):
    """The sends of one id in the order of the logs; ``total`` is how many there were, of which the first are listed."""

    records: list[SendRecord]
    total: int

    @property
    def sends(self) -> list[Send]:
        """The sends, the earliest first."""
        return sorted(map(Send._make, self.records), key=_TIME)


class SendIndex:
    """All sends; to be filled, looked through as often as wanted, and closed."""

    def __init__(self) -> None:
        self._parts = [bytearray() for _ in range(_PARTS)]
        self._blocks: list[list[tuple[int, int]]] = [[] for _ in range(_PARTS)]
        self._held = 0
        self._file: IO[bytes] | None = None

    def add(  # noqa: PLR0913, PLR0917 - the fields of a record, in their order: this is called for each line
        self,
        sms_id: str,
        time: Instant | None,
        kind: int,
        status: int = 0,
        send_status: int = 0,
        said: int = 0,
        seconds: int = 0,
        segment: int = 0,
    ) -> None:
        """One more."""
        digest = blake2b(sms_id.lower().encode("utf-8", "surrogatepass"), digest_size=8).digest()
        if time is None:
            time = _UNKNOWN
        self._parts[digest[0] % _PARTS] += _pack(digest, time, status, send_status, kind, said, seconds, segment)
        self._held += _SIZE
        if self._held >= _IN_MEMORY:
            self._to_disk()

    def _to_disk(self) -> None:
        if self._file is None:
            self._file = tempfile.TemporaryFile(prefix="mock-esms-learn-")  # noqa: SIM115 - closed by ``close``
        self._file.seek(0, 2)
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
            groups = [Group([first.pop(key), *rest], len(rest) + 1 + more[key]) for key, rest in again.items()]
            yield list(first.values()), groups

    def _records_of(self, number: int) -> Iterator[SendRecord]:
        for block in self._blocks_of(number):
            yield from cast("Iterator[SendRecord]", _RECORD.iter_unpack(block))

    def _blocks_of(self, number: int) -> Iterator[bytes | bytearray]:
        if self._file is not None:
            for start, length in self._blocks[number]:
                for place in range(0, length, _AT_ONCE):
                    self._file.seek(start + place)
                    yield self._file.read(min(_AT_ONCE, length - place))
        yield self._parts[number]

    def close(self) -> None:
        """Forget everything; what is on disk is removed."""
        self._parts = []
        if self._file is not None:
            self._file.close()


_TIME: Final = attrgetter("time")
