"""``/_mock/inbox`` and ``/_mock/otp``: what a person has got, and the newest code that they were told (CONTRACT 13)."""

from typing import Annotated, NamedTuple, TypedDict

from aiohttp import web

from mock_esms.config.documents.annotations import About, Reads
from mock_esms.errors import UnknownError, UnmetError
from mock_esms.exchange.components import Components
from mock_esms.exchange.exchange import Exchange
from mock_esms.exchange.expectations.inbox import Inbox
from mock_esms.model.inbox_item import InboxItem, InboxKind
from mock_esms.model.times import format_instant
from mock_esms.server.control.entries.entry_json import Moment
from mock_esms.server.control.entries.listing import MAX_LIMIT
from mock_esms.server.control.history.expected import waits_of
from mock_esms.server.control.history.wait import MAX_TIMEOUT, MAX_WAITS
from mock_esms.server.control.serving.decode import digits
from mock_esms.server.control.serving.endpoint import ControlGroup, Endpoint
from mock_esms.server.control.serving.limits import ConcurrencyLimit
from mock_esms.server.control.serving.responses import ErrorJson, EvidenceJson, unmet


def _seconds(value: object) -> float:
    """A number of seconds in a query, where everything is text."""
    try:
        seconds = float(str(value))
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= MAX_TIMEOUT:
        message = f"{value!r} is no number of seconds from 0 to {MAX_TIMEOUT:g}"
        raise ValueError(message)
    return seconds


class InboxPageQuery(NamedTuple):
    """From which account, or from all; and how much is listed: the newest ``limit`` things, or all."""

    api_key: str | None = None
    limit: Annotated[int, digits(1, MAX_LIMIT)] | None = None


InboxItemJson = TypedDict(
    "InboxItemJson",
    {"at": Moment, "kind": InboxKind, "from": str, "text": str | None, "code": str | None, "sms_id": str},
)
InboxItemJson.__doc__ = (
    "What a person has got; ``from`` is brand, OA id, shortcode or caller id, ``text`` null where nobody knows what a "
    "call said, ``code`` null without one."
)


class InboxJson(TypedDict):
    """What the person with that phone has got, oldest first; the phone in national form."""

    phone: str
    items: list[InboxItemJson]


class OtpQuery(NamedTuple):
    """From which account, and how long to wait until all that is on its way to the phone is there."""

    api_key: str | None = None
    timeout: Annotated[
        Annotated[float, Reads(_seconds, {"type": "number", "minimum": 0, "maximum": MAX_TIMEOUT})] | None,
        About("Real seconds.", (), "what is there by now counts"),
    ] = None


class OtpJson(TypedDict):
    """The newest code that a person was told, and by what."""

    code: str
    text: str
    kind: InboxKind
    sms_id: str
    at: Moment


class InboxControl(ControlGroup):
    """Shows what people have got."""

    def __init__(self, exchange: Exchange, components: Components) -> None:
        """Look into the journal of these components."""
        super().__init__(exchange, components)
        self._inbox = Inbox(components.journal)
        self._limit = ConcurrencyLimit(MAX_WAITS, "requests that wait")

    async def inbox(self, phone: str, query: InboxPageQuery) -> InboxJson:
        """What the person with that phone has got, by message or call."""
        phone = self._inbox.owner(phone)
        items = self._inbox.items(phone, query.api_key)
        if query.limit is not None:
            items = items[-query.limit :]
        return InboxJson(phone=phone, items=[serialize_inbox_item(item) for item in items])

    async def otp(self, request: web.Request, phone: str, query: OtpQuery) -> OtpJson:
        """The newest code that the person with that phone was told; with `timeout`, once nothing more is coming."""
        phone = self._inbox.owner(phone)
        if query.timeout is None:
            newest = self._inbox.newest_code(phone, query.api_key)
        else:
            try:
                with self._limit.slot():
                    newest = await waits_of(request, self._components).code(phone, query.api_key, query.timeout)
            except UnmetError as error:
                raise unmet(str(error), UnknownError.code, UnknownError.status) from None
        if newest is None:
            count = len(self._inbox.items(phone, query.api_key))
            came = f"of what has come, {count} in all, nothing has one" if count else "nothing has come at all"
            message = f"no code has come to {phone}: {came}; GET /_mock/inbox/{phone} lists what has"
            raise UnknownError(message)
        return OtpJson(
            code=newest.code,
            text=newest.text or "",
            kind=newest.kind,
            sms_id=newest.sms_id,
            at=format_instant(newest.at),
        )

    endpoints = (
        Endpoint("get", "/inbox/{phone}", inbox),
        Endpoint("get", "/otp/{phone}", otp, errors=(503,), error_answers={404: ErrorJson | EvidenceJson}),
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
