"""``/_mock/accounts`` and ``/_mock/reset``."""

from decimal import Decimal
from typing import Annotated, Final, Literal, NamedTuple, NotRequired, TypedDict, cast

from mock_esms.config.account import DEFAULT_ACCOUNT, DEFAULT_SECRET_KEY, Account
from mock_esms.config.documents import decoded_text
from mock_esms.config.documents.annotations import About
from mock_esms.config.documents.decoders import to_plain
from mock_esms.config.documents.field_types import FilledText, Truth
from mock_esms.config.settings_file import parse_account
from mock_esms.errors import NotNowError, UnknownError
from mock_esms.exchange.calls.lines import LinesInUse
from mock_esms.server.control.entries.entry_json import Globs, JsonFields
from mock_esms.server.control.serving.endpoint import ControlGroup, Endpoint
from mock_esms.server.control.serving.responses import DocumentErrorJson

MASKED: Final = "***"
_BUILT_IN: Final = (DEFAULT_ACCOUNT.api_key, DEFAULT_ACCOUNT.secret_key)


class ResetBody(NamedTuple):
    """Whose calls and requests are forgotten."""

    api_key: Annotated[FilledText, About("The account.", left_out="all accounts")] = ""
    accounts: Annotated[
        Truth, About("true: they are as the settings say again, and those that were opened later are forgotten.")
    ] = False


class AccountJson(TypedDict):
    """An account with its present balance; the secret is masked.

    ``lines_in_use`` and ``calls_queued`` are null where ``lines`` is: nothing is counted then.

    ``built_in``: it is the account of the documentation, whose SecretKey everybody knows.
    """

    api_key: str
    secret_key: str
    built_in: bool
    balance: float
    price_per_minute: float | None
    caller_id: str
    recordings: list[str | JsonFields] | None
    templates: list[str | JsonFields] | None
    blocked_phones: list[str]
    allowed_ips: list[str] | None
    active: bool
    brandnames: list[JsonFields] | None
    sms_templates: list[JsonFields] | None
    zalo: list[JsonFields] | None
    multichannel: list[JsonFields] | None
    shortcodes: list[JsonFields]
    prices: dict[str, float | None]
    blocked_words: list[str]
    rates: dict[str, float | None]
    lines: int | None
    queue: int | None
    requests_per_second: float | None
    lines_in_use: int | None
    calls_queued: int | None


class AccountsJson(TypedDict):
    """Every account."""

    accounts: list[AccountJson]


class UnusedJson(TypedDict):
    """A scenario that was armed for these requests, and that none of them played."""

    scenario: str
    match: Globs


class ResetJson(TypedDict):
    """Everything is forgotten."""

    ok: Literal[True]
    never_used: NotRequired[list[UnusedJson]]


class AccountsControl(ControlGroup):
    """Reads and opens accounts; resets."""

    async def accounts(self) -> AccountsJson:
        """Every account; secrets masked."""
        return AccountsJson(accounts=[self._serialize(account) for account in self._components.ledger])

    async def put(self, api_key: str, document: bytes) -> AccountJson:
        """Open an account, or replace it.

        A SecretKey that is left out stays what it was, or is ``test-secret-key``.
        """
        known = self._components.ledger.get(api_key)
        secret_key = DEFAULT_SECRET_KEY if known is None else known.secret_key
        account = parse_account(decoded_text(document, api_key), api_key, secret_key)
        self._exchange.open_account(account)
        return self._serialize(account)

    async def delete(self, api_key: str) -> AccountJson:
        """Forget an account that was opened here, and all that is its."""
        if any(account.api_key == api_key for account in self._components.settings.accounts):
            message = f"the account {api_key} is one of the settings; only what was opened here can be forgotten"
            raise NotNowError(message)
        account = self._components.ledger.get(api_key)
        if account is None:
            message = f"no account has the ApiKey {api_key!r}"
            raise UnknownError(message)
        closed = self._serialize(account)
        await self._exchange.reset(api_key, accounts=True)
        return closed

    async def reset(self, body: ResetBody) -> ResetJson:
        """Forget what happened, of one account or of all."""
        unused = await self._exchange.reset(body.api_key or None, accounts=body.accounts)
        never_used = [UnusedJson(scenario=armed.name, match=dict(armed.match.pairs)) for armed in unused]
        return ResetJson(ok=True, never_used=never_used) if never_used else ResetJson(ok=True)

    def _serialize(self, account: Account) -> AccountJson:
        in_use = None if account.lines is None else self._exchange.lines.in_use(account)
        return serialize_account(account, self._components.ledger.balance(account.api_key), in_use)

    endpoints = (
        Endpoint("get", "/accounts", accounts),
        Endpoint(
            "put",
            "/accounts/{api_key}",
            put,
            body={"type": "object", "description": "the fields of an account in the settings file"},
            errors=(503,),
            error_answers={422: DocumentErrorJson},
        ),
        Endpoint("delete", "/accounts/{api_key}", delete, errors=(404, 409)),
        Endpoint("post", "/reset", reset, errors=(404,)),
    )


def serialize_account(account: Account, balance: Decimal, lines: LinesInUse | None) -> AccountJson:
    """An account with its present balance, and how it stands with its lines where it says how many it has."""
    plain = cast("AccountJson", to_plain(account))
    return {
        **plain,
        "secret_key": MASKED,
        "built_in": (account.api_key, account.secret_key) == _BUILT_IN,
        "balance": _amount(balance),
        "price_per_minute": None if account.price_per_minute is None else _amount(account.price_per_minute),
        "prices": {name: None if price is None else _amount(Decimal(price)) for name, price in plain["prices"].items()},
        "shortcodes": [{**shortcode, "private_key": MASKED} for shortcode in plain["shortcodes"]],
        "lines_in_use": None if lines is None else lines.in_use,
        "calls_queued": None if lines is None else lines.waiting,
    }


def _amount(amount: Decimal) -> int | float:
    return int(amount) if amount == amount.to_integral_value() else float(amount)
