"""``/_mock/health``, ``/_mock/calls`` and ``/_mock/requests``: what happened, and sending a callback again."""

from collections.abc import Iterable
from typing import Final, cast

from aiohttp import web

from mock_esms._version import __version__
from mock_esms.config.match import CALL_NAMES, Match
from mock_esms.errors import UnknownError, WrongValueError
from mock_esms.exchange.call_progress import DEEDS, PersonAction
from mock_esms.exchange.exchange import Exchange
from mock_esms.journal import Journal
from mock_esms.model.calls import Call
from mock_esms.server.control.json_types import CallsJson, HealthJson, RequestsJson
from mock_esms.server.control.parse import as_match, as_one_of, as_whole, read_object, refuse_unknown, take
from mock_esms.server.control.responses import json_response
from mock_esms.server.control.serializers import serialize_call, serialize_request

MAX_LIMIT: Final = 10_000
_PAGING: Final = ("limit", "after", "order")


class CallsControl:
    """Reads calls and requests from the journal."""

    def __init__(self, exchange: Exchange, journal: Journal) -> None:
        """Serve what this journal keeps."""
        self._exchange = exchange
        self._journal = journal

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """The addresses."""
        return (
            web.get("/health", self.health),
            web.get("/calls", self.calls),
            web.get("/calls/{sms_id}", self.call),
            web.post("/calls/{sms_id}/redeliver", self.redeliver),
            web.post("/calls/{sms_id}/retry", self.retry),
            web.post("/calls/{sms_id}/give_up", self.give_up),
            web.post("/calls/{sms_id}/act", self.act),
            web.get("/requests", self.requests),
        )

    async def health(self, _request: web.Request) -> web.Response:
        """The sandbox runs."""
        return json_response(HealthJson(status="ok", version=__version__))

    async def calls(self, request: web.Request) -> web.Response:
        """The calls that fit the filters, oldest first unless ``order`` says newest.

        ``total`` counts them before the limit. ``last_event`` is the id of the newest event that they know of: whoever
        follows the events from there on misses nothing and sees nothing twice.
        """
        filters = {name: value for name, value in request.query.items() if name not in _PAGING}
        match = take({"query": filters}, "query", as_match(CALL_NAMES), Match())
        limit = take(request.query, "limit", as_whole(0, MAX_LIMIT), 100)
        newest_first = _newest_first(request)
        # Whoever only wants to know how many there are need not wait until a list of all is made.
        found = self._journal.calls(match) if limit or match.pairs else []
        page = found[::-1] if newest_first else found
        if "after" in request.query:
            page = self._after(page, request.query["after"], newest_first=newest_first)
        return json_response(
            CallsJson(
                calls=[serialize_call(call) for call in page[:limit]],
                total=len(found) if limit or match.pairs else len(self._journal),
                dropped=self._journal.dropped_calls,
                last_event=self._journal.events.last_id,
            )
        )

    def _after(self, found: list[Call], sms_id: str, *, newest_first: bool) -> list[Call]:
        last = self._journal.get(sms_id)
        if last is None:
            message = f"after: no call has the sms_id {sms_id!r}; it may have been dropped"
            raise UnknownError(message)
        return [call for call in found if call.number != last.number and (call.number < last.number) is newest_first]

    async def call(self, request: web.Request) -> web.Response:
        """One call."""
        return json_response(serialize_call(self._exchange.call(request.match_info["sms_id"])))

    async def redeliver(self, request: web.Request) -> web.Response:
        """Send the final callback once more."""
        await read_object(request, allowed=())
        return json_response(serialize_call(self._exchange.redeliver(request.match_info["sms_id"])))

    async def retry(self, request: web.Request) -> web.Response:
        """Make the attempt now that is due next."""
        await read_object(request, allowed=())
        return json_response(serialize_call(self._exchange.retry(request.match_info["sms_id"])))

    async def give_up(self, request: web.Request) -> web.Response:
        """Make no further attempt of what is due."""
        await read_object(request, allowed=())
        return json_response(serialize_call(self._exchange.give_up(request.match_info["sms_id"])))

    async def act(self, request: web.Request) -> web.Response:
        """Do what the called person of an interactive call does."""
        data = await read_object(request, allowed=("do", "key"))
        if "do" not in data:
            message = f"do: say what the person does, one of {', '.join(DEEDS)}"
            raise WrongValueError(message)
        deed = cast("PersonAction", take(data, "do", as_one_of(*DEEDS), ""))
        key = take(data, "key", as_one_of(*"0123456789*#"), None)
        if (deed == "press") is (key is None):
            message = 'key: goes with {"do": "press"}, and with nothing else'
            raise WrongValueError(message)
        return json_response(serialize_call(self._exchange.act(request.match_info["sms_id"], deed, key)))

    async def requests(self, request: web.Request) -> web.Response:
        """Every request of the eSMS side, or those with one ApiKey; ``matched`` = it reached an operation.

        Oldest first unless ``order`` says newest.
        """
        refuse_unknown(list(request.query), ("matched", "api_key", "limit", "order"), "filter")
        matched = take(request.query, "matched", as_one_of("true", "false"), "")
        limit = take(request.query, "limit", as_whole(0, MAX_LIMIT), MAX_LIMIT)
        found = self._journal.requests(matched=None if not matched else matched == "true")
        if _newest_first(request):
            found = found[::-1]
        if "api_key" in request.query:
            found = [entry for entry in found if entry.api_key == request.query["api_key"]]
        return json_response(
            RequestsJson(
                requests=[serialize_request(entry) for entry in found[:limit]],
                total=len(found),
                unreadable=self._journal.unreadable,
            )
        )


def _newest_first(request: web.Request) -> bool:
    return take(request.query, "order", as_one_of("oldest", "newest"), "oldest") == "newest"
