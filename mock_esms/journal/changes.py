"""What has changed and is not kept yet: each value once, the latest wins.

Journal, ledger, library and clock note here what a step of theirs has changed, and know nothing of who keeps it. All
values are frozen, so several changes of one call are one row in the end. Without ``--store`` there is no
``ChangeTracker``, and noting costs a look at None.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from mock_esms.config.settings import Account
from mock_esms.model.calls import Call

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


@dataclass(slots=True)
class ChangeSet:
    """What changed between two looks; None in the place of a value means that it is gone.

    ``whole`` are the calls of which more has changed than what happens to any call. ``dropped`` are calls that are not
    kept any more, and whose phones and RequestIds still count. ``emptied`` names the parts of which everything from
    before is gone. ``last_call`` and ``dropped_calls`` are the journal's counts.
    """

    calls: dict[int, Call | None] = field(default_factory=dict)
    whole: set[int] = field(default_factory=set)
    dropped: list[Call] = field(default_factory=list)
    accounts: dict[str, AccountState | None] = field(default_factory=dict)
    counts: dict[tuple[str, str], int | None] = field(default_factory=dict)
    free_ids: set[tuple[str, str]] = field(default_factory=set)
    armed: dict[int, ArmedState | None] = field(default_factory=dict)
    scenarios: dict[str, str | None] = field(default_factory=dict)
    forgotten_of: set[str] = field(default_factory=set)
    emptied: set[str] = field(default_factory=set)
    last_call: int | None = None
    dropped_calls: int | None = None


class ChangeTracker:
    """Collects a batch; ``tell`` is called when its first change comes."""

    __slots__ = ("_batch", "_told", "tell")

    def __init__(self) -> None:
        """Nothing has changed, and nobody is told yet."""
        self._batch = ChangeSet()
        self._told = False
        self.tell: Callable[[], None] | None = None

    @property
    def any(self) -> bool:
        """Whether there is anything to take."""
        return self._told

    def take(self) -> ChangeSet:
        """What has changed since the last time."""
        batch, self._batch, self._told = self._batch, ChangeSet(), False
        return batch

    def touched(self) -> None:
        """Something has changed that whoever takes the batch looks up: the clock."""
        if not self._told:
            self._told = True
            if self.tell is not None:
                self.tell()

    # --- of the journal -------------------------------------------------------------------------------------------

    def call(self, before: Call | None, call: Call) -> None:
        """A call was placed, or something has happened to it."""
        self._batch.calls[call.number] = call
        if before is None or before.schedule is not call.schedule:
            self._batch.whole.add(call.number)
        if not self._told:
            self.touched()

    def call_dropped(self, call: Call) -> None:
        """A call is not kept any more; that it was made still counts."""
        self._batch.calls[call.number] = None
        self._batch.dropped.append(call)
        self.touched()

    def call_forgotten(self, call: Call) -> None:
        """A call is not kept any more, as if it had not been."""
        self._batch.calls[call.number] = None
        self.touched()

    def calls_forgotten(self) -> None:
        """No call from before is kept any more."""
        self._batch.calls.clear()
        self._batch.whole.clear()
        self._batch.emptied.add("calls")
        self.touched()

    def counted(self, last_call: int, dropped_calls: int) -> None:
        """The number of the last call and the count of dropped ones."""
        self._batch.last_call = last_call
        self._batch.dropped_calls = dropped_calls
        self.touched()

    # --- of the ledger --------------------------------------------------------------------------------------------

    def account(self, api_key: str, state: AccountState | None) -> None:
        """An account was opened, replaced or charged; None: it is as the settings say."""
        self._batch.accounts[api_key] = state
        self.touched()

    def accounts_reopened(self) -> None:
        """All accounts are as the settings say."""
        self._batch.accounts.clear()
        self._batch.emptied.add("accounts")
        self.touched()

    def called(self, api_key: str, phone: str, times: int | None) -> None:
        """An account has called a phone more than once, so many times; None: nobody remembers."""
        self._batch.counts[api_key, phone] = times
        self.touched()

    def request_id_free(self, api_key: str, request_id: str) -> None:
        """A RequestId is not in use any more."""
        self._batch.free_ids.add((api_key, request_id))
        self.touched()

    def account_forgotten(self, api_key: str) -> None:
        """What an account has called, and its RequestIds, count no more."""
        batch = self._batch
        batch.counts = {key: times for key, times in batch.counts.items() if key[0] != api_key}
        batch.free_ids = {key for key in batch.free_ids if key[0] != api_key}
        batch.dropped = [call for call in batch.dropped if call.request.api_key != api_key]
        batch.forgotten_of.add(api_key)
        self.touched()

    # --- of the library -------------------------------------------------------------------------------------------

    def armed(self, number: int, state: ArmedState | None) -> None:
        """A scenario was armed or used, or is armed no more."""
        self._batch.armed[number] = state
        self.touched()

    def scenario(self, name: str, text: str | None) -> None:
        """A scenario was put over the API, or taken away."""
        self._batch.scenarios[name] = text
        self.touched()
