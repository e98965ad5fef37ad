"""What a receiver is checked with: every case as data, in the order in which they are played (CONTRACT 8).

A case is a row: what is sent, and what a receiver proves that answers it. ``rounds`` follow each other; what is in one
round goes out at the same moment.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import Final, Literal

from mock_esms.config.account import DEFAULT_ACCOUNT
from mock_esms.config.documents.suggest import did_you_mean
from mock_esms.errors import UsageError
from mock_esms.model.callback import DONE, SENT
from mock_esms.model.calls import CallResult
from mock_esms.model.delivery_plan import CallbackEdits

BURST: Final = 100
"""So many callbacks at once are a burst."""
NO_CALL: Final = "00000000-0000-0000-0000-"
"""How a ReferenceId begins that eSMS gives to no call."""

_CID: Final = DEFAULT_ACCOUNT.caller_id
_ANSWERED: Final = CallResult("ANSWERED", 14, "", "450.0000", 1, DONE, _CID)
_WITH_KEY: Final = CallResult("ANSWERED", 14, "1", "450.0000", 1, DONE, _CID)
_NO_ANSWER: Final = CallResult("NO ANSWER", 0, "", "0.0000", 0, DONE, _CID)
_CARRIER_FAILED: Final = CallResult("", 0, "", "0.0000", 0, DONE, _CID)
_MAILBOX: Final = CallResult("ANSWERED", 58, "", "450.0000", 1, DONE, _CID)
_DIALLING: Final = CallResult("", 0, "", "0.0000", 0, SENT, _CID)
_ODD: Final = CallbackEdits(
    set=(("CallStatus", "ĐÃ NGHE MÁY"), ("Ivr", "1&2=3 #*"), ("CID", "+84 28 100% \N{WOMAN}")),
    add=(("Ghi chú", "Nguyễn Văn Ơn; \"a\" <b> 'c' %41"),),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSend:
    """One callback: it reports the ``call``-th call of its case.

    ``what`` names it in a verdict ("the second copy"), where a case has several. ``space`` is how a space is sent,
    None as the quirk says.
    """

    result: CallResult
    call: int = 1
    what: str = ""
    edits: CallbackEdits | None = None
    space: Literal["%20", "+"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One row.

    ``copies``: what is sent is one callback again and again, and every answer must be the same. ``unknown_id``: the
    call is one that the receiver can never have heard of.
    """

    name: str
    title: str
    proves: str
    rounds: tuple[tuple[CaseSend, ...], ...]
    copies: bool = False
    unknown_id: bool = False

    @property
    def sends(self) -> tuple[CaseSend, ...]:
        """Everything that is sent, in order."""
        return tuple(send for round_ in self.rounds for send in round_)


_FIRST_COPY: Final = CaseSend(result=_ANSWERED, what="the first copy")
_SECOND_COPY: Final = replace(_FIRST_COPY, what="the second copy")
_ONE_COPY: Final = replace(_FIRST_COPY, what="one of the two copies")

CASES: Final = (
    Case(
        name="answered",
        title="Somebody answered, and talked for fourteen seconds",
        proves="confirms with exactly 200",
        rounds=((CaseSend(result=_ANSWERED),),),
    ),
    Case(
        name="answered-key",
        title="Somebody answered and pressed 1",
        proves="takes a report with a key as well",
        rounds=((CaseSend(result=_WITH_KEY),),),
    ),
    Case(
        name="no-answer",
        title="Nobody answered",
        proves="knows the status with the space in it (NO%20ANSWER on the wire)",
        rounds=((CaseSend(result=_NO_ANSWER),),),
    ),
    Case(
        name="carrier-failed",
        title="The carrier failed: CallStatus and Ivr are empty",
        proves="bears empty values",
        rounds=((CaseSend(result=_CARRIER_FAILED),),),
    ),
    Case(
        name="answered-by-nobody",
        title="A mailbox answered: a long talk, and no key",
        proves="does not take an answered call for a yes",
        rounds=((CaseSend(result=_MAILBOX),),),
    ),
    Case(
        name="unknown-status",
        title="CallStatus is a word that no page of eSMS knows",
        proves="has an answer to a status of tomorrow",
        rounds=((CaseSend(result=_ANSWERED._replace(call_status="CONGESTION")),),),
    ),
    Case(
        name="twice-in-a-row",
        title="The same callback comes again, because your 200 got lost",
        proves="gives the same answer to the same report",
        rounds=((_FIRST_COPY,), (_SECOND_COPY,)),
        copies=True,
    ),
    Case(
        name="twice-at-once",
        title="The same callback comes twice at the same moment",
        proves="bears one report in two of its processes at a time",
        rounds=((_ONE_COPY, _ONE_COPY),),
        copies=True,
    ),
    Case(
        name="same-status-later",
        title="A report comes again after that of another call, although you said 200",
        proves="knows a report that it has dealt with, however long ago",
        rounds=(
            (CaseSend(result=_ANSWERED, what="the first report"),),
            (CaseSend(result=_ANSWERED, call=2, what="the other call's report"),),
            (CaseSend(result=_ANSWERED, what="the first report, again"),),
        ),
    ),
    Case(
        name="out-of-order",
        title="The second call is reported before the first, and that it is dialled (SendStatus 7) after it has ended",
        proves="relies on no order",
        rounds=(
            (CaseSend(result=_ANSWERED, call=2, what="the second call's report"),),
            (CaseSend(result=_NO_ANSWER, call=1, what="the first call's report"),),
            (CaseSend(result=_DIALLING, call=2, what="the late progress report"),),
        ),
    ),
    Case(
        name="unknown-id",
        title="A call that you never made is reported; its ReferenceId begins with zeros",
        proves="confirms also what it cannot use, so that it is not sent again",
        rounds=((CaseSend(result=_ANSWERED),),),
        unknown_id=True,
    ),
    Case(
        name="missing-parameter",
        title="Ivr, Price and CID are missing",
        proves="bears a parameter that is not there",
        rounds=((CaseSend(result=_ANSWERED, edits=CallbackEdits(omit=("Ivr", "Price", "CID"))),),),
    ),
    Case(
        name="extra-parameter",
        title="There are parameters that no page of eSMS knows",
        proves="ignores what it does not know",
        rounds=(
            (CaseSend(result=_ANSWERED, edits=CallbackEdits(add=(("Telco", "Viettel"), ("callstatus", "FAILED")))),),
        ),
    ),
    Case(
        name="odd-characters",
        title="Values with signs, spaces (as %20, then as +) and Vietnamese letters",
        proves="decodes each value, and decodes it once",
        rounds=(
            (CaseSend(result=_ANSWERED, what="the report with %20 for a space", edits=_ODD, space="%20"),),
            (CaseSend(result=_ANSWERED, call=2, what="the report with + for a space", edits=_ODD, space="+"),),
        ),
    ),
    Case(
        name="burst",
        title=f"A burst: {BURST} calls are reported at the same moment, and one more afterwards",
        proves="answers all of them in time, and lives on",
        rounds=(
            tuple(CaseSend(result=_ANSWERED, call=call) for call in range(1, BURST + 1)),
            (CaseSend(result=_ANSWERED, call=BURST + 1, what="the one after it"),),
        ),
    ),
)
"""Every case, in order: first what each receiver meets every day, then what goes wrong, at last what may kill it."""


def chosen(globs: Iterable[str]) -> tuple[Case, ...]:
    """The cases whose names fit one of the globs, in their own order; all of them where there is no glob.

    Raises ``UsageError`` for a glob that fits no case, with the nearest name.
    """
    patterns = [glob.strip().lower() for glob in globs]
    for pattern in patterns:
        if not any(fnmatchcase(case.name, pattern) for case in CASES):
            message = f"there is no case {pattern!r}; {did_you_mean(pattern, [case.name for case in CASES])}"
            raise UsageError(message)
    return tuple(case for case in CASES if not patterns or any(fnmatchcase(case.name, glob) for glob in patterns))
