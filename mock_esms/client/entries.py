"""What the control API answers, as the values that a sandbox gives which runs here. Imported when they are needed."""

from decimal import Decimal
from typing import Any, Final

from mock_esms.clock.clock import ClockState
from mock_esms.config.account import Account
from mock_esms.model.calls import RequestWarning
from mock_esms.model.codec import JsonObject, decoded, stored_fields
from mock_esms.model.inbox_item import InboxItem
from mock_esms.model.journal_entry import ENTRY_TYPES, JournalEntry
from mock_esms.model.received_request import ReceivedRequest
from mock_esms.model.times import parse_instant


def parse_entry(data: JsonObject) -> JournalEntry:
    """A call, a message, or what else the journal keeps."""
    kind: Any = ENTRY_TYPES[data["what"]]
    entry: JournalEntry = decoded(kind, data["value"])
    return entry


def parse_request(data: JsonObject) -> ReceivedRequest:
    """A request of the eSMS side."""
    warnings = tuple(RequestWarning(**warning) for warning in data["warnings"])
    return ReceivedRequest(**{**data, "at": parse_instant(data["at"]), "warnings": warnings})


def read_clock(data: JsonObject) -> ClockState:
    """The clock."""
    due = data["next_due"]
    return ClockState(
        **{**data, "now": parse_instant(data["now"]), "next_due": None if due is None else parse_instant(due)}
    )


def read_inbox_item(data: JsonObject) -> InboxItem:
    """What a person has got."""
    return InboxItem(
        at=parse_instant(data["at"]),
        kind=data["kind"],
        sender=data["from"],
        text=data["text"],
        code=data["code"] or "",
        sms_id=data["sms_id"],
    )


_SETTINGS: Final = frozenset(field.name for field in stored_fields(Account))
"""What an account is set to; the sandbox says more of it, such as how many of its lines are in use."""


def read_account(data: JsonObject, secret_key: str) -> Account:
    """An account, with the SecretKey that the sandbox does not tell."""
    prices = {name: None if price is None else Decimal(str(price)) for name, price in data["prices"].items()}
    amounts = {
        name: None if data[name] is None else Decimal(str(data[name])) for name in ("balance", "price_per_minute")
    }
    fields = {name: value for name, value in data.items() if name in _SETTINGS}
    return decoded(Account, {**fields, **amounts, "prices": prices, "secret_key": secret_key})
