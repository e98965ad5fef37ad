"""The smaller values of a store as JSON and back, by the names of their fields; a call's are in ``rows``. Pure."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Any, Final

from mock_esms.config.settings import Account
from mock_esms.journal.changes import AccountState, ArmedState

_encode: Final[Callable[[object], str]] = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode
"""ASCII: a request may carry half of a surrogate pair, which no UTF-8 can hold."""

Json = Mapping[str, Any]


def text_of_json(value: object) -> str:
    """Compact JSON."""
    return _encode(value)


def pairs_of(pairs: Iterable[Any]) -> tuple[tuple[str, str], ...]:
    """Pairs that JSON has made lists of."""
    return tuple((name, value) for name, value in pairs)


# --- accounts and what is armed -------------------------------------------------------------------------------------


def account_texts(state: AccountState) -> tuple[str | None, str | None]:
    """An account that is not the settings' own, and a balance that is not the one it began with."""
    account = None
    if state.account is not None:
        data = {part.name: getattr(state.account, part.name) for part in fields(state.account)}
        account = json.dumps(data, default=str)  # amounts as their texts
    return account, None if state.balance is None else str(state.balance)


def account_state(account: str | None, balance: str | None) -> AccountState:
    """The other way round; raises as ``call_of`` does."""
    return AccountState(
        None if account is None else _account_of(json.loads(account)), None if balance is None else Decimal(balance)
    )


def _account_of(data: dict[str, Any]) -> Account:
    price = data.pop("price_per_minute")
    lists = {
        name: None if data[name] is None else tuple(data[name])
        for name in ("recordings", "templates", "blocked_phones", "allowed_ips")
    }
    return Account(
        **{
            **data,
            **lists,
            "balance": Decimal(data["balance"]),
            "price_per_minute": None if price is None else Decimal(price),
        }
    )


def armed_text(state: ArmedState) -> str:
    """A scenario that is armed."""
    return _encode(state._asdict())


def armed_state(text: str) -> ArmedState:
    """The other way round; raises as ``call_of`` does."""
    data = json.loads(text)
    return ArmedState(**{**data, "match": pairs_of(data["match"])})


# --- texts as keys --------------------------------------------------------------------------------------------------


def key(text: str) -> str | bytes:
    """A text as a column: bytes where it has half of a surrogate pair in it, which SQLite's texts cannot hold."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")
    return text


def text_of_key(value: str | bytes) -> str:
    """The other way round."""
    return value if isinstance(value, str) else value.decode("utf-8", "surrogatepass")
