"""What is said to a sandbox elsewhere, in the words of ``mock_esms.Sandbox``."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, Literal, Unpack, cast, overload
from urllib.parse import quote

from mock_esms.client import waiting
from mock_esms.client.connection import ControlRequest, given
from mock_esms.client.reading import ClientReader

if TYPE_CHECKING:
    from mock_esms.config.account import Account
    from mock_esms.delivery.receiver_check import CheckOptions, CheckResult
    from mock_esms.journal.filter import Entry
    from mock_esms.model.calls import Call
    from mock_esms.model.codec import JsonObject
    from mock_esms.model.inbound import Inbound
    from mock_esms.model.journal_entry import JournalEntry
    from mock_esms.model.message_plan import Channel
    from mock_esms.sandbox.builder import ScenarioBuilder
    from mock_esms.sandbox.inbound_reply import InboundReply

_PUBLISHED_SECRET: Final = "test-secret-key"  # noqa: S105 - of the account that everybody knows
_MASKED: Final = "***"


class ClientBase(ClientReader):
    """Everything here holds at once and may be said from any thread. Matches are globs by parameter name."""

    # --- what will happen to calls and messages -------------------------------------------------------------------

    def on(self, **match: object) -> "ScenarioBuilder":
        """Say what happens to the next call or message that fits: ``on(phone="09*").answered(press="1")``.

        Without a further word it is answered, or delivered. Armed for one request; ``times`` and ``always`` say
        otherwise. Each word has reached the sandbox when it returns. Raises ``WrongValueError`` for an unknown name.
        """
        from mock_esms.sandbox.builder import ScenarioBuilder

        said = self._ask("POST", "/scenarios", {"match": self._own(match)})
        address = f"/scenarios/{quote(said['name'])}"

        def put(text: str) -> None:
            self._ask("PUT", address, text)

        def set_times(times: int | None) -> None:
            self._ask("PUT", f"{address}/arm", {"times": times})

        return ScenarioBuilder(title=said["title"], put=put, set_times=set_times)

    def play(self, scenario: str, *, times: int | None = 1, **match: object) -> None:
        """Let the next requests that fit play a scenario of the library; see ``Sandbox.play``."""
        self._ask("POST", f"/scenarios/{quote(scenario, safe='')}/arm", {"match": self._own(match), "times": times})

    def act(
        self, call: "Call | str", action: Literal["answer", "press", "hang_up", "reject"], key: str | None = None
    ) -> "Call":
        """Do what the person of an interactive call does; see ``Sandbox.act``."""
        sms_id = _id_of(call)
        self._ask("POST", f"/calls/{quote(sms_id, safe='')}/act", {"do": action, **given(key=key)})
        return cast("Call", self._entry(sms_id))

    @overload
    def redeliver(self, entry: "Entry", *, channel: "Channel | None" = None) -> "Entry": ...
    @overload
    def redeliver(self, entry: str, *, channel: "Channel | None" = None) -> "JournalEntry": ...
    def redeliver(self, entry: "JournalEntry | str", *, channel: "Channel | None" = None) -> "JournalEntry":
        """Send the final callback of a call or message once more, now; see ``Sandbox.redeliver``."""
        return self._by_hand(entry, "redeliver", given(channel=channel))

    @overload
    def retry(self, entry: "Entry", *, channel: "Channel | None" = None) -> "Entry": ...
    @overload
    def retry(self, entry: str, *, channel: "Channel | None" = None) -> "JournalEntry": ...
    def retry(self, entry: "JournalEntry | str", *, channel: "Channel | None" = None) -> "JournalEntry":
        """Make the attempt now that is due next, of any channel or of ``channel``; see ``Sandbox.retry``."""
        return self._by_hand(entry, "retry", given(channel=channel))

    @overload
    def give_up(self, entry: "Entry", *, channel: "Channel | None" = None) -> "Entry": ...
    @overload
    def give_up(self, entry: str, *, channel: "Channel | None" = None) -> "JournalEntry": ...
    def give_up(self, entry: "JournalEntry | str", *, channel: "Channel | None" = None) -> "JournalEntry":
        """Make no further attempt of what is due, of all channels or of ``channel``; see ``Sandbox.give_up``."""
        return self._by_hand(entry, "give_up", given(channel=channel))

    def _by_hand(self, entry: "JournalEntry | str", do: str, body: Mapping[str, object]) -> "JournalEntry":
        from mock_esms.model.journal_entry import ADDRESS_OF

        sms_id = _id_of(entry)
        kind = ADDRESS_OF[type(self._entry(sms_id))]
        self._ask("POST", f"/{kind}/{quote(sms_id, safe='')}/{do}", body)
        return self._entry(sms_id)

    @property
    def api_key(self) -> str:
        """The ApiKey of the own account; where all accounts count, that of the sandbox's first."""
        own = self.session.own
        return own.api_key if own is not None else str(self._ask("GET", "/accounts")["accounts"][0]["api_key"])

    @property
    def secret_key(self) -> str:
        """The SecretKey of that account; ``***`` where the sandbox was given one that it tells nobody."""
        return self._secret_of(self.api_key)

    def account(self, api_key: str | None = None, **fields: object) -> "Account":
        """Open an account or replace one until the reset, by the settings file's fields: ``account(balance=0)``.

        Without ``api_key`` it is the own one. The SecretKey stays what it was, or is ``test-secret-key``. Raises
        ``WrongValueError``.
        """
        from mock_esms.client.entries import read_account
        from mock_esms.sandbox.builder import account_text

        session, key = self.session, api_key or self.api_key
        if session.own is not None and key == session.own.api_key:
            text = session.own.text(**fields)
        else:
            session.opened.add(key)
            text = account_text(fields)
        secret_key = str(fields["secret_key"]) if "secret_key" in fields else self._secret_of(key)
        answer = self._ask("PUT", f"/accounts/{quote(key, safe='')}", text)
        session.secrets[key] = secret_key
        return read_account(answer, secret_key)

    def _secret_of(self, api_key: str) -> str:
        own = self.session.own
        if api_key in self.session.secrets:
            return self.session.secrets[api_key]
        if own is not None and api_key == own.api_key:
            return own.secret_key
        listed = {account["api_key"]: account for account in self._ask("GET", "/accounts")["accounts"]}
        return _MASKED if api_key in listed and not listed[api_key]["built_in"] else _PUBLISHED_SECRET

    def _reply(self, answer: "JsonObject") -> "InboundReply":
        """What came of writing to a shortcode."""
        from mock_esms.sandbox.inbound_reply import reply_to

        return reply_to(cast("Inbound", self._entry(answer["sms_id"])))

    async def _checked(self, url: str, **options: "Unpack[CheckOptions]") -> "CheckResult":
        """The receiver check, from where the test runs: there is the receiver, and the sandbox may be far away."""
        from mock_esms.config.settings import Settings
        from mock_esms.delivery.egress import EgressRule
        from mock_esms.delivery.receiver_check import ReceiverCheck, target_of

        return await ReceiverCheck(target_of(url, options), EgressRule(Settings().egress)).run()

    # --- forgetting -------------------------------------------------------------------------------------------------

    def _resets(self, api_key: str | None) -> list[ControlRequest]:
        """Everything forgotten, or what is one account's; the own account is then as it was opened."""
        own, opened = self.session.own, self.session.opened
        if api_key is not None:
            return [waiting.reset(api_key, accounts=False)]
        self.session.secrets.clear()
        if own is None:
            return [waiting.reset(None, accounts=True)]
        others = [waiting.reset(opened.pop(), accounts=True) for _ in tuple(opened)]
        return [*others, waiting.open_account(own.api_key, own.text()), waiting.reset(own.api_key, accounts=False)]

    def _ends(self) -> list[ControlRequest]:
        """The own account closed, and what was opened beside it."""
        own, opened = self.session.own, self.session.opened
        if own is None:
            return []
        return [waiting.reset(key, accounts=True) for key in (own.api_key, *[opened.pop() for _ in tuple(opened)])]


def _id_of(entry: "JournalEntry | str") -> str:
    return entry if isinstance(entry, str) else entry.sms_id
