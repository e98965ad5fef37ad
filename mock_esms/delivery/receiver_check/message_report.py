"""What a callback of a check reports of a message, and its address: written by what writes the sandbox's own.

Every value that FACTS-MESSAGES 7.1 to 7.7 show is theirs, or the default account's price.
"""

from dataclasses import dataclass
from typing import Final

from mock_esms.config.account import DEFAULT_ACCOUNT
from mock_esms.config.settings import Quirks
from mock_esms.esms.callbacks.message_callback import leg_callback_url
from mock_esms.esms.formats.ids import message_id
from mock_esms.esms.messages.message_draft import MessageDraft, price_of_one
from mock_esms.esms.operation import MessageKind
from mock_esms.model.callback import DONE, Callback, SendStatus
from mock_esms.model.calls import ScenarioChoice
from mock_esms.model.delivery_plan import CallbackEdits, CallbackPlan, RetryPolicy
from mock_esms.model.message import Message, MessageRequest
from mock_esms.model.message_plan import LegPlan, MessageSchedule, ReceiverOutcome, ReceiverPlan
from mock_esms.model.times import parse_instant

_PHONE: Final = 901_888_484
_USER: Final = 3_412_847_563_829_104_756
"""A Zalo user id, made up; messages by user id have it in the place of a phone."""
_BY_USER_ID: Final = frozenset(("uid", "consult"))
_OA: Final = "745830328927467685"
_TEMPLATE: Final = "205644"
_ENDED_AT: Final = parse_instant("2024-04-24T16:58:01+07:00")
"""The time in the documented error_info (7.5): the same in every check, for a seed sends the same again."""
_ONCE: Final = CallbackPlan(delay=0, timeout=0, policy=RetryPolicy(0, ()), success="200", follow_redirects=False)
_NO_MESSAGE: Final = "0" * 20
"""How an SMSID begins that eSMS gives to no message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageReport:
    """What is reported: a kind of message, what became of each receiver, and how far it has come.

    ``error`` is Zalo's number where it failed. With ``names_request`` it has the RequestId of its request, made of the
    SMSID, else an empty one.
    """

    kind: MessageKind
    outcomes: tuple[ReceiverOutcome, ...] = ("delivered",)
    send_status: SendStatus = DONE
    error: int | None = None
    names_request: bool = True

    def new_id(self, id_bytes: bytes, *, unknown: bool) -> str:
        """An SMSID as such a message has it; one that begins with zeros when ``unknown``."""
        drawn = message_id(id_bytes, suffix=not MessageDraft(_request(self, "", ""), (_leg(self),)).has_plain_id)
        return _NO_MESSAGE + drawn[len(_NO_MESSAGE) :] if unknown else drawn

    def address(self, template: str, sms_id: str, quirks: Quirks, edits: CallbackEdits | None) -> str:
        """The CallbackUrl with all that is said behind it."""
        message = Message(
            sms_id=sms_id,
            number=1,
            request=_request(self, template, f"check-{sms_id}" if self.names_request else ""),
            scenario="",
            chosen=ScenarioChoice("default"),
            received_at=_ENDED_AT,
            schedule=MessageSchedule((_leg(self),), _ONCE),
            turn_at=_ENDED_AT,
            played_to=_ENDED_AT,
            state="ended" if self.send_status == DONE else "sent",
        )
        return leg_callback_url(message, Callback(self.send_status, channel=self.kind.channel), quirks, edits)


def _request(report: MessageReport, template: str, request_id: str) -> MessageRequest:
    return MessageRequest(
        operation="",
        raw_parameters=(),
        api_key=DEFAULT_ACCOUNT.api_key,
        phones=_receivers(report),
        callback_urls=((report.kind.channel, template),),
        request_id=request_id,
    )


def _leg(report: MessageReport) -> LegPlan:
    kind = report.kind
    zalo = kind.channel == "zalo"
    return LegPlan(
        channel=kind.channel,
        type_id=kind.type_id or 0,
        callback_form=kind.callback_form,
        sender=_OA if zalo else "",
        template=_TEMPLATE if zalo else "",
        text="",
        code="",
        price=price_of_one(DEFAULT_ACCOUNT, kind.price, "one segment", unicode=False),
        receivers=tuple(
            ReceiverPlan(receiver, "", outcome, 0, report.error if outcome == "failed" else None)
            for receiver, outcome in zip(_receivers(report), report.outcomes, strict=True)
        ),
    )


def _receivers(report: MessageReport) -> tuple[str, ...]:
    """As many as there are outcomes: phones, or user ids where the message goes by those."""
    by_user_id = report.kind.callback_form in _BY_USER_ID
    numbers = range(len(report.outcomes))
    return tuple(str(_USER + number) if by_user_id else f"0{_PHONE + number}" for number in numbers)
