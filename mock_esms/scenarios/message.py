"""What becomes of messages (CONTRACT 11, keys ``message`` and ``decision``). The classes are the language.

An outcome that is left out is ``delivered: {after: 2s}``. Where a duration stands, a range may stand, of which one is
drawn, for each receiver anew.
"""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Final

from mock_esms.config.documents.annotations import About, OneOf, Reads
from mock_esms.config.documents.field_errors import Clash, Key, refuse
from mock_esms.config.documents.field_types import checked_integer
from mock_esms.model.message_plan import Channel, ReceiverOutcome
from mock_esms.model.times import Span
from mock_esms.model.value import Struct
from mock_esms.scenarios.choose import Choose, choose_among

DELIVERY: Final = Span.parse("2s")
APPROVAL: Final = Span.parse("5m")
DECISION: Final = Span.parse("1h")


def _zalo_error(value: object) -> int:
    return checked_integer(value, least=-99_999, most=99_999)


ZaloError = Annotated[int, Reads(_zalo_error, {"type": "integer", "minimum": -99_999, "maximum": 99_999})]


class DeliveredMessage(Struct):
    """The receiver gets it: SendStatus 5, and SendSuccess counts it."""

    outcome: ClassVar[ReceiverOutcome] = "delivered"

    after: Annotated[Span, About("From its sending to the report.", ("3s", "1s..30s"))] = DELIVERY


class FailedMessage(Struct):
    """The receiver does not get it: SendStatus 5, SendFailed counts it, and the next channel of the request begins."""

    outcome: ClassVar[ReceiverOutcome] = "failed"

    after: Annotated[Span, About("From its sending to the report.", ("5s",))] = DELIVERY
    error: Annotated[ZaloError | None, About("The number that Zalo gives for it.", (-114,), "-114")] = None
    text: Annotated[
        str | None,
        About("The words that Zalo gives beside the number.", ("User is inactive",), "those known for the number"),
    ] = None


class RefusedMessage(Struct):
    """Nobody approves the advertisement: SendStatus 4, and nothing is sent. Other messages are delivered."""

    outcome: ClassVar[ReceiverOutcome] = "refused"

    after: Annotated[Span, About("From its acceptance to the refusal.", ("1h",))] = APPROVAL


class SilentMessage(Struct):
    """What became of it is never reported: SendStatus stays 7, and no callback comes."""

    outcome: ClassVar[ReceiverOutcome | None] = None
    after: ClassVar[Span] = Span(0, 0)


PlainOutcome = DeliveredMessage | FailedMessage | RefusedMessage | SilentMessage
"""What becomes of a message, decided."""

_PLAIN: Final = {
    "delivered": DeliveredMessage,
    "failed": FailedMessage,
    "refused": RefusedMessage,
    "silent": SilentMessage,
}


_CHOOSE: Final = choose_among(_PLAIN, "outcomes", "[{weight: 70, delivered: }, {failed: }]")
MessageOutcome = PlainOutcome | Choose[PlainOutcome]
ChannelOutcome = Annotated[MessageOutcome, OneOf("an outcome", {**_PLAIN, "choose": Annotated[Choose, _CHOOSE]})]
"""What becomes of a message on one channel: one of these, or one drawn of several."""

_ANY: Final = ("delivered", "failed", "refused", "silent", "choose")
_CHANNELS: Final[tuple[Channel, ...]] = ("sms", "zalo", "viber")
_FOR_EVERY: Final = "What becomes of it on every channel; or write one outcome for each channel."


class MessageRule(Struct):
    """What becomes of messages: one outcome for every channel, or one for each channel."""

    may_be_bare: ClassVar = frozenset(_ANY)

    delivered: Annotated[DeliveredMessage | None, About("It arrives. " + _FOR_EVERY, ({"after": "3s"},), "")] = None
    failed: Annotated[FailedMessage | None, About("It fails. " + _FOR_EVERY, ({"after": "5s", "error": -114},), "")] = (
        None
    )
    refused: Annotated[
        RefusedMessage | None, About("An advertisement that is not approved. " + _FOR_EVERY, ({"after": "1h"},), "")
    ] = None
    silent: Annotated[SilentMessage | None, About("It is never reported. " + _FOR_EVERY, ({},), "")] = None
    choose: Annotated[
        Annotated[Choose[PlainOutcome], _CHOOSE] | None, About("One of several is drawn. " + _FOR_EVERY, (), "")
    ] = None
    sms: Annotated[ChannelOutcome | None, About("What becomes of it as an SMS.", (), "delivered after 2s")] = None
    zalo: Annotated[ChannelOutcome | None, About("What becomes of it on Zalo.", (), "delivered after 2s")] = None
    viber: Annotated[ChannelOutcome | None, About("What becomes of it on Viber.", (), "delivered after 2s")] = None
    approval: Annotated[Span, About("How long an advertisement (SmsType 1) waits until it is approved.", ("5m",))] = (
        APPROVAL
    )

    def __post_init__(self) -> None:
        """Refuse two answers to one question, and Zalo's error number on another channel."""
        general = [name for name in _ANY if getattr(self, name) is not None]
        channels = [name for name in _CHANNELS if getattr(self, name) is not None]
        clashes = [Clash((general[0],), name, "a message has one outcome") for name in general[1:]]
        if general:
            why = "this is the outcome on every channel; write one of the two ways"
            clashes += [Clash((general[0],), name, why) for name in channels]
        wrong: list[tuple[Key, str]] = [
            (path, "Zalo alone gives such a number; leave it out here")
            for channel in channels
            if channel != "zalo"
            for path in _errors_in(channel, getattr(self, channel))
        ]
        refuse(wrong, clashes)

    def outcome_on(self, channel: Channel) -> MessageOutcome:
        """What becomes of a message on that channel."""
        for name in (*_ANY, channel):
            said: MessageOutcome | None = getattr(self, name)
            if said is not None:
                return said
        return AS_USUAL


def _errors_in(channel: str, outcome: MessageOutcome) -> Iterator[Key]:
    """The paths of Zalo's error numbers in an outcome."""
    if isinstance(outcome, FailedMessage) and outcome.error is not None:
        yield (channel, "failed", "error")
    if isinstance(outcome, Choose):
        for position, option in enumerate(outcome.options):
            if isinstance(option.happens, FailedMessage) and option.happens.error is not None:
                yield (channel, "choose", position, "failed", "error")


AS_USUAL: Final = DeliveredMessage()
DEFAULT_MESSAGE_RULE: Final = MessageRule()
"""The messages of a scenario that says nothing of them; a scenario that does has another object."""


class ApprovedApplication(Struct):
    """The template or package is registered."""

    after: Annotated[Span, About("From the application to the decision.", ("1h",))] = DECISION


class RefusedApplication(Struct):
    """The template or package is not registered."""

    after: Annotated[Span, About("From the application to the decision.", ("1h",))] = DECISION


ApplicationRule = Annotated[
    ApprovedApplication | RefusedApplication,
    OneOf("a decision", {"approved": ApprovedApplication, "refused": RefusedApplication}),
]
"""How an application for a template or a package is decided (FACTS-MESSAGES 4, R19 to R21)."""
APPROVED: Final = ApprovedApplication()
