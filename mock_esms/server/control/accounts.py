"""``/_mock/accounts`` and ``/_mock/reset``."""

from collections.abc import Iterable
from typing import Annotated, Literal, NamedTuple, NotRequired, TypedDict

from aiohttp import web

from mock_esms.config.account import DEFAULT_SECRET_KEY, Account
from mock_esms.config.documents import decoded_text
from mock_esms.config.documents.annotations import About
from mock_esms.config.documents.field_types import FilledText, Truth
from mock_esms.config.settings_file import parse_account
from mock_esms.errors import DocumentError, NotNowError, UnknownError
from mock_esms.exchange.exchange import Components, Exchange
from mock_esms.server.bodies import body_of
from mock_esms.server.control.decode import decode_body
from mock_esms.server.control.json_types import AccountJson, Globs
from mock_esms.server.control.responses import document_error_response, json_response
from mock_esms.server.control.serializers import serialize_account


class ResetBody(NamedTuple):
    """Whose calls and requests are forgotten."""

    api_key: Annotated[FilledText, About("The account.", left_out="all accounts")] = ""
    accounts: Annotated[
        Truth, About("true: they are as the settings say again, and those that were opened later are forgotten.")
    ] = False


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


class AccountsControl:
    """Reads and opens accounts; resets."""

    def __init__(self, exchange: Exchange, components: Components) -> None:
        """Serve the accounts of these components."""
        self._exchange = exchange
        self._ledger = components.ledger
        self._lines = components.lines
        self._of_settings = frozenset(account.api_key for account in components.settings.accounts)

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """The addresses."""
        return (
            web.get("/accounts", self.accounts),
            web.put("/accounts/{api_key}", self.put),
            web.delete("/accounts/{api_key}", self.delete),
            web.post("/reset", self.reset),
        )

    async def accounts(self, _request: web.Request) -> web.Response:
        """Every account with its present balance; secrets masked."""
        return json_response(AccountsJson(accounts=[self._serialize(account) for account in self._ledger]))

    async def put(self, request: web.Request) -> web.Response:
        """Open an account or replace one; the body has the fields of an account in the settings file.

        A SecretKey that is left out stays what it was, or is ``test-secret-key``.
        """
        api_key = request.match_info["api_key"]
        known = self._ledger.get(api_key)
        secret_key = DEFAULT_SECRET_KEY if known is None else known.secret_key
        try:
            account = parse_account(decoded_text(await body_of(request), api_key), api_key, secret_key)
        except DocumentError as error:
            return document_error_response(error)
        self._exchange.open_account(account)
        return json_response(self._serialize(account))

    async def delete(self, request: web.Request) -> web.Response:
        """Forget an account that was opened here, and all that is its."""
        api_key = request.match_info["api_key"]
        if api_key in self._of_settings:
            message = f"the account {api_key} is one of the settings; only what was opened here can be forgotten"
            raise NotNowError(message)
        account = self._ledger.get(api_key)
        if account is None:
            message = f"no account has the ApiKey {api_key!r}"
            raise UnknownError(message)
        closed = json_response(self._serialize(account))
        await self._exchange.reset(api_key, accounts=True)
        return closed

    def _serialize(self, account: Account) -> AccountJson:
        in_use = None if account.lines is None else self._lines.in_use(account)
        return serialize_account(account, self._ledger.balance(account.api_key), in_use)

    async def reset(self, request: web.Request) -> web.Response:
        """Forget what happened, of one account or of all."""
        body = await decode_body(request, ResetBody)
        unused = await self._exchange.reset(body.api_key or None, accounts=body.accounts)
        never_used = [UnusedJson(scenario=armed.name, match=dict(armed.match.pairs)) for armed in unused]
        return json_response(ResetJson(ok=True, never_used=never_used) if never_used else ResetJson(ok=True))
