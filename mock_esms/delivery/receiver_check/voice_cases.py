"""What a receiver of calls is checked with: every case as data, in the order in which they are played (CONTRACT 8)."""

from dataclasses import replace
from typing import Final

from mock_esms.config.account import DEFAULT_ACCOUNT
from mock_esms.delivery.receiver_check.case import BURST, Case, CaseSend
from mock_esms.model.callback import DONE, SENT
from mock_esms.model.calls import CallResult
from mock_esms.model.delivery_plan import CallbackEdits

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

_FIRST_COPY: Final = CaseSend(report=_ANSWERED, what="the first copy")
_SECOND_COPY: Final = replace(_FIRST_COPY, what="the second copy")
_ONE_COPY: Final = replace(_FIRST_COPY, what="one of the two copies")

VOICE_CASES: Final = (
    Case(
        name="answered",
        title="Somebody answered, and talked for fourteen seconds",
        proves="confirms with exactly 200",
        rounds=((CaseSend(report=_ANSWERED),),),
    ),
    Case(
        name="answered-key",
        title="Somebody answered and pressed 1",
        proves="takes a report with a key as well",
        rounds=((CaseSend(report=_WITH_KEY),),),
    ),
    Case(
        name="no-answer",
        title="Nobody answered",
        proves="knows the status with the space in it (NO%20ANSWER on the wire)",
        rounds=((CaseSend(report=_NO_ANSWER),),),
    ),
    Case(
        name="carrier-failed",
        title="The carrier failed: CallStatus and Ivr are empty",
        proves="bears empty values",
        rounds=((CaseSend(report=_CARRIER_FAILED),),),
    ),
    Case(
        name="answered-by-nobody",
        title="A mailbox answered: a long talk, and no key",
        proves="does not take an answered call for a yes",
        rounds=((CaseSend(report=_MAILBOX),),),
    ),
    Case(
        name="unknown-status",
        title="CallStatus is a word that no page of eSMS knows",
        proves="has an answer to a status of tomorrow",
        rounds=((CaseSend(report=_ANSWERED._replace(call_status="CONGESTION")),),),
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
            (CaseSend(report=_ANSWERED, what="the first report"),),
            (CaseSend(report=_ANSWERED, call=2, what="the other call's report"),),
            (CaseSend(report=_ANSWERED, what="the first report, again"),),
        ),
    ),
    Case(
        name="out-of-order",
        title="The second call is reported before the first, and that it is dialled (SendStatus 7) after it has ended",
        proves="relies on no order",
        rounds=(
            (CaseSend(report=_ANSWERED, call=2, what="the second call's report"),),
            (CaseSend(report=_NO_ANSWER, call=1, what="the first call's report"),),
            (CaseSend(report=_DIALLING, call=2, what="the late progress report"),),
        ),
    ),
    Case(
        name="unknown-id",
        title="A call that you never made is reported; its ReferenceId begins with zeros",
        proves="confirms also what it cannot use, so that it is not sent again",
        rounds=((CaseSend(report=_ANSWERED),),),
        unknown_id=True,
    ),
    Case(
        name="missing-parameter",
        title="Ivr, Price and CID are missing",
        proves="bears a parameter that is not there",
        rounds=((CaseSend(report=_ANSWERED, edits=CallbackEdits(omit=("Ivr", "Price", "CID"))),),),
    ),
    Case(
        name="extra-parameter",
        title="There are parameters that no page of eSMS knows",
        proves="ignores what it does not know",
        rounds=(
            (CaseSend(report=_ANSWERED, edits=CallbackEdits(add=(("Telco", "Viettel"), ("callstatus", "FAILED")))),),
        ),
    ),
    Case(
        name="odd-characters",
        title="Values with signs, spaces (as %20, then as +) and Vietnamese letters",
        proves="decodes each value, and decodes it once",
        rounds=(
            (CaseSend(report=_ANSWERED, what="the report with %20 for a space", edits=_ODD, space="%20"),),
            (CaseSend(report=_ANSWERED, call=2, what="the report with + for a space", edits=_ODD, space="+"),),
        ),
    ),
    Case(
        name="burst",
        title=f"A burst: {BURST} calls are reported at the same moment, and one more afterwards",
        proves="answers all of them in time, and lives on",
        rounds=(
            tuple(CaseSend(report=_ANSWERED, call=call) for call in range(1, BURST + 1)),
            (CaseSend(report=_ANSWERED, call=BURST + 1, what="the one after it"),),
        ),
    ),
)
"""Every case, in order: first what each receiver meets every day, then what goes wrong, at last what may kill it."""
