"""What a receiver of messages is checked with, by channel: SMS, Zalo and Viber (FACTS-MESSAGES 7.1 to 7.7).

What goes wrong on the way goes wrong for every channel, so these cases are made from one report that it arrived; what
only one channel knows stands before them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from mock_esms.delivery.receiver_check.case import BURST, Case, CaseSend, CheckKind
from mock_esms.delivery.receiver_check.message_report import MessageReport
from mock_esms.esms.messages.sms_operations import ADVERT, CARE, VIBER
from mock_esms.esms.zalo.zalo_sends import BY_NAME, CONSULT_TEXT, JOURNEY, TO_USER_ID
from mock_esms.model.callback import REFUSED, SENT
from mock_esms.model.delivery_plan import CallbackEdits

_ADVERT_RECEIVERS: Final = 30
"""The fewest that an advertisement goes to (FACTS-MESSAGES 2, S2)."""
_UNKNOWN_ERROR: Final = -999
_ODD: Final = CallbackEdits(
    set=(("RequestId", "Đơn 1&2=3 #* 100% \N{WOMAN}"),),
    add=(("Ghi chú", "Nguyễn Văn Ơn; \"a\" <b> 'c' %41"),),
)


def _one(name: str, title: str, proves: str, report: MessageReport, edits: CallbackEdits | None = None) -> Case:
    """A case of a single callback."""
    return Case(name=name, title=title, proves=proves, rounds=((CaseSend(report=report, edits=edits),),))


def _everyday(arrived: MessageReport) -> Iterator[Case]:
    yield _one("delivered", "The message has arrived", "confirms with exactly 200", arrived)
    yield _one(
        "failed",
        "It has not arrived: SendFailed is 1, the price 0.0000, and SendStatus 5 all the same",
        "takes a report of a failure as well, and looks at SendFailed",
        replace(arrived, outcomes=("failed",)),
    )


def _several(arrived: MessageReport) -> Case:
    return _one(
        "some-failed",
        "Of two receivers one has got it; only the first phone is told",
        "counts, and does not take one for all",
        replace(arrived, outcomes=("delivered", "failed")),
    )


def _went_wrong(arrived: MessageReport) -> Iterator[Case]:
    """What goes wrong on the way of every kind of message."""
    again = CaseSend(report=arrived, what="the second copy")
    at_once = replace(again, what="one of the two copies")
    yield _one(
        "no-request-id",
        "The request had no RequestId, so its value is empty",
        "goes by SMSID where there is nothing else",
        replace(arrived, names_request=False),
    )
    yield _one(
        "unknown-status",
        "SendStatus is a number that no page of eSMS knows",
        "has an answer to a status of tomorrow",
        arrived,
        CallbackEdits(set=(("SendStatus", "9"),)),
    )
    yield Case(
        name="twice-in-a-row",
        title="The same callback comes again, because your 200 got lost",
        proves="gives the same answer to the same report",
        rounds=((replace(again, what="the first copy"),), (again,)),
        copies=True,
    )
    yield Case(
        name="twice-at-once",
        title="The same callback comes twice at the same moment",
        proves="bears one report in two of its processes at a time",
        rounds=((at_once, at_once),),
        copies=True,
    )
    yield Case(
        name="same-status-later",
        title="A report comes again after that of another message, although you said 200",
        proves="knows a report that it has dealt with, however long ago",
        rounds=(
            (replace(again, what="the first report"),),
            (replace(again, call=2, what="the other message's report"),),
            (replace(again, what="the first report, again"),),
        ),
    )
    yield Case(
        name="out-of-order",
        title="The second message is reported before the first, and that it is sent (SendStatus 7) after its end",
        proves="relies on no order",
        rounds=(
            (CaseSend(report=arrived, call=2, what="the second message's report"),),
            (CaseSend(report=replace(arrived, outcomes=("failed",)), what="the first message's report"),),
            (CaseSend(report=replace(arrived, send_status=SENT), call=2, what="the late progress report"),),
        ),
    )
    yield Case(
        name="unknown-id",
        title="A message that you never sent is reported; its SMSID begins with zeros",
        proves="confirms also what it cannot use, so that it is not sent again",
        rounds=((CaseSend(report=arrived),),),
        unknown_id=True,
    )
    yield _one(
        "missing-parameter",
        "RequestId, TypeId and telcoid are missing",
        "bears a parameter that is not there",
        arrived,
        CallbackEdits(omit=("RequestId", "TypeId", "telcoid")),
    )
    yield _one(
        "extra-parameter",
        "There are parameters that no page of eSMS knows",
        "ignores what it does not know",
        arrived,
        CallbackEdits(add=(("Telco", "Viettel"), ("sendstatus", "FAILED"))),
    )
    odd = CaseSend(report=arrived, what="the report with %20 for a space", edits=_ODD, space="%20")
    yield Case(
        name="odd-characters",
        title="A RequestId with signs, spaces (as %20, then as +) and Vietnamese letters",
        proves="decodes each value, and decodes it once",
        rounds=((odd,), (replace(odd, call=2, what="the report with + for a space", space="+"),)),
    )
    yield Case(
        name="burst",
        title=f"A burst: {BURST} messages are reported at the same moment, and one more afterwards",
        proves="answers all of them in time, and lives on",
        rounds=(
            tuple(CaseSend(report=arrived, call=number) for number in range(1, BURST + 1)),
            (CaseSend(report=arrived, call=BURST + 1, what="the one after it"),),
        ),
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
            _one(
                "advert",
                "An advertisement to 30 phones is reported once: no phonenumber, no telcoid",
                "reads a report that names no receiver",
                _APPROVED,
            ),
            _one(
                "advert-refused",
                "An advertisement is not approved: SendStatus 4, and every count 0",
                "knows an end that is neither arrived nor failed",
                replace(_APPROVED, send_status=REFUSED),
            ),
            *_went_wrong(_SMS),
        ),
        "zalo": (
            *_everyday(_ZALO),
            _one(
                "unknown-error",
                "Zalo's error is a number that no page of eSMS knows",
                "has an answer to an error of tomorrow",
                replace(_ZALO, outcomes=("failed",), error=_UNKNOWN_ERROR),
            ),
            _one(
                "user-id",
                "A message by user id: phonenumber is that id, telcoid 9, and error_info plain JSON",
                "does not take every phonenumber for a phone",
                MessageReport(kind=TO_USER_ID),
            ),
            _one(
                "consult",
                "A consulting message: error_info is encoded twice, with a time behind it; no telcoid, no tempid",
                "reads error_info in more than one form",
                MessageReport(kind=CONSULT_TEXT),
            ),
            _one(
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
