"""Following many calls to their ends, by the events of the sandbox."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any, Final, NamedTuple

import aiohttp

from mock_esms.cli.call.campaign import Campaign
from mock_esms.cli.client import (
    SILENCE,
    ControlClient,
    ControlResponse,
    ServerSentEvent,
    server_sent_events,
)
from mock_esms.errors import UsageError

_END: Final = b"\n\n"
"""What ends an event."""
_PAGE: Final = 1_000
"""So many calls are looked at with one request."""


class CallEnd(NamedTuple):
    """How a call ended: CallStatus, None when the sandbox knows no longer; the states of its callbacks, final last."""

    call_status: str | None
    callbacks: tuple[str, ...] = ()


class CutShortError(UsageError):
    """The sandbox ended, or forgot the calls, before they had settled."""


class CallEnds:
    """Hears the events of a sandbox, and gathers the ends of calls, ours and others'."""

    def __init__(self) -> None:
        """Nothing was heard yet."""
        self.news = asyncio.Event()
        """Something of the rest has changed."""
        self.ended: dict[str, CallEnd] = {}
        self.without_end: set[str] = set()
        """What has settled, and of which no end was heard, because it was missed."""
        self.missed = False
        self.ever_missed = False
        self.reset = False
        self.campaign: Final = Campaign()
        self._statuses: dict[str, str] = {}
        self._last_id: int | None = None

    def on_event(self, event: ServerSentEvent) -> None:
        """Take in an event."""
        if self._last_id is not None and event.id != self._last_id + 1:
            # The sandbox keeps so many events, and this listener was too slow for it.
            self.missed = self.ever_missed = True
            self.news.set()
        self._last_id = event.id
        self.campaign.on_event(event)
        sms_id = str(event.data.get("sms_id"))
        if event.event == "reset":
            self.reset = True
            self.news.set()
        elif event.event == "ended":
            self._statuses[sms_id] = event.data["result"]["CallStatus"]
        elif event.event == "settled":
            if sms_id in self._statuses:
                self.ended[sms_id] = end_of(self._statuses.pop(sms_id), event.data)
            else:
                self.without_end.add(sms_id)
            self.news.set()


def end_of(call_status: str, fields: Mapping[str, Any]) -> CallEnd:
    """The end of a call whose ``callbacks`` are in these fields."""
    return CallEnd(call_status, tuple(callback["state"] for callback in fields["callbacks"]))


@asynccontextmanager
async def listening(session: aiohttp.ClientSession, remote: ControlClient) -> AsyncIterator["Listener"]:
    """Hear every event from now on.

    Raises ``UsageError`` when the control API refuses, ``UnreachableError`` when there is none.
    """
    timeout = aiohttp.ClientTimeout(total=None, sock_read=SILENCE)
    try:
        response = await session.get(f"{remote.url}/_mock/events", timeout=timeout)
    except (aiohttp.ClientError, OSError) as error:
        raise remote.unreachable(error) from None
    async with response:
        if response.status != 200:  # noqa: PLR2004 - HTTP's own number
            raise UsageError(ControlResponse(response.status, await response.text(errors="replace")).error)
        listener = Listener(session, remote, response)
        try:
            yield listener
        finally:
            await listener.close()


class Listener:
    """Listens to a sandbox in a task of its own, which it owns."""

    def __init__(self, session: aiohttp.ClientSession, remote: ControlClient, response: aiohttp.ClientResponse) -> None:
        """Read this stream of events."""
        self._session = session
        self._remote = remote
        self._ends = CallEnds()
        self._task = asyncio.ensure_future(_listen(response, self._ends))
        self._task.add_done_callback(lambda _task: self._ends.news.set())

    async def close(self) -> None:
        """Listen no longer."""
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task

    async def settle(self, sms_ids: Iterable[str], on_end: Callable[[CallEnd], None]) -> None:
        """Return when all these calls have settled; ``on_end`` hears of each. Raises ``CutShortError``."""
        left = set(sms_ids)
        ends = self._ends
        while True:
            ends.news.clear()
            # Each is taken before anything is awaited, since more may come meanwhile.
            ended, ends.ended = ends.ended, {}
            without_end, ends.without_end = ends.without_end, set()
            missed, ends.missed = ends.missed, False
            for sms_id in left & ended.keys():
                left.remove(sms_id)
                on_end(ended[sms_id])
            if not left:
                return
            if ends.reset:
                message = "the sandbox was reset, the calls are forgotten"
                raise CutShortError(message)
            if self._task.done():
                message = f"{self._remote.url} ended before the calls had settled"
                raise CutShortError(message)
            for sms_id in left if missed else left & without_end:
                await self._ask(sms_id)
            await ends.news.wait()

    async def campaign(self, sms_ids: Sequence[str]) -> tuple[str, ...]:
        """How it went with these calls, which have settled, in lines. Raises ``UnreachableError``."""
        if self._ends.ever_missed:
            await self._read_again(frozenset(sms_ids))
        return tuple(self._ends.campaign.lines(sms_ids))

    async def _read_again(self, sms_ids: Collection[str]) -> None:
        """Look at the calls, of which something was missed, as long as the sandbox keeps them."""
        after = ""
        while True:
            _, answer = await self._get(f"/_mock/calls?limit={_PAGE}{after}")
            calls = answer.get("calls", ())
            for call in calls:
                if call["sms_id"] in sms_ids:
                    self._ends.campaign.on_call(call)
            if len(calls) < _PAGE:
                return
            after = f"&after={calls[-1]['sms_id']}"

    async def _ask(self, sms_id: str) -> None:
        """Look at a call whose end may have been missed."""
        status, call = await self._get(f"/_mock/calls/{sms_id}")
        if status == 404:  # noqa: PLR2004 - HTTP's own number
            self._ends.ended[sms_id] = CallEnd(None)
        elif call["settled"]:
            self._ends.ended[sms_id] = end_of(call["result"]["CallStatus"], call)
        self._ends.news.set()

    async def _get(self, path: str) -> tuple[int, Any]:
        try:
            async with self._session.get(self._remote.url + path) as response:
                return response.status, await response.json()
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise self._remote.unreachable(error) from None


async def _listen(response: aiohttp.ClientResponse, ends: CallEnds) -> None:
    """Hear events until the stream ends, in whichever way it does."""
    try:
        rest = b""
        async for chunk in response.content.iter_any():
            *complete, rest = (rest + chunk).split(_END)
            for lines in complete:
                # Not splitlines(): JSON may hold characters that are line ends to it.
                for event in server_sent_events(iter([*lines.decode(errors="replace").split("\n"), ""])):
                    ends.on_event(event)
    except (aiohttp.ClientError, OSError):
        return  # whoever waits finds the task done
