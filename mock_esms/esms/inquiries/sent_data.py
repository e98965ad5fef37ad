"""The answer about everything that an account has sent in a period (FACTS-MESSAGES 4, R1).

Each receiver of a message is an entry, on each channel that had its turn; a message that is read aloud (SmsType 8) is
one, too. They stand in the order of acceptance.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import islice
from typing import Final, NamedTuple

from mock_esms.esms.callbacks.message_results import result_so_far
from mock_esms.esms.inquiries.inquiry import Inquiry
from mock_esms.esms.inquiries.status import SENT_TIME, send_status
from mock_esms.esms.responses.inquiry_shapes import with_names_of_v1
from mock_esms.esms.responses.operation_result import Objection
from mock_esms.esms.responses.response_shapes import ResponseMembers
from mock_esms.esms.responses.result_codes import ACCEPTED, ID_NOT_FOUND
from mock_esms.esms.responses.wcf_json import OnePlace
from mock_esms.model.callback import DONE
from mock_esms.model.calls import Call
from mock_esms.model.message import Message
from mock_esms.model.message_plan import ReceiverOutcome
from mock_esms.model.times import SECOND, Instant, vietnamese_time

SPOKEN: Final = "8"
"""The SmsType of a message that is read aloud."""
MOST_ON_A_PAGE: Final = 500
"""So many entries a page has at most (doc), and where the older operation is asked for no number (assumed)."""
_RESULTS: Final[Mapping[ReceiverOutcome | None, int]] = {"delivered": 1, "failed": 0, "refused": 0, None: 2}


class SentPart(NamedTuple):
    """A call, or one leg of a message: what has as many entries as it has receivers."""

    entry: Call | Message
    place: int
    receivers: int


class SentItem(NamedTuple):
    """What was sent to one receiver; the members are those of R1 in snake case, ``at`` is when it was sent or is due.

    ``result`` is 1 for success, 0 for failure, and 2 while nobody knows.
    """

    campaign: str
    content: str
    phone: str
    sms_id: str
    price: Decimal
    result: int
    status: int
    at: Instant
    number: int
    sms_type: int


def sent_data(inquiry: Inquiry) -> ResponseMembers | Objection:
    """GetSmsSentData_V2: a page of what was sent; SentTime is ``/Date(1705484048995+0700)/``."""
    return _answer(inquiry, _written)


def sent_data_v1(inquiry: Inquiry) -> ResponseMembers | Objection:
    """GetSmsSentData_V1: the same by older names, one of them misspelled, and ``23/11/2023 17:06:37`` (R1, seen)."""
    return _answer(inquiry, _written_v1)


def _answer(inquiry: Inquiry, write: Callable[[SentItem], ResponseMembers]) -> ResponseMembers | Objection:
    """A page of what was sent; CountTotal counts all pages (assumed)."""
    parts = list(_parts(inquiry))
    total = sum(part.receivers for part in parts)
    if not total and inquiry.quirks.nothing_sent == "105":
        return Objection(ID_NOT_FOUND)
    size = inquiry.number("PageSize") or MOST_ON_A_PAGE
    begin = ((inquiry.number("Page") or 1) - 1) * size
    page = islice(_places(parts, begin), size)
    items = tuple(write(_item(part.entry, part.place, receiver, inquiry.now)) for part, receiver in page)
    return {"CodeResult": ACCEPTED, "CountTotal": total, "SentData": items}


def _parts(inquiry: Inquiry) -> Iterator[SentPart]:
    """What was accepted in the period, oldest first; the last second belongs to it.

    It is of the wanted type; of any, where none is named.
    """
    first, last = inquiry.moment("From") or 0, (inquiry.moment("To") or 0) + SECOND - 1
    wanted = inquiry.value("SmsType")
    for entry in reversed(list(inquiry.entries.between(first, last))):
        if isinstance(entry, Message):
            for place, leg in enumerate(entry.own_schedule.legs[: entry.turn + 1]):
                if wanted in {"", str(leg.type_id)}:
                    yield SentPart(entry, place, len(leg.receivers))
        elif wanted in {"", SPOKEN} and entry.request.value_of("SmsType") == SPOKEN:
            yield SentPart(entry, 0, 1)


def _places(parts: Iterable[SentPart], begin: int) -> Iterator[tuple[SentPart, int]]:
    """Each receiver, from the one at ``begin`` on; parts before it are not looked into."""
    for part in parts:
        if begin >= part.receivers:
            begin -= part.receivers
            continue
        yield from ((part, receiver) for receiver in range(begin, part.receivers))
        begin = 0


def _item(entry: Call | Message, place: int, receiver: int, now: Instant) -> SentItem:
    if isinstance(entry, Call):
        return _spoken(entry)
    plan = entry.own_schedule.legs[place]
    told = entry.receiver(plan.receivers[receiver], place)
    sent_at = entry.sent_at(place)
    over = told.outcome is not None or place < entry.turn
    return SentItem(
        campaign=entry.request.value_of("campaignid"),
        content=plan.text,
        phone=told.phone,
        sms_id=entry.sms_id,
        price=plan.price,
        result=_RESULTS[told.outcome],
        status=DONE if over and not entry.was_refused else result_so_far(entry, now).send_status,
        at=entry.turn_at if sent_at is None else sent_at,
        number=entry.number,
        sms_type=plan.type_id,
    )


def _spoken(call: Call) -> SentItem:
    result = call.result
    return SentItem(
        campaign=call.request.value_of("campaignid"),
        content=call.request.value_of("Content"),
        phone=call.request.phone,
        sms_id=call.sms_id,
        price=Decimal(0 if result is None else result.price),
        result=2 if result is None else result.sent_result,
        status=send_status(call),
        at=call.dials[0].at if call.dials else call.received_at,
        number=call.number,
        sms_type=int(SPOKEN),
    )


def _written(item: SentItem) -> ResponseMembers:
    return {
        "Campaign": item.campaign or None,
        "Content": item.content,
        "Phone": item.phone,
        "ReferenceId": item.sms_id,
        "SellPrice": OnePlace(item.price),
        "SendResult": item.result,
        "SendStatus": item.status,
        "SentTime": f"/Date({item.at}+0700)/",
        "SmsId": item.number,
        "SmsType": item.sms_type,
    }


def _written_v1(item: SentItem) -> ResponseMembers:
    return with_names_of_v1(_written(item), sent_time=vietnamese_time(item.at).strftime(SENT_TIME))
