"""What accounts have at the moment: balances, RequestIds in use, and how often each phone was called."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from mock_esms.settings import Account
from mock_esms.times import HOUR, Duration, Instant

REQUEST_ID_LASTS: Final[Duration] = 24 * HOUR
"""How long a RequestId blocks another call of its account (FACTS 2, doc)."""


class _Standing:
    """One account's live part."""

    __slots__ = ("account", "balance", "calls_to", "request_ids")

    def __init__(self, account: Account) -> None:
        self.account = account
        self.balance = account.balance
        self.calls_to: dict[str, int] = {}
        self.request_ids: dict[str, Instant] = {}


class Ledger:
    """The accounts of a sandbox, by ApiKey."""

    def __init__(self, accounts: tuple[Account, ...]) -> None:
        """Open the accounts with the balances that they are set to."""
        self._standing: dict[str, _Standing]
        self.reopen(accounts)

    def get(self, api_key: str | None) -> Account | None:
        """The account of that ApiKey, None when there is none."""
        standing = self._standing.get(api_key) if api_key is not None else None
        return standing.account if standing is not None else None

    def __iter__(self) -> Iterator[Account]:
        """Every account, in the order in which they were opened."""
        return (standing.account for standing in self._standing.values())

    def put(self, account: Account) -> None:
        """Open an account, or replace the settings of one: its balance is set anew, its RequestIds stay."""
        standing = self._standing.get(account.api_key)
        if standing is None:
            self._standing[account.api_key] = _Standing(account)
        else:
            standing.account = account
            standing.balance = account.balance

    def balance(self, api_key: str) -> Decimal:
        """What is left, in VND; it may be below zero."""
        return self._standing[api_key].balance

    def charge(self, api_key: str, cost: Decimal) -> None:
        """Take the cost of a call from its account."""
        self._standing[api_key].balance -= cost

    def calls_to(self, api_key: str, phone: str) -> int:
        """How many calls the account has made to that phone."""
        return self._standing[api_key].calls_to.get(phone, 0)

    def count_call(self, api_key: str, phone: str) -> None:
        """One more call was made to that phone."""
        calls_to = self._standing[api_key].calls_to
        calls_to[phone] = calls_to.get(phone, 0) + 1

    def request_id_used(self, api_key: str, request_id: str, now: Instant) -> bool:
        """Whether an accepted call of the last 24 hours of sandbox time had that RequestId."""
        if not request_id:
            return False
        request_ids = self._standing[api_key].request_ids
        self._expire(request_ids, now)
        return request_id in request_ids

    def use_request_id(self, api_key: str, request_id: str, now: Instant) -> None:
        """Block a RequestId for 24 hours from now; an empty one blocks nothing."""
        if request_id:
            self._standing[api_key].request_ids[request_id] = now + REQUEST_ID_LASTS

    @staticmethod
    def _expire(request_ids: dict[str, Instant], now: Instant) -> None:
        """Time never goes backwards, so the ids stand in the order in which they end."""
        while request_ids:
            oldest = next(iter(request_ids))
            if request_ids[oldest] > now:
                return
            del request_ids[oldest]

    def reopen(self, accounts: tuple[Account, ...]) -> None:
        """Start over with these accounts, and no others."""
        self._standing = {account.api_key: _Standing(account) for account in accounts}

    def reset(self, api_key: str | None = None) -> None:
        """Restore balances and forget RequestIds and counts, of one account or of all."""
        for key, standing in self._standing.items():
            if api_key in (None, key):
                self._standing[key] = _Standing(standing.account)
