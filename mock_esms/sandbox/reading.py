"""What is asked of a sandbox: what happened, the clock, evidence; at once, and from any thread."""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Self, TypeVar

from mock_esms.clock.clock import ClockMode, ClockState
from mock_esms.config.settings import Settings
from mock_esms.errors import UnmetError
from mock_esms.exchange.components import Components
from mock_esms.exchange.exchange import Exchange
from mock_esms.exchange.expectations.failure_report import miscounted
from mock_esms.exchange.expectations.inbox import Inbox
from mock_esms.exchange.expectations.timeline_text import timeline_text
from mock_esms.exchange.expectations.waits import Bounds, Waits, match_of
from mock_esms.journal import fits
from mock_esms.journal.filter import FILTERS, Entry
from mock_esms.model.calls import Call
from mock_esms.model.inbox_item import InboxItem
from mock_esms.model.message import Message
from mock_esms.model.received_request import ReceivedRequest
from mock_esms.sandbox.hosted_app import HostedApp
from mock_esms.server.tls import Tls

T = TypeVar("T")


class SandboxReader:
    """Everything here answers at once and may be asked from any thread. Matches are globs by parameter name."""

    hosted: HostedApp

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        scenarios: Iterable[Path | str] = (),
        host: str = "127.0.0.1",
        port: int = 0,
        tls: Tls | bool = False,
    ) -> None:
        """Prepare a sandbox; port 0 takes any free one, ``scenarios`` are files and folders, the clock is ``auto``.

        With ``tls`` it speaks HTTPS as well; true is any free port and the authority in the user's own folder.
        Raises ``UsageError`` where the settings are impossible, ``DocumentError`` where a scenario is wrong.
        """
        self.hosted = HostedApp(settings, scenarios, host=host, port=port, tls=tls)

    @classmethod
    def of(cls, hosted: HostedApp) -> Self:
        """The same sandbox, for whoever waits for it in another way."""
        sandbox = cls.__new__(cls)
        sandbox.hosted = hosted
        return sandbox

    # --- where it lives -------------------------------------------------------------------------------------------

    @property
    def url(self) -> str:
        """Where it listens, without a slash at the end: the base URL for the application under test."""
        return self.hosted.listeners.url

    @property
    def https_url(self) -> str:
        """Where it listens for HTTPS, ``https://127.0.0.1:8443``; raises ``UsageError`` without ``tls``."""
        return self.hosted.listeners.https_url

    @property
    def ca_file(self) -> Path:
        """The certificate that clients are told to trust; raises ``UsageError`` without ``tls``."""
        return self.hosted.listeners.ca_file

    @property
    def exchange(self) -> Exchange:
        """The exchange inside, for whoever lives in the sandbox's own event loop."""
        return self.hosted.exchange

    @property
    def components(self) -> Components:
        """The components inside, for whoever lives in the sandbox's own event loop."""
        return self.hosted.components

    @cached_property
    def _waits(self) -> Waits:
        """What can be waited for, and what is evidence."""
        return Waits(self.components, lambda: self.url)

    def inside(self, ask: Callable[[], T]) -> T:
        """Call ``ask`` in the sandbox's own event loop and give what it gives; it must not wait."""
        return self.hosted.own_loop.inside(ask)

    # --- what happened --------------------------------------------------------------------------------------------

    @property
    def calls(self) -> tuple[Call, ...]:
        """Every call that was accepted, oldest first, as it stands now."""
        return self.find()

    def find(self, **match: object) -> tuple[Call, ...]:
        """The calls that fit, oldest first; several suites on one sandbox tell theirs apart by ``api_key``."""
        found = match_of(match, FILTERS[Call])
        return self.inside(lambda: tuple(self.components.journal.matching(Call, found)))

    @property
    def messages(self) -> tuple[Message, ...]:
        """Every message that was accepted, oldest first, as it stands now."""
        return self.find_messages()

    def find_messages(self, **match: object) -> tuple[Message, ...]:
        """The messages that fit, oldest first; of several receivers and channels one must fit."""
        found = match_of(match, FILTERS[Message])
        return self.inside(lambda: tuple(self.components.journal.matching(Message, found)))

    def inbox(self, phone: str, *, api_key: str | None = None) -> tuple[InboxItem, ...]:
        """What the person with this phone, in any form, has got by now, oldest first: messages and answered calls.

        What failed or was refused is not in it. Each has ``at``, ``kind``, ``sender``, ``text``, ``code``, ``sms_id``.
        """
        return self.inside(lambda: tuple(Inbox(self.components.journal).items(phone, api_key)))

    @property
    def requests(self) -> tuple[ReceivedRequest, ...]:
        """Every request of the eSMS side, oldest first, refused and unknown ones included."""
        return self.inside(lambda: tuple(self.components.journal.requests()))

    @property
    def unmatched(self) -> tuple[ReceivedRequest, ...]:
        """The requests that no operation answered: a wrong address."""
        return self.inside(lambda: tuple(self.components.journal.requests(matched=False)))

    def verify(
        self, *, times: int | None = None, at_least: int | None = None, at_most: int | None = None, **match: object
    ) -> tuple[Call, ...]:
        """The calls that fit, when there are as many as there should be; without a number, exactly one.

        Raises ``UnmetError`` (an ``AssertionError``) with the nearest calls, ``WrongValueError``.
        """
        __tracebackhide__ = True  # test runners show the test's own line
        return self._as_many(Call, match, self.find(**match), Bounds.of(times, at_least, at_most))

    def verify_message(
        self, *, times: int | None = None, at_least: int | None = None, at_most: int | None = None, **match: object
    ) -> tuple[Message, ...]:
        """The messages that fit, when there are as many as there should be; without a number, exactly one.

        Raises ``UnmetError`` (an ``AssertionError``) with the nearest messages, ``WrongValueError``.
        """
        __tracebackhide__ = True
        return self._as_many(Message, match, self.find_messages(**match), Bounds.of(times, at_least, at_most))

    def _as_many(
        self, kind: type[Entry], match: Mapping[str, object], there: tuple[Entry, ...], bounds: Bounds
    ) -> tuple[Entry, ...]:
        __tracebackhide__ = True
        if bounds.allow(len(there)):
            return there
        found = match_of(match, FILTERS[kind])
        text = miscounted(len(there), bounds.words, found, kind)
        raise UnmetError(self.inside(lambda: self._waits.evidence(text, found, kind)))

    # --- time -------------------------------------------------------------------------------------------------------

    @property
    def clock(self) -> ClockState:
        """The clock: mode, speed, now and next_due (milliseconds since 1970), and how much is pending."""
        return self.inside(self.components.scheduler.state)

    def set_clock(self, *, mode: ClockMode | None = None, speed: float | None = None) -> None:
        """Change how sandbox time passes from now on; the time itself stays what it is."""
        self.inside(lambda: self.components.scheduler.set_clock(mode=mode, speed=speed))

    # --- evidence ---------------------------------------------------------------------------------------------------

    def timelines(self, **match: object) -> str:
        """The timelines of the calls and messages that fit, to print or to log."""
        found = match_of(match, FILTERS[Message])
        entries = self.inside(lambda: [entry for entry in self.components.journal if fits(found, entry)])
        return "\n".join(timeline_text(entry) for entry in entries)

    def complaints(self) -> str:
        """What a strict test does not accept, with evidence; empty when there is nothing.

        That is: a callback exhausted, blocked or pending, a scenario armed and never used, a request with warnings, one
        to an address that eSMS does not have.
        """
        return self.inside(self._waits.complaints)
