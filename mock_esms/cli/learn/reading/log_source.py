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
from types import ModuleType
from typing import Final, Protocol, cast

from mock_esms._text import printable
from mock_esms.errors import UsageError

BLOCK: Final = 256 * 1024
LONGEST_LINE: Final = 2 * 1024 * 1024
"""A longer line is none that anybody logs; it is skipped, and counted as broken."""
TOO_LONG: Final = "\0"
"""What stands in the place of a line that was too long: no log can have it."""

_GZIP: Final = b"\x1f\x8b"
_BZ2: Final = b"BZh"
_XZ: Final = b"\xfd7zXZ\x00"
_ZSTD: Final = b"\x28\xb5\x2f\xfd"
_ZSTD_PACKAGES: Final = ("compression.zstd", "backports.zstd")


class LogBytes(Protocol):
    """The plain bytes of a log."""

    def read(self, size: int, /) -> bytes:
        """So many at most; none at the end."""

    def peek(self, size: int, /) -> bytes:
        """Some of those to come, which stay there."""


@contextmanager
def open_log(path: Path) -> Iterator[LogBytes]:
    """A log; ``-`` is standard input. Its first bytes say what it is compressed with.

    Raises ``UsageError`` when it cannot be opened or read, is damaged or binary.
    """
    name = name_of(path)
    try:
        with _opened(path) as file:
            log, damage = _unpacked(file, name)
            try:
                yield log
            except damage as error:
                message = f"{name} is damaged: {error}"
                raise UsageError(message) from None
    except EOFError:
        message = f"{name} is cut off: its compressed data end in the middle"
        raise UsageError(message) from None
    except OSError as error:
        message = f"{name} cannot be read: {error.strerror or error}"
        raise UsageError(message) from None


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


def _unpacked(file: io.BufferedReader, name: str) -> tuple[LogBytes, tuple[type[Exception], ...]]:
    """The plain bytes of a file, and the errors that say that it is damaged."""
    begins = file.peek(BLOCK)[:BLOCK]
    if begins.startswith(_GZIP):
        return gzip.GzipFile(fileobj=file), (zlib.error, gzip.BadGzipFile)
    if begins.startswith(_BZ2):
        return bz2.BZ2File(file), ()  # damage is an OSError with a sentence of its own
    if begins.startswith(_XZ):
        return lzma.LZMAFile(file), (lzma.LZMAError,)
    if begins.startswith(_ZSTD):
        zstd = _zstd_package(name)
        return zstd.ZstdFile(file), (zstd.ZstdError,)
    if b"\0" in begins:
        message = f"{name} is binary (or text in UTF-16); give an access log, JSON lines, HAR, or addresses, in UTF-8"
        raise UsageError(message)
    return file, ()


def _zstd_package(name: str) -> ModuleType:
    """Python has it from 3.14 on; before, where a package that brings it is installed."""
    for package in _ZSTD_PACKAGES:
        try:
            return import_module(package)
        except ImportError:
            continue
    message = (
        f"{name} is compressed with zstd, which this Python cannot read; "
        f"write: zstd -dc {name} | mock-esms learn -   (or install the package backports.zstd)"
    )
    raise UsageError(message)


def lines_of(log: LogBytes) -> Iterator[list[str]]:
    """The lines, as many at a time as a block holds; bytes are read as Latin-1, so that none is lost.

    A line of over ``LONGEST_LINE`` bytes is ``TOO_LONG``.
    """
    rest: list[bytes] = []
    held = 0
    skipping = False
    while block := log.read(BLOCK):
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
