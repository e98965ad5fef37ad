"""``/_mock/inbox`` and ``/_mock/otp``: what a person has got, and the newest code that they were told (CONTRACT 13)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypedDict

from aiohttp import web

from mock_esms.errors import UnknownError
from mock_esms.exchange.inbox import Inbox, InboxItem
from mock_esms.journal import Journal
from mock_esms.model.message import Channel
from mock_esms.model.times import format_instant
from mock_esms.server.control.decode import decode_query
from mock_esms.server.control.json_types import Moment
from mock_esms.server.control.responses import json_response

Kind = Channel | Literal["call"]


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxQuery:
    """From which account; all of them where that is left out."""

    api_key: str | None = None


InboxItemJson = TypedDict(
    "InboxItemJson",
    {"at": Moment, "kind": Kind, "from": str, "text": str | None, "code": str | None, "sms_id": str},
)
InboxItemJson.__doc__ = (
    "What a person has got; ``from`` is brand, OA id, shortcode or caller id, ``text`` null where nobody knows what a "
    "call said, ``code`` null without one."
)


class InboxJson(TypedDict):
    """What the person with that phone has got, oldest first; the phone in national form."""

    phone: str
    items: list[InboxItemJson]


class OtpJson(TypedDict):
    """The newest code that a person was told, and by what."""

    code: str
    text: str
    kind: Kind
    sms_id: str
    at: Moment


class InboxControl:
    """Shows what people have got."""

    def __init__(self, journal: Journal) -> None:
        """Look into this journal."""
        self._inbox = Inbox(journal)

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """The addresses."""
        return (web.get("/inbox/{phone}", self.inbox), web.get("/otp/{phone}", self.otp))

    async def inbox(self, request: web.Request) -> web.Response:
        """Everything that has come to a phone."""
        query = decode_query(request.query, InboxQuery)
        phone = self._inbox.owner(request.match_info["phone"])
        items = self._inbox.items(phone, query.api_key)
        return json_response(InboxJson(phone=phone, items=[serialize_inbox_item(item) for item in items]))

    async def otp(self, request: web.Request) -> web.Response:
        """The newest code that has come to a phone."""
        query = decode_query(request.query, InboxQuery)
        phone = self._inbox.owner(request.match_info["phone"])
        newest = self._inbox.newest_code(phone, query.api_key)
        if newest is None:
            count = len(self._inbox.items(phone, query.api_key))
            came = f"of what has come, {count} in all, nothing has one" if count else "nothing has come at all"
            message = f"no code has come to {phone}: {came}; GET /_mock/inbox/{phone} lists what has"
            raise UnknownError(message)
        return json_response(
            OtpJson(
                code=newest.code,
                text=newest.text or "",
                kind=newest.kind,
                sms_id=newest.sms_id,
                at=format_instant(newest.at),
            )
        )


def serialize_inbox_item(item: InboxItem) -> InboxItemJson:
    """One thing that a person has got."""
    return {
        "at": format_instant(item.at),
        "kind": item.kind,
        "from": item.sender,
        "text": item.text,
        "code": item.code or None,
        "sms_id": item.sms_id,
    }
