"""What a receiver of messages is checked with, by channel: SMS, Zalo and Viber (FACTS-MESSAGES 7.1 to 7.7).

What goes wrong on the way goes wrong for every channel, so these cases are made from one report that it arrived; what
only one channel knows stands before them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from mock_esms.delivery.receiver_check.case import Case, CheckKind, single
from mock_esms.delivery.receiver_check.common_cases import CaseWords, common_cases
from mock_esms.delivery.receiver_check.message_report import MessageReport
from mock_esms.esms.messages.sms_operations import ADVERT, CARE, VIBER
from mock_esms.esms.zalo.zalo_sends import BY_NAME, CONSULT_TEXT, JOURNEY, TO_USER_ID
from mock_esms.model.callback import REFUSED, SENT
from mock_esms.model.delivery_plan import CallbackEdits

_ADVERT_RECEIVERS: Final = 30
"""The fewest that an advertisement goes to (FACTS-MESSAGES 2, S2)."""
_UNKNOWN_ERROR: Final = -999


def _everyday(arrived: MessageReport) -> Iterator[Case]:
    yield single("delivered", "The message has arrived", "confirms with exactly 200", arrived)
    yield single(
        "failed",
        "It has not arrived: SendFailed is 1, the price 0.0000, and SendStatus 5 all the same",
        "takes a report of a failure as well, and looks at SendFailed",
        replace(arrived, outcomes=("failed",)),
    )


def _several(arrived: MessageReport) -> Case:
    return single(
        "some-failed",
        "Of two receivers one has got it; only the first phone is told",
        "counts, and does not take one for all",
        replace(arrived, outcomes=("delivered", "failed")),
    )


def _went_wrong(arrived: MessageReport) -> Iterator[Case]:
    """What goes wrong on the way of every kind of message."""
    yield single(
        "no-request-id",
        "The request had no RequestId, so its value is empty",
        "goes by SMSID where there is nothing else",
        replace(arrived, names_request=False),
    )
    yield single(
        "unknown-status",
        "SendStatus is a number that no page of eSMS knows",
        "has an answer to a status of tomorrow",
        arrived,
        CallbackEdits(set=(("SendStatus", "9"),)),
    )
    yield from common_cases(
        CaseWords(
            noun="message",
            arrived=arrived,
            failed=replace(arrived, outcomes=("failed",)),
            progress=replace(arrived, send_status=SENT),
            out_of_order="is sent (SendStatus 7) after its end",
            unknown_id="A message that you never sent is reported; its SMSID begins with zeros",
            missing=("RequestId", "TypeId", "telcoid"),
            extra=("sendstatus", "FAILED"),
            odd=(("RequestId", "Đơn 1&2=3 #* 100% \N{WOMAN}"),),
            odd_title="A RequestId with signs, spaces (as %20, then as +) and Vietnamese letters",
        )
    )


_SMS: Final = MessageReport(kind=CARE)
_APPROVED: Final = MessageReport(kind=ADVERT, outcomes=("delivered",) * _ADVERT_RECEIVERS)
_ZALO: Final = MessageReport(kind=BY_NAME)
_VIBER: Final = MessageReport(kind=VIBER)

MESSAGE_CASES: Final[Mapping[CheckKind, tuple[Case, ...]]] = MappingProxyType(
    {
        "sms": (
            *_everyday(_SMS),
            _several(_SMS),
            single(
                "advert",
                "An advertisement to 30 phones is reported once: no phonenumber, no telcoid",
                "reads a report that names no receiver",
                _APPROVED,
            ),
            single(
                "advert-refused",
                "An advertisement is not approved: SendStatus 4, and every count 0",
                "knows an end that is neither arrived nor failed",
                replace(_APPROVED, send_status=REFUSED),
            ),
            *_went_wrong(_SMS),
        ),
        "zalo": (
            *_everyday(_ZALO),
            single(
                "unknown-error",
                "Zalo's error is a number that no page of eSMS knows",
                "has an answer to an error of tomorrow",
                replace(_ZALO, outcomes=("failed",), error=_UNKNOWN_ERROR),
            ),
            single(
                "user-id",
                "A message by user id: phonenumber is that id, telcoid 9, and error_info plain JSON",
                "does not take every phonenumber for a phone",
                MessageReport(kind=TO_USER_ID),
            ),
            single(
                "consult",
                "A consulting message: error_info is encoded twice, with a time behind it; no telcoid, no tempid",
                "reads error_info in more than one form",
                MessageReport(kind=CONSULT_TEXT),
            ),
            single(
                "journey",
                "A journey message: the parameters of a consulting message, with a TypeId of its own",
                "does not take the parameters for the kind",
                MessageReport(kind=JOURNEY),
            ),
            *_went_wrong(_ZALO),
        ),
        "viber": (*_everyday(_VIBER), _several(_VIBER), *_went_wrong(_VIBER)),
    }
)
"""Every case by channel, in order: first what each receiver meets every day, at last what may kill it."""
