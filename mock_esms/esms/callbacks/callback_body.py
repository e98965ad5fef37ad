"""A callback by POST: what its address would say of the outcome moves from the query into a body.

eSMS sends GET, with everything in the query (FACTS 3); this is for providers and tests that want it otherwise.
"""

import json
from collections.abc import Iterable
from typing import Final, NamedTuple
from urllib.parse import unquote, unquote_plus

from mock_esms.config.settings import Quirks
from mock_esms.esms.callbacks.callback_url import CALLBACK_PARAMETERS, encoded_base
from mock_esms.esms.callbacks.voice_otp_callback import VOICE_OTP_PARAMETERS
from mock_esms.model.delivery_plan import BodyFormat

_CONTENT_TYPES: Final[dict[BodyFormat, str]] = {
    "json": "application/json; charset=utf-8",
    "form": "application/x-www-form-urlencoded",
}
_OURS: Final = frozenset(name.lower() for name in (*CALLBACK_PARAMETERS, *VOICE_OTP_PARAMETERS))


class PostedCallback(NamedTuple):
    """Where a callback is posted to, and what is posted."""

    url: str
    content_type: str
    content: bytes


def posted_callback(template: str, url: str, body: BodyFormat, quirks: Quirks) -> PostedCallback:
    """The callback that goes by GET to ``url``, made of this CallbackUrl, as a POST.

    What the CallbackUrl says by itself stays in the query; its placeholders, and what was appended, make the body: in
    the same order, every value a text.
    """
    base, mark, query = url.partition("?")
    own = set(encoded_base(template).partition("?")[2].split("&"))
    receivers_own = [piece for piece in query.split("&") if piece in own and not _is_placeholder(piece)]
    moved = [piece for piece in query.split("&") if piece and piece not in receivers_own] if mark else []
    if body == "form":
        content = "&".join(moved).encode()
    else:
        decode = unquote_plus if quirks.callback_space == "+" else unquote
        pairs = (tuple(decode(part) for part in piece.partition("=")[::2]) for piece in moved)
        content = _object(pairs).encode(errors="replace")
    query = "&".join(piece for piece in receivers_own if piece)
    return PostedCallback(f"{base}?{query}" if query else base, _CONTENT_TYPES[body], content)


def _is_placeholder(piece: str) -> bool:
    name, _, value = piece.partition("=")
    return not value and unquote_plus(name).lower() in _OURS


def _object(pairs: Iterable[tuple[str, ...]]) -> str:
    """A JSON object; a name that a scenario adds a second time stands there twice."""
    members = (": ".join(json.dumps(part, ensure_ascii=False) for part in pair) for pair in pairs)
    return f"{{{', '.join(members)}}}"
