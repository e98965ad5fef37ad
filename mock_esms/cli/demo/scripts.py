"""What the demo asks for, as values, and what must come of it. The demo checks itself by this."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from mock_esms.cli.call.request import CallRequestTemplate
from mock_esms.cli.examples import callback_template
from mock_esms.config.account import DEFAULT_ACCOUNT
from mock_esms.model.calls import Call
from mock_esms.model.journal_entry import JournalEntry
from mock_esms.model.message import Message
from mock_esms.model.message_plan import Channel

_CODE: Final = "482913"


class DemoRequest(NamedTuple):
    """A request as any client of eSMS would send it: a GET, or a POST where it has a body."""

    target: str
    body: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Script(ABC):
    """One request of the demo.

    ``phone`` chooses a shipped scenario by its last digits, ``answers`` are the receiver's, in order. ``outcome`` is
    what must come of it, as ``outcome_of`` tells it.
    """

    title: str
    phone: str
    parameters: tuple[tuple[str, str], ...] = ()
    answers: tuple[int, ...] = (200,)
    outcome: Mapping[str, object]

    @abstractmethod
    def request(self, callback_url: str) -> DemoRequest:
        """What is sent, with callbacks to this address."""

    def differences(self, entry: JournalEntry | None, received: Sequence[str]) -> list[str]:
        """What did not come as expected, a sentence each; ``received`` are the queries that the receiver got."""
        outcome = outcome_of(entry)
        if entry is None or not outcome:
            return [f"{self.title}: it never ended"]
        found = (
            *((what, expected, outcome[what]) for what, expected in self.outcome.items()),
            ("answers of the receiver", self.answers, tuple(attempt.status for attempt in entry.attempts)),
            ("requests at the receiver", len(self.answers), len(received)),
            ("callbacks", {"delivered"}, {callback.state for callback in entry.callbacks}),
        )
        return [
            f"{self.title}: {what}: {actual} came, {expected} was expected"
            for what, expected, actual in found
            if expected != actual
        ]


class CallScript(Script):
    """A call with a recording."""

    def request(self, callback_url: str) -> DemoRequest:
        """A GET, with all that eSMS reports in the CallbackUrl."""
        params = (*self.parameters, ("CallbackUrl", callback_template(callback_url)))
        template = CallRequestTemplate(DEFAULT_ACCOUNT.api_key, DEFAULT_ACCOUNT.secret_key, "demo", params)
        return DemoRequest(template.target(self.phone))


class MessageScript(Script):
    """A one-time password that goes out over Zalo, and as an SMS where Zalo does not bring it."""

    def request(self, callback_url: str) -> DemoRequest:
        """A POST, with a CallbackUrl for each channel (FACTS-MESSAGES 2, S6)."""
        text = f"{_CODE} la ma xac minh dang ky Baotrixemay cua ban"
        zalo = {"OAID": "745830328927467685", "TempID": "205644", "Params": [_CODE]}
        sms = {"Brandname": "Baotrixemay", "SmsType": "2", "Content": text}
        body = {
            "ApiKey": DEFAULT_ACCOUNT.api_key,
            "SecretKey": DEFAULT_ACCOUNT.secret_key,
            "Phone": self.phone,
            "Channels": ["zalo", "sms"],
            "Data": [
                {**zalo, "CallbackUrl": f"{callback_url}?{channel_query('zalo')}"},
                {**sms, "CallbackUrl": f"{callback_url}?{channel_query('sms')}"},
            ],
        }
        return DemoRequest("/MainService.svc/json/MultiChannelMessage/", body)


def channel_query(channel: Channel) -> str:
    """What the CallbackUrl of a channel says itself, before eSMS appends the result."""
    return f"channel={channel}&"


def outcome_of(entry: JournalEntry | None) -> Mapping[str, object]:
    """What came of a call or message; nothing where it has not ended."""
    match entry:
        case Call(result=result) if result is not None:
            dials = tuple(dial.outcome for dial in entry.dials)
            return {"dials": dials, "CallStatus": result.call_status, "Ivr": result.ivr}
        case Message() if entry.result is not None:
            channels = tuple((leg.channel, leg.receivers[0].outcome) for leg in entry.legs)
            return {"channels": channels, "code": entry.code}
    return {}


SCRIPTS: Final[Sequence[Script]] = (
    CallScript(
        title="The customer answers and presses 1",
        phone="0901555102",
        outcome={"dials": ("answered",), "CallStatus": "ANSWERED", "Ivr": "1"},
    ),
    CallScript(
        title="Nobody answers; dialled again",
        phone="0901555201",
        parameters=(("MaxRetry", "1"), ("WaitRetry", "15")),
        outcome={"dials": ("no_answer", "no_answer"), "CallStatus": "NO ANSWER"},
    ),
    CallScript(
        title="The receiver fails twice before it says 200",
        phone="0901555101",
        answers=(500, 500, 200),
        outcome={"dials": ("answered",), "CallStatus": "ANSWERED", "Ivr": ""},
    ),
    MessageScript(
        title="Zalo fails, and the code comes by SMS",
        phone="0901555007",
        answers=(200, 200),
        outcome={"channels": (("zalo", "failed"), ("sms", "delivered")), "code": _CODE},
    ),
)
