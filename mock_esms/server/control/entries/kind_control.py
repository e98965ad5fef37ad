"""What every kind of entry has: a list, an address for each, and its callbacks sent by hand (CONTRACT 7 and 13)."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Mapping
from functools import partial
from typing import Generic, NamedTuple

from aiohttp import web

from mock_esms.config.match import Match
from mock_esms.journal.filter import FILTERS, Entry
from mock_esms.model.journal_entry import JournalEntry
from mock_esms.model.message_plan import Channel
from mock_esms.server.control.entries.listing import PageQuery, list_entries
from mock_esms.server.control.serving.decode import NoBody
from mock_esms.server.control.serving.endpoint import ControlGroup, Endpoint


class ChannelBody(NamedTuple):
    """Which channel's callbacks are meant."""

    channel: Channel | None = None


class KindControl(ControlGroup, ABC, Generic[Entry]):
    """Serves the entries of one kind; what is that kind's own, its class says."""

    kind: type[Entry]
    id_name: str = "sms_id"
    """What the paths of its endpoints call the id of an entry."""

    @abstractmethod
    def shown(self, entry: Entry) -> Mapping[str, object]:
        """An entry as the control API shows it."""

    @abstractmethod
    def listed(self, found: list[Entry], total: int) -> Mapping[str, object]:
        """Some entries of so many that fit."""

    async def many(self, query: PageQuery, match: Match) -> Mapping[str, object]:
        """The entries that fit the filters, oldest first unless ``order`` says newest."""
        return self.listed(*list_entries(self._journal, self.kind, query, match))

    async def one(self, request: web.Request) -> Mapping[str, object]:
        """One of them."""
        return self.shown(self.requested(request))

    async def redeliver(self, request: web.Request, body: NoBody | ChannelBody) -> Mapping[str, object]:
        """Send a final callback once more, now and without retries."""
        return self._by_hand(request, body, self._exchange.manual_delivery.redeliver)

    async def retry(self, request: web.Request, body: NoBody | ChannelBody) -> Mapping[str, object]:
        """Make the attempt now that is due next."""
        return self._by_hand(request, body, self._exchange.manual_delivery.retry)

    async def give_up(self, request: web.Request, body: NoBody | ChannelBody) -> Mapping[str, object]:
        """Make no further attempt of what is due."""
        return self._by_hand(request, body, self._exchange.manual_delivery.give_up)

    def _by_hand(
        self, request: web.Request, body: NoBody | ChannelBody, act: Callable[[Entry, str | None], object]
    ) -> Mapping[str, object]:
        act(self.requested(request), body.channel if isinstance(body, ChannelBody) else None)
        return self.shown(self.requested(request))

    def requested(self, request: web.Request) -> Entry:
        """The entry that the address names, as it stands now. Raises ``UnknownError``."""
        return self._exchange.entry(self.kind, request.match_info[self.id_name])


def endpoints_of_kind(  # noqa: PLR0913 - a sentence for each
    path: str,
    kind: type[JournalEntry],
    answers: tuple[Hashable, Hashable],
    body: type = NoBody,
    *,
    many: str,
    one: str,
    redeliver: str,
    retry: str = "Make the attempt now that is due next; it counts as the one that it would have been.",
    give_up: str,
) -> tuple[Endpoint, ...]:
    """The endpoints that every kind has; ``path`` is that of an entry, ``answers`` are a list of them, and one."""
    listed, shown = answers
    get = partial(Endpoint, "get", errors=(404,))
    post = partial(Endpoint, "post", answer=shown, body=body)
    return (
        get(path.rpartition("/")[0], KindControl.many, about=many, answer=listed, filters=FILTERS[kind]),
        get(path, KindControl.one, about=one, answer=shown),
        post(f"{path}/redeliver", KindControl.redeliver, about=redeliver, errors=(404, 409, 503)),
        post(f"{path}/retry", KindControl.retry, about=retry, errors=(404, 409)),
        post(f"{path}/give_up", KindControl.give_up, about=give_up, errors=(404, 409)),
    )
