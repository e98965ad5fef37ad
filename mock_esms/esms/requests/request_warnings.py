"""Warnings: what eSMS would silently swallow, in sentences that say what to change (CONTRACT 2).

``WARNINGS`` lists every code with its meaning; the documentation is made from it. A request without faults costs next
to nothing here.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from mock_esms.config.documents.suggest import nearest_name
from mock_esms.esms.callbacks.callback_url import callback_name_problem, callback_url_problem, callback_userinfo_problem
from mock_esms.esms.formats.ids import LONGEST_REQUEST_ID
from mock_esms.esms.operation import Operation
from mock_esms.esms.requests.callback_placeholders import unfilled_placeholders
from mock_esms.esms.requests.masking import bare_name
from mock_esms.esms.requests.parameters import MOST_DAYS_AHEAD, ParameterProblem
from mock_esms.esms.requests.query_string import Argument, Query
from mock_esms.esms.requests.unencoded_callback_url import UnencodedCallback, unencoded_callback
from mock_esms.model.calls import CallRequest, RequestWarning

WARNINGS: Final[Mapping[str, str]] = {
    "callback-url-not-encoded": "CallbackUrl is not percent-encoded: its own parameters arrive as the call's.",
    "callback-url-unusable": "CallbackUrl cannot be called: no http or https, no host, a bad port, or too long.",
    "callback-name-has-colon": "The user name in CallbackUrl has a colon: the receiver will read it as another.",
    "callback-userinfo-not-utf-8": "Name or password in CallbackUrl is no UTF-8: it goes out as it is written.",
    "callback-placeholder-unfilled": "A placeholder in CallbackUrl is in a form that is never filled.",
    "json-name-in-another-case": "The names in a JSON body are case-sensitive; eSMS ignores this one.",
    "form-is-multipart": "A form came as multipart/form-data, of which eSMS reads nothing.",
    "unknown-parameter": "The operation has no parameter of this name; eSMS ignores it.",
    "number-not-whole": "The value is not a whole number from 0; it counts as absent.",
    "value-capped": "The value is beyond what the sandbox plays; it is capped.",
    "value-unknown": "The value is none of those that eSMS documents for this parameter.",
    "send-date-unreadable": "SendDate is not written as its operation documents it; it counts as absent.",
    "send-date-past": "SendDate lies in the past; it counts as absent.",
    "ivr-without-number-forward": "Ivr is given, but no NumberForward: no key transfers the call.",
    "request-id-too-long": "RequestId is longer than the 50 characters that eSMS documents.",
    "phone-plus-not-encoded": "A phone's + is not percent-encoded and arrives as a space.",
    "phone-without-zero": "A phone lacks its leading 0 (108).",
    "phone-of-before-2018": "A phone is a mobile number of eleven digits, as there were until 2018 (108).",
    "template-values-unfit": "The template has places for another number of values than the request gives.",
    "phones-left-out": "Some phones of an advertisement are no Vietnamese numbers; they get nothing.",
    "sms-type-missing": "SmsType is missing (300).",
    "sms-type-unsupported": "The address does not take this SmsType (118).",
    "brandname-unknown": "The account has no such Brandname (104).",
    "brandname-of-another-type": "The Brandname is not registered for this SmsType (104).",
    "phones-too-few": "An advertisement goes to 30 distinct phones or more (107).",
    "phones-too-many": "An advertisement goes to 5000 phones at most (120).",
    "phone-blocked": "A receiver stands in the account's blocked_phones (99).",
    "word-blocked": "The text has one of the account's blocked_words (201).",
    "sms-template-unfit": "The text fits no registered template of its Brandname (146).",
    "network-not-registered": "The Brandname is not registered with a receiver's network (177).",
    "channels-unsupported": "Channels are others than zalo and then sms (118).",
    "oa-or-template-missing": "OAID or TempID is missing (791).",
    "oa-unknown": "The account has no such OA (799, or 204 for messages by user id).",
    "zns-template-unknown": "The OA has no such ZNS template (789).",
    "multichannel-template-unknown": "Nothing is bound to the MultiChannelTempId (789).",
    "zns-text-unfit": "The text fits no ZNS template of its OA (790).",
    "zns-variables-unreadable": "TempData or Params is not written as the operation takes it (790).",
    "zns-variable-missing": "A variable of the ZNS template has no value (790).",
    "zns-variable-unknown": "The ZNS template has no such variable (790).",
    "zns-variable-too-long": "A value is longer than the ZNS template allows (790).",
    "zns-variable-type": "A value is of another kind than the ZNS template's variable (790).",
    "id-missing": "MessageId or SMSID is missing (851).",
    "paging-wrong": "A page, an offset or a count is none, or beyond what is documented (162).",
    "date-unreadable": "A date is not written as its operation documents it (161).",
    "too-many-requests": "More requests came within a second than the account's rates allow (160).",
    "requests-per-second-exceeded": "The account calls or sends more often than its requests_per_second (160).",
    "queue-full": "All lines of the account are taken, and as many calls wait as its queue says (160).",
    "user-id-missing": "ZaloUid is missing (853).",
    "user-id-too-long": "ZaloUid has more than 20 characters (852).",
    "hashed-phone-wrong": "HashPhone is no SHA-256 in lower-case hexadecimal digits (115).",
    "payload-wrong": "Payload, or the user id and Content of a consulting text, are not as documented (210).",
    "mode-3-with-date": "SendingMode 3 and SendDate do not go together (801).",
    "mode-3-not-allowed": "The OA may not send over its quota (802).",
    "bulk-data-wrong": "Data has no items, or one that is no object (110).",
    "bulk-items-too-many": "Data has more than 500 items (687).",
    "code-place-missing": "The message has no {OTP}, so nobody is told the code.",
    "time-alive-not-allowed": "TimeAlive is outside of the documented 2 to 10 minutes (110).",
    "campaign-too-long": "campaignid is longer than the 254 characters that eSMS documents.",
    "demo-text-repeated": "The demo brand sends the same text to a phone once in five minutes; this one fails.",
    "application-wrong": "Something in an application is missing, or cannot be (110, 301).",
    "application-in-progress": "The same is applied for already, and not decided yet (199).",
    "price-missing": "The account has no price for such messages (102).",
    "balance-too-low": "The account has less than the message would cost (103).",
    "callback-will-be-blocked": "CallbackUrl names an address that callbacks may not go to; see --allow-callback.",
}
"""Every code of a warning with its meaning."""

_ORDER: Final = {code: position for position, code in enumerate(WARNINGS)}
_MOST_NAMED: Final = 10
_MOST_SHOWN: Final = 60


def warnings_of(
    operation: Operation, query: Query, request: CallRequest, problems: Sequence[ParameterProblem] = ()
) -> tuple[RequestWarning, ...]:
    """Everything that eSMS would swallow in this request, in the order of ``WARNINGS``.

    ``problems`` are the values that were not taken as they came.
    """
    # Each name that arrived is a known one with a value, unless the numbers differ.
    strange = len(query.values) != len(request.raw_parameters)
    ivr = request.dial_parameters.ivr
    usual = not (strange or problems or ivr or query.has_unencoded("+") or query.has_unencoded("?"))
    if usual and not _about_callback(operation, request) and len(request.request_id) <= LONGEST_REQUEST_ID:
        return ()  # as nearly every request
    found: list[RequestWarning] = []
    if request.callback_url is not None:
        torn = unencoded_callback(operation, query) if strange or query.has_unencoded("?") else None
        if torn is not None:
            found.append(_not_encoded(torn))
        found.extend(_about_callback(operation, request))
    else:
        torn = None
    if strange:
        found.extend(_unknown(operation, query, torn))
    found += [_put_right(operation, problem) for problem in problems]
    if ivr and not request.dial_parameters.number_forward:
        message = (
            f"Ivr={_shown(ivr)} transfers the call only together with NumberForward: add NumberForward, or "
            "leave Ivr out; the pressed key is reported either way."
        )
        found.append(RequestWarning("ivr-without-number-forward", message))
    if len(request.request_id) > LONGEST_REQUEST_ID:
        message = f"RequestId has {len(request.request_id)} characters; eSMS documents at most {LONGEST_REQUEST_ID}."
        found.append(RequestWarning("request-id-too-long", f"{message} Make it shorter."))
    if query.has_unencoded("+"):
        found.extend(_lost_plus(query, request))
    return tuple(sorted(found, key=lambda warning: _ORDER[warning.code])) if found else ()


def _about_callback(operation: Operation, request: CallRequest) -> list[RequestWarning]:
    url = request.callback_url
    if url is None:
        return []
    why = callback_url_problem(url)
    if why is not None:
        return [RequestWarning("callback-url-unusable", f"{why} No callback will be sent.")]
    name, userinfo = callback_name_problem(url), callback_userinfo_problem(url)
    placeholders = unfilled_placeholders(url, operation.host)
    return [
        *([] if name is None else [RequestWarning("callback-name-has-colon", name)]),
        *([] if userinfo is None else [RequestWarning("callback-userinfo-not-utf-8", userinfo)]),
        *(RequestWarning("callback-placeholder-unfilled", f"In CallbackUrl, {each}") for each in placeholders),
    ]


def _lost_plus(query: Query, request: CallRequest) -> Iterator[RequestWarning]:
    for name, value in (("Phone", request.phone), ("NumberForward", request.dial_parameters.number_forward)):
        if value.startswith(" ") and _came_with_plus(query, name):
            message = f"The + in {name}=+{_shown(value[1:])} arrives as a space; write it as {name}=%2B"
            yield RequestWarning("phone-plus-not-encoded", f"{message}{_shown(value[1:])}.")


def _not_encoded(torn: UnencodedCallback) -> RequestWarning:
    names = [_shown(bare_name(argument.name)) for argument in torn.pieces or torn.doubtful]
    read_as = ", ".join([*names[:_MOST_NAMED], "…"] if len(names) > _MOST_NAMED else names)
    message = f"CallbackUrl is not percent-encoded, so what follows its first & is read as the call's own: {read_as}."
    message += f" Write CallbackUrl={torn.encoded}"
    if not torn.pieces:
        message += f", or, if {read_as} belongs to the address, CallbackUrl={torn.encoded_with_doubtful}"
    return RequestWarning("callback-url-not-encoded", message)


def _unknown(operation: Operation, query: Query, torn: UnencodedCallback | None) -> list[RequestWarning]:
    names: dict[str, str] = {}
    of_the_callback = frozenset(torn.pieces) if torn is not None else frozenset()
    for argument in query.names:
        name = bare_name(argument.name)
        if name and operation.find(argument.name) is None and argument not in of_the_callback:
            names.setdefault(name.lower(), name)
    found = [_unknown_parameter(operation, name) for name in list(names.values())[:_MOST_NAMED]]
    if len(names) > _MOST_NAMED:
        message = f"{len(names) - _MOST_NAMED} more parameters are unknown to {operation.name}; leave them out."
        found.append(RequestWarning("unknown-parameter", message))
    return found


def _unknown_parameter(operation: Operation, name: str) -> RequestWarning:
    near = nearest_name(name, (parameter.name for parameter in operation.by_key.values()))
    advice = f"did you mean {near}?" if near else "leave it out."
    return RequestWarning("unknown-parameter", f"{operation.name} has no parameter {_shown(name)}; {advice}")


def _put_right(operation: Operation, problem: ParameterProblem) -> RequestWarning:
    code, name, value = problem
    given = f"{name}={_shown(value)}"
    parameter = operation.find(name)
    most = f"{MOST_DAYS_AHEAD} days ahead" if name == "SendDate" else str(parameter.most if parameter else None)
    date = "2017-12-12 14:00:00" if parameter is not None and parameter.kind == "dashed-date" else "2017/12/12 14:00:00"
    choices = ", ".join(parameter.choices) if parameter is not None else ""
    message = {
        "number-not-whole": f"{given} is not a whole number from 0 and counts as absent; write digits only.",
        "value-capped": f"{given} is beyond what the sandbox plays and is capped at {most}; write less.",
        "value-unknown": f"{given} is none of the documented values; write one of {choices}.",
        "send-date-unreadable": f"{given} cannot be read and counts as absent; write it as {date}.",
        "send-date-past": f"{given} is past and counts as absent; write a time to come, in Vietnam's time zone.",
    }[code]
    return RequestWarning(code, message)


def _came_with_plus(query: Query, name: str) -> bool:
    return any(_is_named(argument, name) and argument.raw_value.startswith("+") for argument in query.names)


def _is_named(argument: Argument, name: str) -> bool:
    return argument.name.lower() == name.lower()


def _shown(text: str) -> str:
    """A client's text in a sentence of ours: printable, and not longer than it needs to be recognised."""
    printable = "".join(character if character.isprintable() else "\ufffd" for character in text[:_MOST_SHOWN])
    return f"{printable}…" if len(text) > _MOST_SHOWN else printable
