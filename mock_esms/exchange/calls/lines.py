"""The lines of accounts that set ``lines``: which calls are on one, and which wait for one.

A setting, since nothing is known of how many eSMS has. Who has waited longest is dialled next; of those that began to
wait at one instant it is the one that was accepted first. Nothing of it is stored: which calls are on a line follows
from the journal, and calls that wait come here again when their dial, which is due, is tried again.
"""

from collections.abc import Iterator
from heapq import heappop, heappush
from typing import Final, NamedTuple

from mock_esms.config.account import Account
from mock_esms.exchange.accounts.ledger import Ledger
from mock_esms.journal import Journal
from mock_esms.model.calls import Call
from mock_esms.model.times import Instant


class LinesInUse(NamedTuple):
    """How many lines of an account are in use, and how many calls wait for one."""

    in_use: int
    waiting: int


class _AccountLines:
    """The calls on a line, and those that wait: since when, and their numbers."""

    __slots__ = ("taken", "waiting")

    def __init__(self, taken: set[str]) -> None:
        self.taken = taken
        self.waiting: list[tuple[Instant, int, str]] = []


class Lines:
    """Who is on the lines of all accounts; one that sets no ``lines`` has as many as it needs, and costs nothing."""

    def __init__(self, journal: Journal, ledger: Ledger) -> None:
        """No call waits; those on a line are in this journal."""
        self._journal: Final = journal
        self._ledger: Final = ledger
        self._of: Final[dict[str, _AccountLines]] = {}
        self.waiting = 0
        """How many calls wait, of all accounts: they are pending, and nothing is due for them."""

    def take(self, call: Call) -> bool:
        """Give a call a line; False when all of its account are taken."""
        account = self._limited(call)
        return account is None or self.take_new(account, call.sms_id)

    def take_new(self, account: Account, sms_id: str) -> bool:
        """Give a call that is being accepted a line; False when all are taken."""
        lines = self._lines(account)
        if not _is_free(account, lines):
            return False
        lines.taken.add(sms_id)
        return True

    def wait(self, call: Call, since: Instant) -> None:
        """A call waits for a line, since this instant."""
        account = self._limited(call)
        if account is not None:
            heappush(self._lines(account).waiting, (since, call.number, call.sms_id))
            self.waiting += 1

    def leave(self, call: Call) -> Iterator[str]:
        """A call is on its line no longer; gives whom the line is given to, one after the other."""
        account = self._limited(call)
        if account is not None:
            self._lines(account).taken.discard(call.sms_id)
            yield from self._next(account)

    def changed(self, account: Account) -> Iterator[str]:
        """An account may have more lines than before; gives whom they are given to, one after the other."""
        if account.api_key in self._of:
            yield from self._next(account)
            if account.lines is None:
                self.forget(account.api_key)

    def _next(self, account: Account) -> Iterator[str]:
        """Give free lines to the calls that have waited longest, until there is no such line or no such call."""
        lines = self._lines(account)
        while lines.waiting and _is_free(account, lines):
            sms_id = heappop(lines.waiting)[2]
            self.waiting -= 1
            lines.taken.add(sms_id)
            yield sms_id

    def has_place(self, account: Account) -> bool:
        """Whether one more call is dialled at once, or may wait."""
        lines = self._lines(account)
        return account.queue is None or _is_free(account, lines) or len(lines.waiting) < account.queue

    def in_use(self, account: Account) -> LinesInUse:
        """How it stands with the lines of an account that sets ``lines``."""
        lines = self._lines(account)
        return LinesInUse(in_use=len(lines.taken), waiting=len(lines.waiting))

    def forget(self, api_key: str | None = None) -> None:
        """Forget who is on the lines of an account and who waits for one, or of all."""
        for key in [key for key in self._of if api_key in (None, key)]:
            self.waiting -= len(self._of.pop(key).waiting)

    def _limited(self, call: Call) -> Account | None:
        """The account of a call where it sets ``lines``; else None."""
        account = self._ledger.get(call.request.api_key)
        return None if account is None or account.lines is None else account

    def _lines(self, account: Account) -> _AccountLines:
        """An account's lines; those of one that was taken up again, or sets them only now, may be in use."""
        lines = self._of.get(account.api_key)
        if lines is None:
            taken = {call.sms_id for call in self._journal if isinstance(call, Call) and _is_on_line(call, account)}
            lines = self._of[account.api_key] = _AccountLines(taken)
        return lines


def _is_free(account: Account, lines: _AccountLines) -> bool:
    return account.lines is None or len(lines.taken) < account.lines


def _is_on_line(call: Call, account: Account) -> bool:
    return call.request.api_key == account.api_key and (
        call.state == "talking" or (call.state == "dialling" and call.is_ringing)
    )
