"""What a test says to a sandbox and asks of it at once, from any thread; what waits is in the classes on top of it."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import TypeVar, overload

from mock_esms.clock.clock import ClockMode, ClockState
from mock_esms.config.account import DEFAULT_SECRET_KEY, Account
from mock_esms.config.match import REQUEST_NAMES
from mock_esms.config.settings_file import parse_account
from mock_esms.errors import DocumentError, UnknownError, UnmetError, WrongValueError
from mock_esms.exchange.bounds import Bounds
from mock_esms.exchange.call_progress import PersonAction
from mock_esms.exchange.exchange import Components, Exchange
from mock_esms.exchange.failure_report import Snapshot, miscounted
from mock_esms.exchange.inbox import Inbox
from mock_esms.exchange.timeline_text import timeline_text
from mock_esms.exchange.waits import Waits, match_of
from mock_esms.journal import fits
from mock_esms.journal.filter import FILTERS, Entry
from mock_esms.model.calls import Call
from mock_esms.model.inbox_item import InboxItem
from mock_esms.model.journal_entry import JournalEntry
from mock_esms.model.message import Message
from mock_esms.model.message_plan import Channel
from mock_esms.model.received_request import ReceivedRequest
from mock_esms.sandbox.builder import ScenarioBuilder, account_text
from mock_esms.scenarios.built_scenario import parse_built, title_of, without_places

T = TypeVar("T")


class SandboxBase(ABC):
    """Everything here answers at once and may be asked from any thread. Matches are globs by parameter name."""

    @property
    @abstractmethod
    def url(self) -> str:
        """Where the sandbox listens, without a slash at the end: the base URL for the application under test."""

    @property
    @abstractmethod
    def components(self) -> Components:
        """The components inside, for whoever lives in the sandbox's own event loop."""

    @property
    @abstractmethod
    def exchange(self) -> Exchange:
        """The exchange inside, for whoever lives in the sandbox's own event loop."""

    @property
    @abstractmethod
    def waits(self) -> Waits:
        """What can be waited for and what is evidence, for whoever lives in the sandbox's own event loop."""

    @abstractmethod
    def inside(self, ask: Callable[[], T]) -> T:
        """Call ``ask`` in the sandbox's own event loop and give what it gives; it must not wait."""

    # --- what will happen to calls and messages -------------------------------------------------------------------

    def on(self, **match: object) -> ScenarioBuilder:
        """Say what happens to the next call or message that fits: ``on(phone="09*").answered(press="1")``.

        Without a further word it is answered, or delivered. Armed for one request; ``times`` and ``always`` say
        otherwise. Raises ``WrongValueError`` for an unknown name.
        """
        found = match_of(match, REQUEST_NAMES)
        library = self.components.library
        armed = self.inside(lambda: library.arm_new(found))

        def put(text: str) -> None:
            scenario = parse_built(text, armed.name)
            self.inside(lambda: library.put(scenario, text))

        return ScenarioBuilder(
            title=title_of(found),
            put=put,
            set_times=lambda times: self.inside(lambda: library.set_times(armed.name, times)),
        )

    def play(self, scenario: str, *, times: int | None = 1, **match: object) -> None:
        """Let the next ``times`` requests that fit (None: all) play a scenario of the library, by its name.

        Raises ``UnknownError`` with the nearest name, ``WrongValueError``.
        """
        found = match_of(match, REQUEST_NAMES)
        self.inside(lambda: self.components.library.arm(scenario, found, times))

    def act(self, call: Call | str, action: PersonAction, key: str | None = None) -> Call:
        """Do what the person of an interactive call does: answer, press (a key), hang_up, reject.

        Raises ``UnknownError``, and ``NotNowError`` when the call is not in that state.
        """
        return self.inside(lambda: self.exchange.act(_id_of(call), action, key))

    @overload
    def redeliver(self, entry: Entry, *, channel: Channel | None = None) -> Entry: ...
    @overload
    def redeliver(self, entry: str, *, channel: Channel | None = None) -> JournalEntry: ...
    def redeliver(self, entry: JournalEntry | str, *, channel: Channel | None = None) -> JournalEntry:
        """Send the final callback of a call or message once more, now and without retries.

        Where two channels have one it is the last, or the one of ``channel``. Raises ``UnknownError``, ``NotNowError``.
        """
        return self._by_hand(entry, lambda found: self.exchange.manual_delivery.redeliver(found, channel))

    @overload
    def retry(self, entry: Entry, *, channel: Channel | None = None) -> Entry: ...
    @overload
    def retry(self, entry: str, *, channel: Channel | None = None) -> JournalEntry: ...
    def retry(self, entry: JournalEntry | str, *, channel: Channel | None = None) -> JournalEntry:
        """Make the attempt now that is due next, of any channel or of ``channel``.

        Raises ``UnknownError``, ``NotNowError``.
        """
        return self._by_hand(entry, lambda found: self.exchange.manual_delivery.retry(found, channel))

    @overload
    def give_up(self, entry: Entry, *, channel: Channel | None = None) -> Entry: ...
    @overload
    def give_up(self, entry: str, *, channel: Channel | None = None) -> JournalEntry: ...
    def give_up(self, entry: JournalEntry | str, *, channel: Channel | None = None) -> JournalEntry:
        """Make no further attempt of what is due, of all channels or of ``channel``.

        Raises ``UnknownError``, ``NotNowError``.
        """
        return self._by_hand(entry, lambda found: self.exchange.manual_delivery.give_up(found, channel))

    def _by_hand(self, entry: JournalEntry | str, do: Callable[[JournalEntry], None]) -> JournalEntry:
        sms_id = _id_of(entry)

        def known() -> JournalEntry:
            found = self.components.journal.get(sms_id)
            if found is None:
                message = f"no call or message has the sms_id {sms_id!r}; esms.calls and esms.messages list them"
                raise UnknownError(message)
            return found

        def run() -> JournalEntry:
            do(known())
            return known()

        return self.inside(run)

    @property
    def api_key(self) -> str:
        """The ApiKey of the sandbox's own account: the first of its settings."""
        return self.components.settings.accounts[0].api_key

    @property
    def secret_key(self) -> str:
        """The SecretKey of that account."""
        return self.components.settings.accounts[0].secret_key

    def account(self, api_key: str | None = None, **fields: object) -> Account:
        """Open an account or replace one until the reset, by the settings file's fields: ``account(balance=0)``.

        Without ``api_key`` it is the sandbox's own. The SecretKey stays what it was, or is ``test-secret-key``. Raises
        ``WrongValueError``.
        """
        own_key = api_key or self.api_key
        known = self.inside(lambda: self.components.ledger.get(own_key))
        secret = known.secret_key if known is not None else DEFAULT_SECRET_KEY
        try:
            account = parse_account(account_text(fields), own_key, secret)
        except DocumentError as error:
            problems = without_places((problem.key, problem.message) for problem in error.problems)
            raise WrongValueError(problems) from None
        self.inside(lambda: self.exchange.open_account(account))
        return account

    # --- what happened --------------------------------------------------------------------------------------------

    @property
    def calls(self) -> tuple[Call, ...]:
        """Every call that was accepted, oldest first, as it stands now."""
        return self.find()

    def find(self, **match: object) -> tuple[Call, ...]:
        """The calls that fit, oldest first; several suites on one sandbox tell theirs apart by ``api_key``."""
        found = match_of(match, FILTERS[Call])
        return self.inside(lambda: tuple(self.components.journal.calls(found)))

    @property
    def messages(self) -> tuple[Message, ...]:
        """Every message that was accepted, oldest first, as it stands now."""
        return self.find_messages()

    def find_messages(self, **match: object) -> tuple[Message, ...]:
        """The messages that fit, oldest first; of several receivers and channels one must fit."""
        found = match_of(match, FILTERS[Message])
        return self.inside(lambda: tuple(self.components.journal.messages(found)))

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
        self,
        *,
        times: int | None = None,
        at_least: int | None = None,
        at_most: int | None = None,
        **match: object,
    ) -> tuple[Call, ...]:
        """The calls that fit, when there are as many as there should be; without a number, exactly one.

        Raises ``UnmetError`` (an ``AssertionError``) with the nearest calls, ``WrongValueError``.
        """
        __tracebackhide__ = True  # test runners show the test's own line
        return self._as_many(Call, match, self.find(**match), Bounds.of(times, at_least, at_most))

    def verify_message(
        self,
        *,
        times: int | None = None,
        at_least: int | None = None,
        at_most: int | None = None,
        **match: object,
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
        raise UnmetError(self.inside(lambda: self.waits.evidence(text, found, kind)))

    # --- time -------------------------------------------------------------------------------------------------------

    @property
    def clock(self) -> ClockState:
        """The clock: mode, speed, now and next_due (milliseconds since 1970), and how much is pending."""
        return self.inside(self.components.scheduler.state)

    def set_clock(self, *, mode: ClockMode | None = None, speed: float | None = None) -> None:
        """Change how sandbox time passes from now on; the time itself stays what it is."""
        self.inside(lambda: self.components.scheduler.set_clock(mode=mode, speed=speed))

    # --- evidence ---------------------------------------------------------------------------------------------------

    def seen(self) -> Snapshot:
        """Everything that there is to show."""
        return self.inside(self.waits.seen)

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
        return self.inside(self.waits.complaints)


def _id_of(entry: JournalEntry | str) -> str:
    return entry if isinstance(entry, str) else entry.sms_id
