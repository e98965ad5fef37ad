"""What accounts have at the moment: balances, RequestIds in use, and what is drawn for each phone next."""

import logging
from collections import deque
from collections.abc import Iterable, Iterator
from decimal import Decimal
from operator import itemgetter
from typing import Final, Literal

from mock_esms.config.account import Account
from mock_esms.config.settings import Settings
from mock_esms.errors import FullError
from mock_esms.exchange.accounts.bounded_dict import BoundedDict
from mock_esms.journal.changes import AccountState, ChangeTracker
from mock_esms.model.calls import REQUEST_ID_LASTS
from mock_esms.model.journal_entry import JournalEntry, counted_as
from mock_esms.model.times import MINUTE, Instant
from mock_esms.scenarios.seeded_random import SeededRandom

MAX_ACCOUNTS: Final = 10_000
"""So many accounts there may be."""
MAX_ENTRIES: Final = 1_000_000
"""So many RequestIds, and so many phones, are in memory for each account."""

UsedBy = Literal["accepted", "trial", "refused"]
"""What became of the request with a RequestId; a trial has Sandbox=1 and is accepted."""

log: Final = logging.getLogger("mock_esms.accounts")


class _LiveAccount:
    """One account's live part; ``put`` says that it is not the settings' own."""

    __slots__ = ("account", "balance", "counts", "given", "looked_at", "put", "request_ids", "warned_of")

    def __init__(self, account: Account, *, put: bool = False) -> None:
        self.account = account
        self.given = account  # without what applications have added since
        self.put = put
        self.balance = account.balance
        self.counts: BoundedDict[int] = BoundedDict(MAX_ENTRIES)
        self.request_ids: BoundedDict[Instant] = BoundedDict(MAX_ENTRIES)  # since when: a number that the call has too
        self.looked_at: Instant = 0
        self.warned_of: set[str] = set()

    def state(self) -> AccountState | None:
        """What differs from the settings, None when nothing does."""
        balance = self.balance if self.balance != self.account.balance else None
        if balance is None and not self.put:
            return None
        return AccountState(self.given if self.put else None, balance)


class Ledger:
    """The accounts of a sandbox, by ApiKey."""

    def __init__(self, settings: Settings, changes: ChangeTracker | None = None) -> None:
        """Open the accounts of the settings; note in ``changes`` what becomes of them."""
        self._settings: Final = settings
        self._changes = changes
        self._live = _opened(settings.accounts)

    def get(self, api_key: str | None) -> Account | None:
        """The account of that ApiKey, None when there is none."""
        live = self._live.get(api_key) if api_key is not None else None
        return live.account if live is not None else None

    def __iter__(self) -> Iterator[Account]:
        """Every account, in the order in which they were opened."""
        return (live.account for live in self._live.values())

    def put(self, account: Account) -> None:
        """Open an account, or replace the settings of one: its balance is set anew, its RequestIds stay.

        Raises ``FullError`` when there are too many.
        """
        live = self._live.get(account.api_key)
        if live is None:
            if len(self._live) >= MAX_ACCOUNTS:
                message = f"there are {MAX_ACCOUNTS:,} accounts, and no more are kept; replace one of them"
                raise FullError(message)
            live = self._live[account.api_key] = _LiveAccount(account, put=True)
        else:
            live.account = live.given = account
            live.balance = account.balance
            live.put = True
        self._note(live)

    def amend(self, account: Account) -> None:
        """An account has more than it was given, until the reset: its balance stays."""
        self._live[account.api_key].account = account

    def balance(self, api_key: str) -> Decimal:
        """What is left, in VND; it may be below zero."""
        return self._live[api_key].balance

    def charge(self, api_key: str, cost: Decimal) -> None:
        """Take the cost of a call from its account."""
        live = self._live[api_key]
        live.balance -= cost
        self._note(live)

    def rng_of(self, api_key: str, series: str) -> SeededRandom:
        """What is drawn for the next of a series: all that the account sends to one phone, or what counts apart."""
        return SeededRandom(self._settings.seed, api_key, series, self.counted(api_key, series))

    def next_id_bytes(self, api_key: str, series: str) -> bytes:
        """The bytes for the id of the next of a series, which is counted by that."""
        id_bytes = self.rng_of(api_key, series).id_bytes()
        self.count(api_key, series)
        return id_bytes

    def counted(self, api_key: str, series: str) -> int:
        """How many there were of a series; the next one has other draws."""
        return self._live[api_key].counts.get(series) or 0

    def count(self, api_key: str, series: str) -> None:
        """One more of a series; that of a first one in the journal follows from the entry itself."""
        live, times = self._live[api_key], self.counted(api_key, series) + 1
        evicted = live.counts.put(series, times)
        if self._changes is not None and times > 1:
            self._changes.called(api_key, series, times)
        if evicted is not None:
            _warn_once(live, "phones", "its draws begin anew")
            if self._changes is not None:
                self._changes.called(api_key, evicted, None)

    def request_id_used(self, api_key: str, request_id: str, now: Instant) -> bool:
        """Whether an accepted call of the last 24 hours of sandbox time had that RequestId."""
        if not request_id:
            return False
        live = self._live[api_key]
        since = live.request_ids.get(request_id)
        if since is None or now < since + REQUEST_ID_LASTS:
            return since is not None
        self._expire(live, now)
        return False

    def use_request_id(self, api_key: str, request_id: str, now: Instant, *, by: UsedBy = "accepted") -> None:
        """Block a RequestId for 24 hours from now, when its call is accepted; an empty one blocks nothing.

        Whether a request with Sandbox=1 or a refused one blocks, too, is a quirk; a refused repeat does not extend it.
        """
        if not request_id or not self._blocks(api_key, request_id, now, by):
            return
        live = self._live[api_key]
        if now >= live.looked_at + MINUTE:
            self._expire(live, now)
        evicted = live.request_ids.put(request_id, now)
        if evicted is not None:
            _warn_once(live, "RequestIds", "it can be used again")
            if self._changes is not None:
                self._changes.request_id_free(api_key, evicted)

    def _blocks(self, api_key: str, request_id: str, now: Instant, by: UsedBy) -> bool:
        rule = self._settings.quirks.request_id_used_by
        if by == "refused":
            return rule == "any" and not self.request_id_used(api_key, request_id, now)
        return by == "accepted" or rule != "live"

    def _expire(self, live: _LiveAccount, now: Instant) -> None:
        """Drop RequestIds that block no more: time never goes backwards, so the oldest are the first to end."""
        live.looked_at = now
        request_ids, api_key = live.request_ids, live.account.api_key
        while (oldest := request_ids.oldest) is not None:
            since = request_ids.get(oldest)
            if since is not None and now < since + REQUEST_ID_LASTS:
                return
            request_ids.evict_oldest()
            if self._changes is not None:
                self._changes.request_id_free(api_key, oldest)

    def reopen(self, api_key: str | None = None) -> None:
        """Start over with the settings' accounts, and no others; with ``api_key`` that one is as there, or closed."""
        accounts = self._settings.accounts
        if api_key is None:
            self._record_reset(self._live)
            self._live = _opened(accounts)
            if self._changes is not None:
                self._changes.accounts_reopened()
            return
        self._record_reset((api_key,))
        self._live.pop(api_key, None)
        self._live |= _opened(account for account in accounts if account.api_key == api_key)
        if self._changes is not None:
            self._changes.account(api_key, None)

    def reset(self, api_key: str | None = None) -> list[dict[str, int] | deque[str]]:
        """Restore balances and clear RequestIds and counts, of one account or of all.

        Gives what is large, to be freed in steps.
        """
        doomed = [key for key in self._live if api_key in (None, key)]
        self._record_reset(doomed)
        gone: list[dict[str, int] | deque[str]] = []
        for key in doomed:
            before = self._live[key]
            gone += (*before.counts.clear(), *before.request_ids.clear())
            live = self._live[key] = _LiveAccount(before.given, put=before.put)
            self._note(live)
        return gone

    def restore(self, accounts: Iterable[tuple[str, AccountState]]) -> None:
        """Go on with the accounts of an earlier sandbox; those that were put here before that stay as they are."""
        put_here = {key: live for key, live in self._live.items() if live.put}
        for live in put_here.values():
            self._note(live)
        for key, state in accounts:
            if key in put_here:
                continue
            if state.account is not None:
                self._live[key] = _LiveAccount(state.account, put=True)
            if state.balance is not None and key in self._live:
                self._live[key].balance = state.balance

    def restore_counts(
        self,
        counts: Iterable[tuple[str, str, int]],
        request_ids: Iterable[tuple[str, str, Instant]],
        entries: Iterable[JournalEntry],
    ) -> None:
        """Take up the counts and RequestIds of an earlier sandbox; those of accounts that are gone are left out.

        Entries of the journal say themselves that they were made, and which RequestId they use; the others are of
        entries that were dropped, of phones that were called again, and of when RequestIds end.
        """
        used = {(key, request_id): ends - REQUEST_ID_LASTS for key, request_id, ends in request_ids}
        for key, series, times in counts:
            if key in self._live:
                self._live[key].counts.put(series, times)
        for entry in entries:
            key, request_id = entry.request.api_key, entry.request.request_id
            if key in self._live:
                for series in counted_as(entry):
                    if not self.counted(key, series):
                        self._live[key].counts.put(series, 1)
            if request_id:
                used[key, request_id] = max(entry.received_at, used.get((key, request_id), 0))
        for (key, request_id), since in sorted(used.items(), key=itemgetter(1)):  # the oldest are the first to end
            if key in self._live:
                self._live[key].request_ids.put(request_id, since)

    def _record_reset(self, api_keys: Iterable[str]) -> None:
        """Record that counts and RequestIds of these accounts are gone."""
        if self._changes is not None:
            for api_key in api_keys:
                self._changes.account_forgotten(api_key)

    def _note(self, live: _LiveAccount) -> None:
        if self._changes is not None:
            self._changes.account(live.account.api_key, live.state())


def _opened(accounts: Iterable[Account]) -> dict[str, _LiveAccount]:
    return {account.api_key: _LiveAccount(account) for account in accounts}


def _warn_once(live: _LiveAccount, what: str, which_means: str) -> None:
    if what not in live.warned_of:
        live.warned_of.add(what)
        log.warning(
            "account %s: %d %s are in memory; from now on the oldest is dropped for each new one: %s",
            live.account.api_key,
            MAX_ENTRIES,
            what,
            which_means,
        )
