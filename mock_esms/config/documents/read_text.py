"""From a file or bytes to a document's text: size, encoding and characters are checked before YAML sees it."""

import codecs
import os
import re
import stat
from pathlib import Path
from typing import Final

from mock_esms.errors import DocumentError, Problem

MAX_BYTES: Final = 1024 * 1024
"""A document may be 1 MiB (CONTRACT 5)."""

# Two small sets: as one, compiling it would take longer than all the rest of this package.
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_NO_CHARACTER: Final = re.compile("[\ufeff\ufffe\uffff]")
"""With ``_CONTROL`` and lone surrogates: what YAML forbids, and the byte order mark in the middle of a text."""
_OTHER_ENCODINGS: Final = {
    codecs.BOM_UTF32_LE: "UTF-32",
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}


def read_file(path: Path) -> str:
    """The text of a document's file.

    Raises ``DocumentError`` when there is no such file, it cannot be read, it is over 1 MiB, or it is not UTF-8 text.
    """
    file = str(path)
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            kind = "a folder" if stat.S_ISDIR(mode) else "no ordinary file"
            raise _wrong(file, f"this is {kind}; name a YAML file")
        with path.open("rb") as opened:
            content = opened.read(MAX_BYTES + 1)  # one byte more tells that it is too large, however large it is
    except OSError as error:
        reason = error.strerror or str(error)
        raise _wrong(file, f"the file cannot be read: {reason[:1].lower()}{reason[1:]}") from None
    except ValueError:  # a NUL in the path
        raise _wrong(file, "this is no name of a file") from None
    return decoded_text(content, file)


def decoded_text(content: bytes, file: str) -> str:
    """The text in ``content``, without a byte order mark.

    Raises ``DocumentError`` with line and column when it is over 1 MiB, is not UTF-8, or has control characters in it.
    """
    if len(content) > MAX_BYTES:
        raise _too_large(file)
    for mark, encoding in _OTHER_ENCODINGS.items():
        if content.startswith(mark):
            raise _wrong(file, f"this is {encoding} text; save it as UTF-8", 1, 1)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8-sig", "replace")
        message = f"the byte 0x{content[error.start]:02X} is not UTF-8; save the document as UTF-8"
        raise _wrong(file, message, *_place_after(before)) from None
    return checked_text(text, file)


def checked_text(text: str, file: str) -> str:
    """The text itself, when it is not too long and has only characters that YAML allows; else ``DocumentError``."""
    if len(text) > MAX_BYTES:
        raise _too_large(file)
    text = text.removeprefix("\ufeff")
    found = [match.start() for match in (_CONTROL.search(text), _NO_CHARACTER.search(text)) if match]
    try:
        text.encode()
    except UnicodeEncodeError as error:
        found.append(error.start)
    if found:
        message = f"the character U+{ord(text[min(found)]):04X} cannot stand in a document; remove it"
        raise _wrong(file, message, *_place_after(text[: min(found)]))
    return text


def _place_after(text: str) -> tuple[int, int]:
    lines = re.split("\r\n|[\n\r\x85\u2028\u2029]", text)
    return len(lines), len(lines[-1]) + 1


def _wrong(file: str, message: str, line: int | None = None, column: int | None = None) -> DocumentError:
    return DocumentError(os.fsdecode(file), (Problem(message, line, column),))


def _too_large(file: str) -> DocumentError:
    return _wrong(file, "the document is larger than 1 MiB; split it, or write less")
