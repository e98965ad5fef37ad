"""The lines of a recording: a request with its answer, and a callback with the application's answer.

``learn`` reads them: ``target``, ``time``, ``status``, ``error`` and ``ms`` are named as in any server's JSON log.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import quote, unquote_plus

from mock_esms.cli.record.forward import UpstreamResponse
from mock_esms.cli.record.pseudonyms import Pseudonyms
from mock_esms.esms.requests.masking import MASK, shown_path
from mock_esms.model.times import Instant, format_instant, parse_instant

_ID_OF_ANSWER: Final = ("SMSID", "ServicePreviewId")
_CODES: Final = ("CodeResult", "CodeResponse", "Code")
_SEND_DATE: Final = "senddate"
_NO_FORM: Final = re.compile(rb'[\s<>"{}\[\]]')
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_.%-]*")
"""What may be the name of a parameter; anything else in its place may be somebody's number."""


class RecordingLines:
    """Makes lines in which secrets are masked, and phones and ids replaced."""

    def __init__(self) -> None:
        self._pseudonyms = Pseudonyms()

    def request(  # noqa: PLR0913 - the parts of a line
        self,
        *,
        time: Instant,
        method: str,
        target: str,
        body: bytes,
        answer: UpstreamResponse,
        ms: float,
    ) -> str:
        """A request to eSMS and what it answered; the status is null where no answer came."""
        path, _, query = target.partition("?")
        given = {unquote_plus(name).lower(): unquote_plus(value) for name, value in _pairs(query)}
        members = _members(body)
        given |= {name.lower(): value for name, value in members.items()}
        answered = {} if answer.error else _members(answer.body)
        sms_id = next((answered[name] for name in _ID_OF_ANSWER if answered.get(name)), None)
        entry: dict[str, object] = {
            "kind": "request",
            "time": format_instant(time),
            "method": method,
            "target": self._target(shown_path(path), query),
            "status": None if answer.error else answer.status,
            "error": answer.error,
            "ms": round(ms, 1),
            "code": next((answered[name] for name in _CODES if answered.get(name)), None),
            "sms_id": None if sms_id is None else self._pseudonyms.id_of(sms_id),
            "send_date": _send_date(given.get(_SEND_DATE, "")),
            "body": self._shown(members),
            "answer": self._shown(answered),
        }
        return json.dumps(entry, ensure_ascii=False)

    def callback(  # noqa: PLR0913 - the parts of a line
        self,
        *,
        time: Instant,
        method: str,
        target: str,
        protocol: str,
        user_agent: str | None,
        headers: list[str],
        body: bytes,
        status: int | None,
        error: str | None,
        ms: float,
    ) -> str:
        """A callback and what the application answered; ``error`` says why there was no answer.

        What a form says stands in ``parameters``, encoded as it was, and what a JSON object says in ``body``.
        ``status`` is what eSMS got: 502 where the application could not be reached, None where eSMS did not wait.
        """
        path, _, query = target.partition("?")
        entry: dict[str, object] = {
            "kind": "callback",
            "time": format_instant(time),
            "method": method,
            "target": self._target(path, query),
            "protocol": protocol,
            "user_agent": user_agent,
            "headers": headers,
            "status": status,
            "error": error,
            "ms": round(ms, 1),
        }
        form = _form(body)
        if form:
            entry["parameters"] = "&".join(self._piece(name, value) for name, value in _pairs(form))
        elif members := _members(body):
            entry["body"] = self._shown(members)
        return json.dumps(entry, ensure_ascii=False)

    def _target(self, path: str, query: str) -> str:
        """A target with the names, their order and the encoding of its parameters, and with what may be shown."""
        pieces = [self._piece(name, value) for name, value in _pairs(query)]
        return f"{path}?{'&'.join(pieces)}" if query else path

    def _piece(self, name: str, value: str) -> str:
        decoded = unquote_plus(value)
        shown = self._pseudonyms.shown(unquote_plus(name).lower(), decoded)
        if not _NAME.fullmatch(name):
            name = MASK
        return f"{name}={value if shown == decoded else quote(shown, safe='*-')}"

    def _shown(self, members: Mapping[str, str]) -> dict[str, str]:
        return {name: self._pseudonyms.shown(name.lower(), value) for name, value in members.items()}


def _pairs(query: str) -> Iterator[tuple[str, str]]:
    for piece in query.split("&") if query else ():
        name, _, value = piece.partition("=")
        yield name, value


def _members(body: bytes) -> dict[str, str]:
    """The members of an object in JSON, or the fields of a form, as texts; what is neither has none."""
    form = _form(body)
    if form:
        return {unquote_plus(name): unquote_plus(value) for name, value in _pairs(form)}
    try:
        members = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(members, dict):
        return {}
    return {name: _text(value) for name, value in members.items() if value is not None}


def _form(body: bytes) -> str:
    """A body that is the fields of a form; empty when it is none, as where something in it is not encoded."""
    text = body.strip()
    return text.decode("latin-1") if b"=" in text and not _NO_FORM.search(text) else ""


def _text(value: object) -> str:
    if isinstance(value, dict | list):
        return MASK
    return value if isinstance(value, str) else json.dumps(value)


def _send_date(text: str) -> str | None:
    """A SendDate as an instant; both ways in which eSMS has it written are read (FACTS 2 and 4)."""
    try:
        return format_instant(parse_instant(text.replace("/", "-"))) if text else None
    except ValueError:
        return None
