"""What a receiver of calls is checked with: every case as data, in the order in which they are played (CONTRACT 8)."""

from typing import Final

from mock_esms.config.account import DEFAULT_ACCOUNT
from mock_esms.delivery.receiver_check.case import single
from mock_esms.delivery.receiver_check.common_cases import CaseWords, common_cases
from mock_esms.model.callback import DONE, SENT
from mock_esms.model.calls import CallResult

_ANSWERED: Final = CallResult("ANSWERED", 14, "", "450.0000", 1, DONE, DEFAULT_ACCOUNT.caller_id)
_NO_ANSWER: Final = _ANSWERED._replace(call_status="NO ANSWER", call_duration=0, price="0.0000", sent_result=0)
_CARRIER_FAILED: Final = _NO_ANSWER._replace(call_status="")

VOICE_CASES: Final = (
    single("answered", "Somebody answered, and talked for fourteen seconds", "confirms with exactly 200", _ANSWERED),
    single(
        "answered-key",
        "Somebody answered and pressed 1",
        "takes a report with a key as well",
        _ANSWERED._replace(ivr="1"),
    ),
    single(
        "no-answer",
        "Nobody answered",
        "knows the status with the space in it (NO%20ANSWER on the wire)",
        _NO_ANSWER,
    ),
    single(
        "carrier-failed",
        "The carrier failed: CallStatus and Ivr are empty",
        "bears empty values",
        _CARRIER_FAILED,
    ),
    single(
        "answered-by-nobody",
        "A mailbox answered: a long talk, and no key",
        "does not take an answered call for a yes",
        _ANSWERED._replace(call_duration=58),
    ),
    single(
        "unknown-status",
        "CallStatus is a word that no page of eSMS knows",
        "has an answer to a status of tomorrow",
        _ANSWERED._replace(call_status="CONGESTION"),
    ),
    *common_cases(
        CaseWords(
            noun="call",
            arrived=_ANSWERED,
            failed=_NO_ANSWER,
            progress=_CARRIER_FAILED._replace(send_status=SENT),
            out_of_order="is dialled (SendStatus 7) after it has ended",
            unknown_id="A call that you never made is reported; its ReferenceId begins with zeros",
            missing=("Ivr", "Price", "CID"),
            extra=("callstatus", "FAILED"),
            odd=(("CallStatus", "ĐÃ NGHE MÁY"), ("Ivr", "1&2=3 #*"), ("CID", "+84 28 100% \N{WOMAN}")),
            odd_title="Values with signs, spaces (as %20, then as +) and Vietnamese letters",
        )
    ),
)
"""Every case, in order: first what each receiver meets every day, then what goes wrong, at last what may kill it."""
