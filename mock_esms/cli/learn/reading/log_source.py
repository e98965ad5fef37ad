"""A log as a stream of bytes, whatever it is compressed with, and its lines, however long they are."""

import bz2
import gzip
import io
import lzma
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import IO, TYPE_CHECKING, BinaryIO, Final, cast

from mock_esms._text import printable
from mock_esms.errors import UsageError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

BLOCK: Final = 256 * 1024
LONGEST_LINE: Final = 2 * 1024 * 1024
"""A longer line is none that anybody logs; it is skipped, and counted as broken."""
TOO_LONG: Final = "\0"
"""What stands in the place of a line that was too long: no log can have it."""

_GZIP: Final = b"\x1f\x8b"
_BZ2: Final = b"BZh"
_XZ: Final = b"\xfd7zXZ\x00"
_ZSTD: Final = b"\x28\xb5\x2f\xfd"
_MAGIC: Final = 6
_ZSTD_PACKAGES: Final = ("compression.zstd", "backports.zstd")


@contextmanager
def open_log(path: Path) -> Iterator[BinaryIO]:
    """The plain bytes of a log; ``-`` is standard input. Their first bytes say what they are compressed with.

    Raises ``UsageError`` when it cannot be opened or read, is damaged or binary.
    """
    name = name_of(path)
    try:
        with _opened(path) as file:
            yield cast("BinaryIO", _unpacked(file, name))
    except EOFError:
        message = f"{name} is cut off: its compressed data end in the middle"
        raise UsageError(message) from None
    except (zlib.error, lzma.LZMAError, gzip.BadGzipFile) as error:
        raise _damaged(name, error) from None
    except OSError as error:
        message = f"{name} cannot be read: {error.strerror or error}"
        raise UsageError(message) from None


def _damaged(name: str, error: Exception) -> UsageError:
    return UsageError(f"{name} is damaged: {error}")


def name_of(path: Path) -> str:
    """How a log is called in sentences."""
    return "standard input" if str(path) == "-" else printable(str(path))


@contextmanager
def _opened(path: Path) -> Iterator[io.BufferedReader]:
    if str(path) == "-":
        yield cast("io.BufferedReader", sys.stdin.buffer)
        return
    if path.is_dir():
        message = f"{name_of(path)} is a folder; name the log files in it"
        raise UsageError(message)
    with path.open("rb", buffering=BLOCK) as file:
        yield cast("io.BufferedReader", file)


def _unpacked(file: io.BufferedReader, name: str) -> IO[bytes]:
    magic = file.peek(_MAGIC)[:_MAGIC]
    if magic.startswith(_GZIP):
        return cast("IO[bytes]", gzip.GzipFile(fileobj=file))
    if magic.startswith(_BZ2):
        return cast("IO[bytes]", bz2.BZ2File(file))
    if magic.startswith(_XZ):
        return cast("IO[bytes]", lzma.LZMAFile(file))
    if magic.startswith(_ZSTD):
        return _zstd(file, name)
    if b"\0" in file.peek(BLOCK)[:BLOCK]:
        message = f"{name} is binary (or text in UTF-16); give an access log, JSON lines, HAR, or addresses, in UTF-8"
        raise UsageError(message)
    return file


def _zstd(file: IO[bytes], name: str) -> IO[bytes]:
    """Python can from 3.14 on; before, where a package that brings it is installed."""
    for package in _ZSTD_PACKAGES:
        try:
            module = import_module(package)
        except ImportError:
            continue
        return cast("IO[bytes]", io.BufferedReader(_Zstd(module.ZstdFile(file), module.ZstdError, name), BLOCK))
    message = (
        f"{name} is compressed with zstd, which this Python cannot read; "
        f"write: zstd -dc {name} | mock-esms learn -   (or install the package backports.zstd)"
    )
    raise UsageError(message)


class _Zstd(io.RawIOBase):
    """What a package for zstd reads; its own error becomes our sentence."""

    def __init__(self, plain: IO[bytes], error: type[Exception], name: str) -> None:
        self._plain = plain
        self._error = error
        self._name = name

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer)
        try:
            data = self._plain.read(len(view))
        except self._error as error:
            raise _damaged(self._name, error) from None
        view[: len(data)] = data
        return len(data)


def lines_of(stream: IO[bytes]) -> Iterator[list[str]]:
    """The lines, as many at a time as a block holds; bytes are read as Latin-1, so that none is lost.

    A line of over ``LONGEST_LINE`` bytes is ``TOO_LONG``.
    """
    rest: list[bytes] = []
    held = 0
    skipping = False
    while block := stream.read(BLOCK):
        end = block.rfind(b"\n") + 1
        if not end:
            held += len(block)
            skipping = skipping or held > LONGEST_LINE
            rest = [] if skipping else [*rest, block]
            continue
        begun = TOO_LONG.encode() + block[block.index(b"\n") : end] if skipping else b"".join((*rest, block[:end]))
        rest, held, skipping = [block[end:]], len(block) - end, False
        lines = begun.decode("latin-1").split("\n")
        lines.pop()
        yield lines
    if skipping:
        yield [TOO_LONG]
    elif held:
        yield [b"".join(rest).decode("latin-1")]
