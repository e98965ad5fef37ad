"""What eSMS looks at before it answers a question (FACTS-MESSAGES 4 and 8); the order is that of 1.5, assumed.

An operation's row names those that concern it (``Answers.checks``). Keys, account, address and rate (101, 143, 140,
160) come before all of them.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from mock_esms.esms.inquiries.inquiry import Inquiry
from mock_esms.esms.messages.sms_template import DEMO_BRAND
from mock_esms.esms.operation import InquiryCheckName, Parameter, ParameterKind
from mock_esms.esms.responses.operation_result import Objection
from mock_esms.esms.responses.result_codes import (
    BRAND_NOT_FOUND,
    DATE_WRONG,
    ID_MISSING,
    OA_NOT_FOUND,
    OA_OR_TEMPLATE_MISSING,
    PAGING_WRONG,
    TOO_MANY_REQUESTS,
    TYPE_MISSING,
    TYPE_NOT_SUPPORTED,
    ZNS_TEMPLATE_NOT_SET_UP,
)
from mock_esms.esms.zalo.zalo_draft import oa_of
from mock_esms.model.calls import CallWarning

_WRITTEN: Final[Mapping[ParameterKind, str]] = MappingProxyType(
    {"dashed-date": "2026-01-05 09:00:00", "date-or-day": "2026/01/05 09:00:00", "day": "05/01/2026"}
)
"""How a date is written, by its kind."""


def first_inquiry_objection(inquiry: Inquiry) -> Objection | None:
    """What is against this question first; None when it is answered."""
    answers = inquiry.operation.answers
    for name, check in INQUIRY_CHECKS.items():
        objection = check(inquiry) if answers is not None and name in answers.checks else None
        if objection is not None:
            return objection
    return None


def too_many_requests(inquiry: Inquiry, allowed: float) -> Objection:
    """160: more than ``allowed`` requests came within a second."""
    message = f"{inquiry.operation.name} answers {allowed:g} requests a second here; see the account's rates."
    return Objection(TOO_MANY_REQUESTS, CallWarning("too-many-requests", message))


def _check_sms_type(inquiry: Inquiry) -> Objection | None:
    """300 and 118: SmsType is missing, or is none that is documented."""
    parameter, given = inquiry.operation.find("SmsType"), inquiry.value("SmsType")
    choices = parameter.choices if parameter is not None else ()
    if not given and parameter is not None and not parameter.required:
        return None
    if not given:
        message = f"SmsType is missing; write one of {', '.join(choices)}."
        return Objection(TYPE_MISSING, CallWarning("sms-type-missing", message))
    # Which values there are, the warning of a value that is not documented tells.
    return None if given in choices else Objection(TYPE_NOT_SUPPORTED)


def _check_id(inquiry: Inquiry) -> Objection | None:
    """851: the id that is asked about is missing."""
    name = inquiry.operation.asks_about or ""
    if inquiry.value(name):
        return None
    return Objection(ID_MISSING, CallWarning("id-missing", f"{name} is missing; give the id that is asked about."))


def _check_oa_given(inquiry: Inquiry) -> Objection | None:
    """791: OAID, or the id of the template, is missing."""
    missing = [
        name for name in ("OAID", "TemplateId") if inquiry.operation.find(name) is not None and not inquiry.value(name)
    ]
    if not missing:
        return None
    message = f"{' and '.join(missing)} must be given; docs/operations.md has a request that is answered."
    return Objection(OA_OR_TEMPLATE_MISSING, CallWarning("oa-or-template-missing", message))


def _check_oa(inquiry: Inquiry) -> Objection | None:
    """799: the OA is not the account's."""
    oa_id = inquiry.value("OAID")
    if oa_of(inquiry.account, oa_id) is not None:
        return None
    known = ", ".join(oa.oa_id for oa in inquiry.account.zalo or ()) or "none"
    message = f"The account has no OA {oa_id!r}; it has {known}. Add it to the account's zalo list."
    return Objection(OA_NOT_FOUND, CallWarning("oa-unknown", message))


def _check_template(inquiry: Inquiry) -> Objection | None:
    """789: the OA has no such template."""
    oa = oa_of(inquiry.account, inquiry.value("OAID"))
    listed, template_id = oa.templates if oa is not None else None, inquiry.value("TemplateId")
    if listed is None or any(template.id == template_id for template in listed):
        return None
    known = ", ".join(template.id for template in listed) or "none"
    message = f"The OA {inquiry.value('OAID')} has no ZNS template {template_id!r}; it has {known}."
    return Objection(ZNS_TEMPLATE_NOT_SET_UP, CallWarning("zns-template-unknown", message))


def _check_brand(inquiry: Inquiry) -> Objection | None:
    """104: the account has no such brand; everybody has the demo brand."""
    name, listed = inquiry.value("Brandname"), inquiry.account.brandnames
    if name and (listed is None or name == DEMO_BRAND or any(brand.name == name for brand in listed)):
        return None
    message = f"The account has no Brandname {name!r}; add it to its brandnames, or write it as it stands there."
    return Objection(BRAND_NOT_FOUND, CallWarning("brandname-unknown", message))


def _check_paging(inquiry: Inquiry) -> Objection | None:
    """162: a page, an offset or a count is none, or beyond what is documented; the text names it (R14b, doc)."""
    for parameter in inquiry.operation.parameters:
        if _is_paging(inquiry, parameter) and inquiry.number(parameter.name) is None:
            name = parameter.name
            upto = (
                f"from {parameter.least}" if parameter.most is None else f"from {parameter.least} to {parameter.most}"
            )
            warning = CallWarning("paging-wrong", f"{name} is {inquiry.value(name)!r}; write a whole number {upto}.")
            return Objection(PAGING_WRONG, warning, f"{name} is invalid.")
    return None


def _is_paging(inquiry: Inquiry, parameter: Parameter) -> bool:
    """Whether a parameter must be a number: one that may be left out need not."""
    return parameter.kind == "integer" and (parameter.required or bool(inquiry.value(parameter.name)))


def _check_dates(inquiry: Inquiry) -> Objection | None:
    """161: a date is none; the text names it (R14b, doc)."""
    for parameter in inquiry.operation.parameters:
        if parameter.kind in _WRITTEN and inquiry.moment(parameter.name) is None:
            name, written = parameter.name, _WRITTEN[parameter.kind]
            warning = CallWarning("date-unreadable", f"{name} is {inquiry.value(name)!r}; write it as {written}.")
            return Objection(DATE_WRONG, warning, f"{name} is invalid date format.")
    return None


INQUIRY_CHECKS: Final[Mapping[InquiryCheckName, Callable[[Inquiry], Objection | None]]] = MappingProxyType(
    {
        "sms-type": _check_sms_type,
        "id": _check_id,
        "oa-given": _check_oa_given,
        "oa": _check_oa,
        "template": _check_template,
        "brand": _check_brand,
        "paging": _check_paging,
        "dates": _check_dates,
    }
)
"""Every check by its name, in the order in which they are made."""
INQUIRY_CODES: Final[Mapping[InquiryCheckName, tuple[str, ...]]] = MappingProxyType(
    {
        "sms-type": (TYPE_MISSING, TYPE_NOT_SUPPORTED),
        "id": (ID_MISSING,),
        "oa-given": (OA_OR_TEMPLATE_MISSING,),
        "oa": (OA_NOT_FOUND,),
        "template": (ZNS_TEMPLATE_NOT_SET_UP,),
        "brand": (BRAND_NOT_FOUND,),
        "paging": (PAGING_WRONG,),
        "dates": (DATE_WRONG,),
    }
)
"""With which codes each check refuses."""
