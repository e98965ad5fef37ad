"""What eSMS looks at before it answers a question (FACTS-MESSAGES 4 and 8); the order is that of 1.5, assumed.

An operation's row names those that concern it (``Answers.checks``). Keys, account, address and rate (101, 143, 140,
160) come before all of them.
"""

from collections.abc import Callable, Mapping
from typing import Final

from mock_esms.esms.inquiries.inquiry import Inquiry
from mock_esms.esms.messages.sms_checks import unknown_brand
from mock_esms.esms.operation import InquiryCheckName, Parameter, ParameterKind
from mock_esms.esms.responses import result_codes
from mock_esms.esms.responses.operation_result import Objection, objection
from mock_esms.esms.zalo.zalo_checks import must_be_given, unknown_oa, unknown_zns_template
from mock_esms.model.calls import RequestWarning

_WRITTEN: Final[Mapping[ParameterKind, str]] = {
    "dashed-date": "2026-01-05 09:00:00",
    "date-or-day": "2026/01/05 09:00:00",
    "day": "05/01/2026",
}
"""How a date is written, by its kind."""


def first_inquiry_objection(inquiry: Inquiry) -> Objection | None:
    """What is against this question first; None when it is answered."""
    answers = inquiry.operation.answers
    for name, (check, _) in INQUIRY_CHECKS.items():
        found = check(inquiry) if answers is not None and name in answers.checks else None
        if found is not None:
            return found
    return None


def too_many_requests(inquiry: Inquiry, allowed: float) -> Objection:
    """160: more than ``allowed`` requests came within a second."""
    message = f"{inquiry.operation.name} answers {allowed:g} requests a second here; see the account's rates."
    return objection(result_codes.TOO_MANY_REQUESTS, "too-many-requests", message)


def _check_sms_type(inquiry: Inquiry) -> Objection | None:
    """300 and 118: SmsType is missing, or is none that is documented."""
    parameter, given = inquiry.operation.find("SmsType"), inquiry.value("SmsType")
    choices = parameter.choices if parameter is not None else ()
    if not given and parameter is not None and not parameter.required:
        return None
    if not given:
        message = f"SmsType is missing; write one of {', '.join(choices)}."
        return objection(result_codes.TYPE_MISSING, "sms-type-missing", message)
    # Which values there are, the warning of a value that is not documented tells.
    return None if given in choices else Objection(result_codes.TYPE_NOT_SUPPORTED)


def _check_id(inquiry: Inquiry) -> Objection | None:
    """851: the id that is asked about is missing."""
    name = inquiry.operation.asks_about or ""
    if inquiry.value(name):
        return None
    return objection(result_codes.ID_MISSING, "id-missing", f"{name} is missing; give the id that is asked about.")


def _check_oa_given(inquiry: Inquiry) -> Objection | None:
    """791: OAID, or the id of the template, is missing."""
    wanted = (name for name in ("OAID", "TemplateId") if inquiry.operation.find(name) is not None)
    return must_be_given([name for name in wanted if not inquiry.value(name)])


def _check_oa(inquiry: Inquiry) -> Objection | None:
    """799: the OA is not the account's."""
    return unknown_oa(inquiry.account, inquiry.value("OAID"))


def _check_template(inquiry: Inquiry) -> Objection | None:
    """789: the OA has no such template."""
    return unknown_zns_template(inquiry.account, inquiry.value("OAID"), inquiry.value("TemplateId"))


def _check_brand(inquiry: Inquiry) -> Objection | None:
    """104: the account has no such brand."""
    return unknown_brand(inquiry.account, inquiry.value("Brandname"))


def _check_paging(inquiry: Inquiry) -> Objection | None:
    """162: a page, an offset or a count is none, or beyond what is documented; the text names it (R14b, doc)."""
    for parameter in inquiry.operation.parameters:
        if _is_paging(inquiry, parameter) and inquiry.number(parameter.name) is None:
            name = parameter.name
            upto = (
                f"from {parameter.least}" if parameter.most is None else f"from {parameter.least} to {parameter.most}"
            )
            warning = RequestWarning("paging-wrong", f"{name} is {inquiry.value(name)!r}; write a whole number {upto}.")
            return Objection(result_codes.PAGING_WRONG, warning, f"{name} is invalid.")
    return None


def _is_paging(inquiry: Inquiry, parameter: Parameter) -> bool:
    """Whether a parameter must be a number: one that may be left out need not."""
    return parameter.kind == "integer" and (parameter.required or bool(inquiry.value(parameter.name)))


def _check_dates(inquiry: Inquiry) -> Objection | None:
    """161: a date is none; the text names it (R14b, doc)."""
    for parameter in inquiry.operation.parameters:
        if parameter.kind in _WRITTEN and inquiry.moment(parameter.name) is None:
            name, written = parameter.name, _WRITTEN[parameter.kind]
            warning = RequestWarning("date-unreadable", f"{name} is {inquiry.value(name)!r}; write it as {written}.")
            return Objection(result_codes.DATE_WRONG, warning, f"{name} is invalid date format.")
    return None


INQUIRY_CHECKS: Final[Mapping[InquiryCheckName, tuple[Callable[[Inquiry], Objection | None], tuple[str, ...]]]] = {
    "sms-type": (_check_sms_type, (result_codes.TYPE_MISSING, result_codes.TYPE_NOT_SUPPORTED)),
    "id": (_check_id, (result_codes.ID_MISSING,)),
    "oa-given": (_check_oa_given, (result_codes.OA_OR_TEMPLATE_MISSING,)),
    "oa": (_check_oa, (result_codes.OA_NOT_FOUND,)),
    "template": (_check_template, (result_codes.ZNS_TEMPLATE_NOT_SET_UP,)),
    "brand": (_check_brand, (result_codes.BRAND_NOT_FOUND,)),
    "paging": (_check_paging, (result_codes.PAGING_WRONG,)),
    "dates": (_check_dates, (result_codes.DATE_WRONG,)),
}
"""Every check by its name, in the order in which they are made, with the codes that it refuses with."""
