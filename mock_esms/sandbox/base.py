"""What is said to a sandbox: what will happen, accounts, sending by hand; at once, and from any thread."""

from collections.abc import Callable
from typing import overload

from mock_esms.config.account import DEFAULT_SECRET_KEY, Account
from mock_esms.config.match import REQUEST_NAMES
from mock_esms.config.settings_file import parse_account
from mock_esms.errors import DocumentError, UnknownError, WrongValueError
from mock_esms.exchange.calls.call_progress import PersonAction
from mock_esms.exchange.expectations.waits import match_of
from mock_esms.journal.filter import Entry
from mock_esms.model.calls import Call
from mock_esms.model.journal_entry import JournalEntry
from mock_esms.model.message_plan import Channel
from mock_esms.sandbox.builder import ScenarioBuilder, account_text
from mock_esms.sandbox.reading import SandboxReader
from mock_esms.scenarios.built_scenario import parse_built, title_of, without_places


class SandboxBase(SandboxReader):
    """Everything here holds at once and may be said from any thread. Matches are globs by parameter name."""

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


def _id_of(entry: JournalEntry | str) -> str:
    return entry if isinstance(entry, str) else entry.sms_id
