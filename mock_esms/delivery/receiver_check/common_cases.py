"""What goes wrong on the way of every callback: the same cases, in the words of calls and in those of messages."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from mock_esms.delivery.receiver_check.case import BURST, Case, CaseSend, Report, single
from mock_esms.model.delivery_plan import CallbackEdits

_ODD_PARAMETER = ("Ghi chú", "Nguyễn Văn Ơn; \"a\" <b> 'c' %41")


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseWords:
    """What the common cases say of a kind: its ``noun``, its reports, its parameters, and titles of its own.

    ``missing`` are left out, ``extra`` is added although nobody knows it, ``odd`` have values that are hard to read.
    """

    noun: str
    arrived: Report
    failed: Report
    progress: Report
    out_of_order: str
    unknown_id: str
    missing: tuple[str, ...]
    extra: tuple[str, str]
    odd: tuple[tuple[str, str], ...]
    odd_title: str


def common_cases(words: CaseWords) -> Iterator[Case]:
    """The cases, in the order in which they are played."""
    noun, arrived = words.noun, words.arrived
    copy = CaseSend(report=arrived, what="one of the two copies")
    yield Case(
        name="twice-in-a-row",
        title="The same callback comes again, because your 200 got lost",
        proves="gives the same answer to the same report",
        rounds=((replace(copy, what="the first copy"),), (replace(copy, what="the second copy"),)),
        copies=True,
    )
    yield Case(
        name="twice-at-once",
        title="The same callback comes twice at the same moment",
        proves="bears one report in two of its processes at a time",
        rounds=((copy, copy),),
        copies=True,
    )
    yield Case(
        name="same-status-later",
        title=f"A report comes again after that of another {noun}, although you said 200",
        proves="knows a report that it has dealt with, however long ago",
        rounds=(
            (CaseSend(report=arrived, what="the first report"),),
            (CaseSend(report=arrived, call=2, what=f"the other {noun}'s report"),),
            (CaseSend(report=arrived, what="the first report, again"),),
        ),
    )
    yield Case(
        name="out-of-order",
        title=f"The second {noun} is reported before the first, and that it {words.out_of_order}",
        proves="relies on no order",
        rounds=(
            (CaseSend(report=arrived, call=2, what=f"the second {noun}'s report"),),
            (CaseSend(report=words.failed, what=f"the first {noun}'s report"),),
            (CaseSend(report=words.progress, call=2, what="the late progress report"),),
        ),
    )
    yield Case(
        name="unknown-id",
        title=words.unknown_id,
        proves="confirms also what it cannot use, so that it is not sent again",
        rounds=((CaseSend(report=arrived),),),
        unknown_id=True,
    )
    *most, last = words.missing
    yield single(
        "missing-parameter",
        f"{', '.join(most)} and {last} are missing",
        "bears a parameter that is not there",
        arrived,
        CallbackEdits(omit=words.missing),
    )
    yield single(
        "extra-parameter",
        "There are parameters that no page of eSMS knows",
        "ignores what it does not know",
        arrived,
        CallbackEdits(add=(("Telco", "Viettel"), words.extra)),
    )
    odd = CaseSend(
        report=arrived,
        what="the report with %20 for a space",
        edits=CallbackEdits(set=words.odd, add=(_ODD_PARAMETER,)),
        space="%20",
    )
    yield Case(
        name="odd-characters",
        title=words.odd_title,
        proves="decodes each value, and decodes it once",
        rounds=((odd,), (replace(odd, call=2, what="the report with + for a space", space="+"),)),
    )
    yield Case(
        name="burst",
        title=f"A burst: {BURST} {noun}s are reported at the same moment, and one more afterwards",
        proves="answers all of them in time, and lives on",
        rounds=(
            tuple(CaseSend(report=arrived, call=number) for number in range(1, BURST + 1)),
            (CaseSend(report=arrived, call=BURST + 1, what="the one after it"),),
        ),
    )
