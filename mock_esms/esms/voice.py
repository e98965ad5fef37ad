"""A voice request, from its query to its answer: read it, check it, answer it (FACTS 2).

The checks stand in ``refusals``, what is reported afterwards in ``results``; both are named here too, since this is
where a reader looks for the voice operations.
"""

from typing import Final

from mock_esms.config.settings import Quirks
from mock_esms.esms.answers import EsmsResponse
from mock_esms.esms.operation import Operation
from mock_esms.esms.parameters import check_choices, read_numbers, read_send_date
from mock_esms.esms.phone import national
from mock_esms.esms.query_cache import OWN, CachedQuery, SharedRequest
from mock_esms.esms.request_warnings import warnings_of
from mock_esms.esms.response_shapes import VOICE_CALL, ResponseShape
from mock_esms.esms.result_codes import ACCEPTED
from mock_esms.esms.results import cost_of, result_of
from mock_esms.esms.validation import Refusal
from mock_esms.esms.wcf_json import Query, json_body
from mock_esms.model.calls import CallRequest, CallWarning, Placeholder
from mock_esms.model.times import SECOND, Instant

__all__ = [
    "Refusal",
    "accepted",
    "cost_of",
    "read_call",
    "refused",
    "result_of",
    "sms_id",
]

_ID_BYTES: Final = 16
_AS_USUAL: Final = Quirks()


def read_call(operation: Operation, query: Query, *, now: Instant) -> tuple[CallRequest, tuple[CallWarning, ...]]:
    """What a client asked for, understood, and what eSMS would have swallowed silently.

    Defaults are those of FACTS 2 (assumed): no retry, 60 s between dials, 10 s for a key. A number that is not a whole
    one from 0 counts as absent, like a SendDate that cannot be read or is past; what is too large is capped. RequestID
    and RequestId are one parameter, and a repeated one's values are joined by a comma (FACTS 1).
    """
    common = None if query.frame is None else common_of(operation, query.frame)
    if common is None:
        return _understood(operation, query, now)
    asked, given = common.request, query.phone
    phone = national(given) or given
    request = CallRequest(  # by position, see calls.py
        asked.operation,
        asked.raw_parameters if phone == given else query.named,
        asked.api_key,
        phone,
        asked.callback_url,
        asked.request_id if query.request_id is None else query.request_id,
        asked.ivr,
        asked.number_forward,
        asked.max_retry,
        asked.wait_retry,
        asked.time_wait_to_ivr,
    )
    return request, ()


def common_of(operation: Operation, frame: CachedQuery) -> SharedRequest | None:
    """What requests with this frame ask for, whomever they call; None where each is to be looked at by itself.

    That is where something is to be warned of, and where the time of the request counts.
    """
    try:
        return frame.common[operation.name]
    except KeyError:
        common = frame.common[operation.name] = _in_common(operation, frame)
        return common


def _in_common(operation: Operation, frame: CachedQuery) -> SharedRequest | None:
    query = Query(frame.text)
    request, warnings = _understood(operation, query, 0)
    if warnings or "senddate" in query.values or request.raw_parameters != query.named:
        return None
    raw_parameters = tuple(
        [(name, Placeholder.OWN_FIELD if name.lower() in OWN else value) for name, value in request.raw_parameters]
    )
    return SharedRequest(request._replace(raw_parameters=raw_parameters))


def _understood(operation: Operation, query: Query, now: Instant) -> tuple[CallRequest, tuple[CallWarning, ...]]:
    """The same of a query that is looked at by itself."""
    shown = query.named
    if not operation.names.issuperset(query.values):
        shown = tuple([pair for pair in shown if pair[0].lower() in operation.by_key])
    given = dict(shown)
    get = given.get
    phone = get("Phone", "")
    max_retry, wait_retry, time_wait_to_ivr, complaints = read_numbers(
        operation.most, get("MaxRetry"), get("WaitRetry"), get("TimeWaitToIvr"), get("MaxRepeat")
    )
    found = list(complaints)
    request = CallRequest(  # by position, see calls.py
        operation.name,
        shown,
        get("ApiKey", ""),
        national(phone) or phone,
        get("CallbackUrl") or None,
        get("RequestId", ""),
        get("Ivr", ""),
        get("NumberForward", ""),
        max_retry,
        wait_retry * SECOND,
        time_wait_to_ivr * SECOND,
        read_send_date(operation, given, now, found) if "SendDate" in given else None,
    )
    if operation.choosy:
        check_choices(operation, given, found)
    return request, warnings_of(operation, query, request, found)


def sms_id(id_bytes: bytes) -> str:
    """The id of a call: a GUID of the version-4 shape, in lower case, from 16 bytes (FACTS 2).

    It is one and the same in the journal and in the callback's ReferenceId; only ``accepted`` may print it otherwise.
    """
    if len(id_bytes) != _ID_BYTES:
        message = f"an SMSID is made of {_ID_BYTES} bytes, not of {len(id_bytes)}"
        raise ValueError(message)
    digits = id_bytes.hex()
    variant = "89ab"[id_bytes[8] >> 4 & 3]
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:]}"


def accepted(sms_id: str, quirks: Quirks = _AS_USUAL) -> EsmsResponse:
    """The answer 100: the call will be made, which says nothing about how it ends (FACTS 2).

    With the quirk ``sms_id: documented`` the answer, and nothing else, writes the id as the documentation's page does:
    without its second dash and with a space at the end (``8eb2af6d-fb4c4814-b9cc-4c0e3ed32edf ``).
    """
    if quirks.sms_id == "documented":
        sms_id = f"{sms_id[:13]}{sms_id[14:]} "
    # Written by hand, since every call passes here: an id has nothing that json_body would escape.
    return EsmsResponse(200, f'{{"CodeResult":"{ACCEPTED}","SMSID":"{sms_id}"}}'.encode(), code=ACCEPTED)


def refused(refusal: Refusal, shape: ResponseShape = VOICE_CALL, sms_id: str = "") -> EsmsResponse:
    """The answer to what is not done; business errors come with HTTP 200 (FACTS 1 and 2).

    ``sms_id`` is the id that was asked for, which some answers repeat.
    """
    body = json_body(shape.refused(refusal.code, refusal.message, sms_id))
    return EsmsResponse(200, body, code=refusal.code)
