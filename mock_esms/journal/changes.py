"""What has changed and is not stored yet, each value once: a unit of work.

Journal, ledger, library and clock record here what a step of theirs has changed, and do not know who stores it. All
values are frozen, so several changes of one call are one row in the end. Without ``--store`` there is no
``ChangeTracker``, and recording costs a look at None.
"""

from collections.abc import Awaitable, Callable
from decimal import Decimal
from typing import NamedTuple

from mock_esms.config.account import Account
from mock_esms.model.calls import Call
from mock_esms.model.journal_entry import JournalEntry
from mock_esms.model.one_time_code import OneTimeCode

WaitUntilStored = Callable[[], Awaitable[None]]
"""Waits until everything that has changed so far is on disk; raises ``StoreLostError`` when it never will be."""


class AccountState(NamedTuple):
    """What differs of an account from the settings: None where nothing does."""

    account: Account | None
    balance: Decimal | None


class ArmedState(NamedTuple):
    """A scenario that is armed: its name, its globs, how many requests are left (None: no end), how many used it."""

    name: str
    match: tuple[tuple[str, str], ...]
    left: int | None
    used: int


class ChangeSet:
    """What has changed since the last set; None in the place of a value means that it is gone.

    ``immutable_changed`` are the entries that are new, or whose schedule somebody has changed; of the others only the
    mutable part is stored again. ``dropped`` are those that the journal dropped, whose phones and RequestIds still
    count. ``emptied`` names the tables of which every row from before is gone, ``forgotten_accounts`` the accounts of
    which no count, no RequestId and no code from before is left. ``last_call`` and ``dropped_calls`` are the
    journal's counts.
    """

    def __init__(self) -> None:
        self.entries: dict[int, JournalEntry | None] = {}
        self.immutable_changed: set[int] = set()
        self.dropped: list[JournalEntry] = []
        self.accounts: dict[str, AccountState | None] = {}
        self.counts: dict[tuple[str, str], int | None] = {}
        self.freed_request_ids: set[tuple[str, str]] = set()
        self.codes: dict[tuple[str, str], OneTimeCode | None] = {}
        self.armed: dict[int, ArmedState | None] = {}
        self.scenarios: dict[str, str | None] = {}
        self.forgotten_accounts: set[str] = set()
        self.emptied: set[str] = set()
        self.last_call: int | None = None
        self.dropped_calls: int | None = None


class ChangeTracker:
    """Collects a change set; ``on_first_change`` is called when its first change comes."""

    __slots__ = ("_changed", "_set", "on_first_change")

    def __init__(self) -> None:
        """Nothing has changed, and nobody is notified yet."""
        self._set = ChangeSet()
        self._changed = False
        self.on_first_change: Callable[[], None] | None = None

    @property
    def has_changes(self) -> bool:
        """Whether there is anything to take."""
        return self._changed

    def take(self) -> ChangeSet:
        """What has changed since the last time."""
        taken, self._set, self._changed = self._set, ChangeSet(), False
        return taken

    def changed(self) -> None:
        """Something has changed: one of the values below, or the clock, which whoever takes the set looks up."""
        if not self._changed:
            self._changed = True
            if self.on_first_change is not None:
                self.on_first_change()

    # --- of the journal -------------------------------------------------------------------------------------------

    def entry(self, before: JournalEntry | None, entry: JournalEntry) -> None:
        """A call or message was accepted, or something has happened to it."""
        self._set.entries[entry.number] = entry
        is_decided = isinstance(entry, Call) and isinstance(before, Call) and before.schedule is not entry.schedule
        if before is None or is_decided:  # of all that is drawn, only a person changes something: how a call goes on
            self._set.immutable_changed.add(entry.number)
        self.changed()

    def entry_dropped(self, entry: JournalEntry) -> None:
        """The journal dropped an entry; that it was made still counts."""
        self._set.entries[entry.number] = None
        self._set.dropped.append(entry)
        self.changed()

    def entry_forgotten(self, entry: JournalEntry) -> None:
        """A call or message is gone as if it had not been made."""
        self._set.entries[entry.number] = None
        self.changed()

    def entries_forgotten(self) -> None:
        """All calls and messages are gone as if they had not been made."""
        self._set.entries.clear()
        self._set.immutable_changed.clear()
        self._set.emptied.add("calls")
        self.changed()

    def counted(self, last_call: int, dropped_calls: int) -> None:
        """The number of the last call and the count of dropped ones."""
        self._set.last_call = last_call
        self._set.dropped_calls = dropped_calls
        self.changed()

    # --- of the ledger --------------------------------------------------------------------------------------------

    def account(self, api_key: str, state: AccountState | None) -> None:
        """An account was opened, replaced or charged; None: it is as the settings say."""
        self._set.accounts[api_key] = state
        self.changed()

    def accounts_reopened(self) -> None:
        """All accounts are as the settings say."""
        self._set.accounts.clear()
        self._set.emptied.add("accounts")
        self.changed()

    def called(self, api_key: str, phone: str, times: int | None) -> None:
        """An account has called a phone more than once, so many times; None: the count is forgotten."""
        self._set.counts[api_key, phone] = times
        self.changed()

    def request_id_free(self, api_key: str, request_id: str) -> None:
        """A RequestId is not in use any more."""
        self._set.freed_request_ids.add((api_key, request_id))
        self.changed()

    def account_forgotten(self, api_key: str) -> None:
        """What an account has called, its RequestIds and its codes count no more."""
        changes = self._set
        changes.counts = {key: times for key, times in changes.counts.items() if key[0] != api_key}
        changes.freed_request_ids = {key for key in changes.freed_request_ids if key[0] != api_key}
        changes.codes = {key: code for key, code in changes.codes.items() if key[0] != api_key}
        changes.dropped = [entry for entry in changes.dropped if entry.request.api_key != api_key]
        changes.forgotten_accounts.add(api_key)
        self.changed()

    def code(self, api_key: str, phone: str, code: OneTimeCode | None) -> None:
        """A code was made for a phone, or tried; None: it may be used no more."""
        self._set.codes[api_key, phone] = code
        self.changed()

    # --- of the library -------------------------------------------------------------------------------------------

    def armed(self, number: int, state: ArmedState | None) -> None:
        """A scenario was armed or used, or is armed no more."""
        self._set.armed[number] = state
        self.changed()

    def scenario(self, name: str, text: str | None) -> None:
        """A scenario was put over the API, or taken away."""
        self._set.scenarios[name] = text
        self.changed()
