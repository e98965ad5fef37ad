"""The message of the demo: a one-time password that Zalo does not bring and an SMS does; and what must come of it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from mock_esms.config.account import DEFAULT_ACCOUNT
from mock_esms.model.message import Message
from mock_esms.model.message_plan import Channel, ReceiverOutcome

OPERATION: Final = "/MainService.svc/json/MultiChannelMessage/"


class MessageScript(NamedTuple):
    """``phone`` chooses a shipped scenario by its last digits; ``outcomes`` are what must come of each channel."""

    title: str
    phone: str
    code: str
    outcomes: tuple[tuple[Channel, ReceiverOutcome], ...]

    @staticmethod
    def query(channel: Channel) -> str:
        """What the CallbackUrl of a channel says itself, before eSMS appends the result."""
        return f"channel={channel}&"

    def body(self, callback_url: str) -> Mapping[str, Any]:
        """The request, as any client of eSMS would send it (FACTS-MESSAGES 2, S6)."""
        text = f"{self.code} la ma xac minh dang ky Baotrixemay cua ban"
        zalo: Mapping[str, Any] = {"OAID": "745830328927467685", "TempID": "205644", "Params": [self.code]}
        sms: Mapping[str, Any] = {"Brandname": "Baotrixemay", "SmsType": "2", "Content": text}
        return {
            "ApiKey": DEFAULT_ACCOUNT.api_key,
            "SecretKey": DEFAULT_ACCOUNT.secret_key,
            "Phone": self.phone,
            "Channels": [channel for channel, _ in self.outcomes],
            "Data": [
                {**entry, "CallbackUrl": f"{callback_url}?{self.query(channel)}"}
                for entry, (channel, _) in zip((zalo, sms), self.outcomes, strict=True)
            ],
        }


MESSAGE: Final = MessageScript(
    title="Zalo fails, and the code comes by SMS",
    phone="0901555007",
    code="482913",
    outcomes=(("zalo", "failed"), ("sms", "delivered")),
)


def message_differences(script: MessageScript, message: Message | None, received: Sequence[str]) -> list[str]:
    """What did not come as expected, a sentence each; ``received`` are the queries that the receiver got."""
    if message is None or message.result is None:
        return [f"{script.title}: the message never ended"]
    outcomes = tuple((leg.channel, leg.receivers[0].outcome) for leg in message.legs)
    callbacks = tuple((callback.channel, callback.state) for callback in message.callbacks)
    found = (
        ("channels", script.outcomes, outcomes),
        ("code", script.code, message.code),
        ("callbacks", tuple((channel, "delivered") for channel, _ in script.outcomes), callbacks),
        ("requests at the receiver", len(script.outcomes), len(received)),
    )
    return [
        f"{script.title}: {what}: {actual} came, {expected} was expected"
        for what, expected, actual in found
        if expected != actual
    ]
