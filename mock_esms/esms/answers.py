"""What the eSMS side answers: a status, a body in bytes, and its headers."""

from typing import Final, NamedTuple

JSON: Final = "application/json; charset=utf-8"
HTML: Final = "text/html; charset=UTF-8"
TEXT: Final = "text/plain; charset=utf-8"


class EsmsResponse(NamedTuple):
    """One answer of the eSMS side, to the byte; ``code`` is the result code in the body, for the request journal."""

    status: int
    body: bytes
    content_type: str = JSON
    headers: tuple[tuple[str, str], ...] = ()
    code: str | None = None
