"""Which Content-Type is JSON, and in which encoding its body is: WCF's rule (FACTS 1).

It follows from the published source of .NET Framework, ``MessageEncoder.IsContentTypeSupported`` and
``TextMessageEncoderFactory.GetEncodingFromContentType``: behind the media type and a semicolon anything may stand
in which a charset is found that WCF knows; where there is none, it must be parameters as MIME writes them.
"""

import json
import re
from typing import Final

_MEDIA_TYPE: Final = re.compile(r"(?:application|text)/json[ \t]*(?:;|\Z)", re.IGNORECASE | re.ASCII)
_CHARSET: Final = re.compile(r";[ \t]*charset=([^;]*)", re.IGNORECASE | re.ASCII)
_TOKEN: Final = r"[!#$%&'*+.0-9A-Z^_`a-z{|}~-]+"  # noqa: S105 - a token of MIME
_MIME: Final = re.compile(
    rf'[^;]+(?:;[ \t]*(?P<name>{_TOKEN})[ \t]*=[ \t]*(?:{_TOKEN}|"(?:[^"\\]|\\.)*")[ \t]*)*(?:;[ \t]*)?', re.ASCII
)
_ENCODINGS: Final = {"utf-8": "utf-8-sig", "utf-16": "utf-16", "utf-16le": "utf-16-le", "utf-16be": "utf-16-be"}


def decode_json(content_type: str, body: bytes) -> str:
    """The text of a JSON body. Raises ``ValueError`` where WCF would not read it as JSON."""
    if _MEDIA_TYPE.match(content_type) is None:
        message = f"{content_type} is no JSON"
        raise ValueError(message)
    found = _CHARSET.search(content_type)
    charset = _unquoted(found[1].rstrip()).lower() if found is not None else ""
    encoding = _ENCODINGS.get(charset)
    if encoding is None:
        if charset or _MIME.fullmatch(content_type) is None:
            message = f"{content_type} cannot be read, or names an encoding that WCF does not know"
            raise ValueError(message)
        encoding = json.detect_encoding(body)  # of UTF-8, 16 and 32
        if encoding.startswith("utf-32"):
            message = "WCF reads no UTF-32"
            raise ValueError(message)
    return body.decode(encoding).removeprefix("\ufeff")


def is_json(content_type: str) -> bool:
    """Whether a Content-Type says that a body is JSON, in whatever encoding."""
    return _MEDIA_TYPE.match(content_type) is not None


def is_multipart(content_type: str) -> bool:
    """Whether a Content-Type says that a body is of several parts, as a form with files is."""
    return content_type.lstrip(" \t").lower().startswith("multipart/")


def _unquoted(text: str) -> str:
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] == '"' else text
