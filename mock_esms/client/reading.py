"""What is asked of a sandbox elsewhere: what happened, what time it is, and evidence, in the words of ``Sandbox``."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, NamedTuple, Self, cast
from urllib.parse import quote

from mock_esms.client.connection import ControlConnection, ControlRequest, given
from mock_esms.errors import UnknownError

if TYPE_CHECKING:
    from mock_esms.clock.clock import ClockMode, ClockState
    from mock_esms.model.calls import Call
    from mock_esms.model.codec import JsonObject
    from mock_esms.model.inbox_item import InboxItem
    from mock_esms.model.journal_entry import EntryName, JournalEntry
    from mock_esms.model.message import Message
    from mock_esms.model.received_request import ReceivedRequest


class OwnAccount(NamedTuple):
    """The account that alone counts for a client, with the fields that it has after each reset."""

    api_key: str
    secret_key: str
    fields: Mapping[str, object]

    def text(self, **more: object) -> str:
        """Its fields as a document, with others beside or in their place."""
        from mock_esms.sandbox.builder import account_text

        return account_text({"secret_key": self.secret_key, **self.fields, **more})


class Session:
    """What a blocking client and its asynchronous side have in common."""

    def __init__(self, connection: ControlConnection, own: OwnAccount | None = None) -> None:
        """Without ``own`` every account counts."""
        self.connection: Final = connection
        self.own: Final = own
        self.secrets: Final[dict[str, str]] = {}
        """The SecretKeys of the accounts that were opened here."""
        self.opened: Final[set[str]] = set()
        """Accounts beside the own one, to be forgotten with the next reset."""


class ClientReader:
    """Everything here answers at once and may be asked from any thread. Matches are globs by parameter name."""

    def __init__(self, url: str, token: str | None = None) -> None:
        """Connect to the sandbox that listens at ``url``; ``token`` is its control token, if it has one.

        Raises ``UsageError`` when no sandbox is there, when it is of another version, and when the token is wrong.
        """
        connection = ControlConnection(url, token)
        connection.introduce()
        self.session = Session(connection)

    @classmethod
    def of(cls, session: Session) -> Self:
        """A client with the connection, and the account, of another."""
        client = cls.__new__(cls)
        client.session = session
        return client

    @property
    def url(self) -> str:
        """Where the sandbox listens, without a slash at the end: the base URL for the application under test."""
        return self.session.connection.url

    def _ask(
        self, method: str, path: str, body: Mapping[str, object] | str | None = None, **query: object
    ) -> "JsonObject":
        __tracebackhide__ = True
        return self.session.connection.send(ControlRequest(method, path, body, query))

    def _own(self, match: Mapping[str, object]) -> dict[str, object]:
        """The match, of the own account unless it names another."""
        own = self.session.own
        return dict(match) if own is None or "api_key" in match else {**match, "api_key": own.api_key}

    def _own_key(self, api_key: str | None = None) -> str | None:
        own = self.session.own
        return api_key if api_key is not None or own is None else own.api_key

    # --- what happened --------------------------------------------------------------------------------------------

    @property
    def calls(self) -> "tuple[Call, ...]":
        """Every call that was accepted, oldest first, as it stands now."""
        return self.find()

    def find(self, **match: object) -> "tuple[Call, ...]":
        """The calls that fit, oldest first; several suites on one sandbox tell theirs apart by ``api_key``."""
        return cast("tuple[Call, ...]", self._entries("call", self._own(match)))

    @property
    def messages(self) -> "tuple[Message, ...]":
        """Every message that was accepted, oldest first, as it stands now."""
        return self.find_messages()

    def find_messages(self, **match: object) -> "tuple[Message, ...]":
        """The messages that fit, oldest first; of several receivers and channels one must fit."""
        return cast("tuple[Message, ...]", self._entries("message", self._own(match)))

    def _entries(self, what: "EntryName | None", match: Mapping[str, object]) -> "tuple[JournalEntry, ...]":
        from mock_esms.client.entries import parse_entry

        answer = self._ask("GET", "/entries", what=what, **_texts(match))
        return tuple(parse_entry(data) for data in answer["entries"])

    def _entry(self, sms_id: str) -> "JournalEntry":
        for entry in self._entries(None, {"sms_id": sms_id}):
            return entry
        message = f"no call or message has the sms_id {sms_id!r}; esms.calls and esms.messages list them"
        raise UnknownError(message)

    def _got_there(self, request: ControlRequest, answer: "JsonObject") -> "tuple[JournalEntry, ...]":
        """Those for which was waited, oldest first; where no number was said the newest alone."""
        what, match, count = request.body["what"], request.body["match"], request.body["count"]
        there = [entry["sms_id"] for entry in answer[f"{what}s"]]
        if count is None:
            return (self._entry(there[-1]),)
        return tuple(entry for entry in self._entries(what, match) if entry.sms_id in there)

    def inbox(self, phone: str, *, api_key: str | None = None) -> "tuple[InboxItem, ...]":
        """What the person with this phone has got by now, oldest first; see ``Sandbox.inbox``."""
        from mock_esms.client.entries import read_inbox_item

        answer = self._ask("GET", f"/inbox/{quote(phone, safe='')}", api_key=self._own_key(api_key))
        return tuple(read_inbox_item(item) for item in answer["items"])

    @property
    def requests(self) -> "tuple[ReceivedRequest, ...]":
        """Every request of the eSMS side, oldest first, refused and unknown ones included."""
        return self._requests(None)

    @property
    def unmatched(self) -> "tuple[ReceivedRequest, ...]":
        """The requests that no operation answered: a wrong address."""
        return self._requests("false")

    def _requests(self, matched: str | None) -> "tuple[ReceivedRequest, ...]":
        from mock_esms.client.entries import parse_request

        answer = self._ask("GET", "/requests", matched=matched, api_key=self._own_key())
        return tuple(parse_request(request) for request in answer["requests"])

    def verify(
        self, *, times: int | None = None, at_least: int | None = None, at_most: int | None = None, **match: object
    ) -> "tuple[Call, ...]":
        """The calls that fit, when there are as many as there should be; see ``Sandbox.verify``."""
        __tracebackhide__ = True  # test runners show the test's own line
        self._verify("call", match, given(times=times, at_least=at_least, at_most=at_most))
        return self.find(**match)

    def verify_message(
        self, *, times: int | None = None, at_least: int | None = None, at_most: int | None = None, **match: object
    ) -> "tuple[Message, ...]":
        """The messages that fit, when there are as many as there should be; see ``Sandbox.verify_message``."""
        __tracebackhide__ = True
        self._verify("message", match, given(times=times, at_least=at_least, at_most=at_most))
        return self.find_messages(**match)

    def _verify(self, what: "EntryName", match: Mapping[str, object], bounds: Mapping[str, object]) -> None:
        __tracebackhide__ = True
        self._ask("POST", "/verify", {"what": what, "match": self._own(match), **bounds})

    # --- time -------------------------------------------------------------------------------------------------------

    @property
    def clock(self) -> "ClockState":
        """The clock: mode, speed, now and next_due (milliseconds since 1970), and how much is pending."""
        from mock_esms.client.entries import read_clock

        return read_clock(self._ask("GET", "/clock"))

    def set_clock(self, *, mode: "ClockMode | None" = None, speed: float | None = None) -> None:
        """Change how sandbox time passes from now on; the time itself stays what it is."""
        self._ask("PUT", "/clock", given(mode=mode, speed=speed))

    # --- evidence ---------------------------------------------------------------------------------------------------

    def timelines(self, **match: object) -> str:
        """The timelines of the calls and messages that fit, to print or to log."""
        return str(self._ask("GET", "/timelines", **_texts(self._own(match)))["text"])

    def complaints(self) -> str:
        """What a strict test does not accept, with evidence, or nothing; see ``Sandbox.complaints``."""
        return str(self._ask("GET", "/complaints", api_key=self._own_key())["text"])


def _texts(match: Mapping[str, object]) -> dict[str, str]:
    """A match for a query, where everything is text."""
    return {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in match.items()}
