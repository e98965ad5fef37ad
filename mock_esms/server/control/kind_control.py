"""What every kind of entry has: a list, an address for each, and its callbacks sent by hand (CONTRACT 7 and 13)."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from typing import Generic

from aiohttp import web

from mock_esms.exchange.exchange import Exchange
from mock_esms.journal import Journal
from mock_esms.journal.filter import FILTERS, Entry
from mock_esms.server.control.decode import NoBody, decode_body
from mock_esms.server.control.listing import list_entries, read_list_query
from mock_esms.server.control.responses import json_response


class KindControl(ABC, Generic[Entry]):
    """Serves the entries of one kind; what is that kind's own, its class says.

    They are listed at ``path``; one of them is at ``path/{id_name}``.
    """

    kind: type[Entry]
    path: str
    id_name = "sms_id"

    def __init__(self, exchange: Exchange, journal: Journal) -> None:
        """Serve the entries of this journal."""
        self._exchange = exchange
        self._journal = journal

    @abstractmethod
    def entry(self, entry_id: str) -> Entry:
        """The entry of that id. Raises ``UnknownError``."""

    @abstractmethod
    def shown(self, entry: Entry) -> Mapping[str, object]:
        """An entry as the control API shows it."""

    @abstractmethod
    def listed(self, found: list[Entry], total: int) -> Mapping[str, object]:
        """Some entries of so many that fit."""

    async def channel(self, request: web.Request) -> str | None:
        """Which channel's callbacks are meant, where entries have several."""
        await decode_body(request, NoBody)
        return None

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """The addresses."""
        one = f"{self.path}/{{{self.id_name}}}"
        return (
            web.get(self.path, self.many),
            web.get(one, self.one),
            web.post(f"{one}/redeliver", self.redeliver),
            web.post(f"{one}/retry", self.retry),
            web.post(f"{one}/give_up", self.give_up),
        )

    async def many(self, request: web.Request) -> web.Response:
        """The entries that fit the filters, oldest first unless ``order`` says newest."""
        found, total = list_entries(self._journal, self.kind, read_list_query(request, FILTERS[self.kind]))
        return json_response(self.listed(found, total))

    async def one(self, request: web.Request) -> web.Response:
        """One of them."""
        return self.response(request)

    async def redeliver(self, request: web.Request) -> web.Response:
        """Send a final callback once more, now and without retries."""
        channel = await self.channel(request)
        self._exchange.manual_delivery.redeliver(self.meant(request), channel)
        return self.response(request)

    async def retry(self, request: web.Request) -> web.Response:
        """Make the attempt now that is due next."""
        channel = await self.channel(request)
        self._exchange.manual_delivery.retry(self.meant(request), channel)
        return self.response(request)

    async def give_up(self, request: web.Request) -> web.Response:
        """Make no further attempt of what is due."""
        channel = await self.channel(request)
        self._exchange.manual_delivery.give_up(self.meant(request), channel)
        return self.response(request)

    def meant(self, request: web.Request) -> Entry:
        """The entry that the address names."""
        return self.entry(request.match_info[self.id_name])

    def response(self, request: web.Request) -> web.Response:
        """That entry as it stands now."""
        return json_response(self.shown(self.meant(request)))
