"""Applications: what eSMS looks at, how it answers, and what an account has once one is approved (R19 to R21)."""

from collections.abc import Callable, Mapping
from typing import Final

from mock_esms.config.account import Account, SmsTemplate, ZnsTemplate
from mock_esms.esms.formats.dates import read_instant
from mock_esms.esms.messages.sms_checks import unknown_brand
from mock_esms.esms.operation import Applies, Operation
from mock_esms.esms.responses import result_codes
from mock_esms.esms.responses.operation_result import Objection, objection
from mock_esms.esms.responses.response_shapes import ResponseMembers
from mock_esms.esms.zalo.zalo_checks import must_be_given, unknown_oa
from mock_esms.model.application import Application


def application_objection(operation: Operation, values: Mapping[str, str], account: Account) -> Objection | None:
    """The first thing that is against an application; that eSMS looks at these, and in this order, is assumed."""
    for check in _CHECKS[applies_of(operation).kind]:
        found = check(operation, values, account)
        if found is not None:
            return found
    return None


def applies_of(operation: Operation) -> Applies:
    """What an operation applies for."""
    assert operation.applies is not None  # noqa: S101 - whoever asks has one that applies
    return operation.applies


def accepted_members(operation: Operation, preview_id: str) -> ResponseMembers:
    """The members of the answer to an application that was accepted."""
    text = applies_of(operation).text
    return {"CodeResult": result_codes.ACCEPTED, "ErrorMessage": text, "ServicePreviewId": int(preview_id)}


def with_registered(account: Account, application: Application) -> Account:
    """The account with what was approved; its id is the ServicePreviewId (assumed).

    Where a list is left out any such thing exists already, and nothing changes.
    """
    request = application.request
    match request.kind:
        case "sms-template" if account.sms_templates is not None and request.value_of("SmsType") == "2":
            made = SmsTemplate(
                id=int(application.sms_id), brandname=request.value_of("Brandname"), text=request.value_of("Content")
            )
            return account._replace(sms_templates=(*account.sms_templates, made))
        case "zns-template" if account.zalo is not None:
            template = ZnsTemplate(id=application.sms_id, text=request.value_of("Content"))
            oas = tuple(
                oa._replace(templates=(*oa.templates, template))
                if oa.oa_id == request.value_of("OAID") and oa.templates is not None
                else oa
                for oa in account.zalo
            )
            return account._replace(zalo=oas)
        case _:
            return account


# --- what is looked at ------------------------------------------------------------------------------------------------


def _given(operation: Operation, values: Mapping[str, str], _account: Account) -> Objection | None:
    """110: something that is required, and that no other code is for, is missing."""
    missing = [each.name for each in operation.parameters if each.required and not values.get(each.name)]
    if not missing:
        return None
    return _wrong(f"{' and '.join(missing)} must be given; docs/operations.md has an application that is accepted.")


def _type(operation: Operation, values: Mapping[str, str], _account: Account) -> Objection | None:
    """300 and 118: SmsType is missing, or none that can be applied for here."""
    given = values.get("SmsType", "")
    if not given:
        return objection(result_codes.TYPE_MISSING, "sms-type-missing", "SmsType is missing.")
    allowed = _choices(operation, "SmsType")
    if given in allowed:
        return None
    message = f"SmsType {given!r} cannot be applied for here; write {' or '.join(allowed)}."
    return objection(result_codes.TYPE_NOT_SUPPORTED, "sms-type-unsupported", message)


def _service(operation: Operation, values: Mapping[str, str], _account: Account) -> Objection | None:
    """301: the ServiceType is none that eSMS registers."""
    given = values.get("ServiceType", "")
    if given in _choices(operation, "ServiceType"):
        return None
    message = f"ServiceType {given!r} is not supported; write 2."
    return objection(result_codes.SERVICE_NOT_SUPPORTED, "application-wrong", message)


def _oa(_operation: Operation, values: Mapping[str, str], account: Account) -> Objection | None:
    """791 and 799: OAID is missing, or not the account's."""
    oa_id = values.get("OAID", "")
    return unknown_oa(account, oa_id) if oa_id else must_be_given(["OAID"])


def _brand(_operation: Operation, values: Mapping[str, str], account: Account) -> Objection | None:
    """104: the account has no such brand."""
    return unknown_brand(account, values.get("Brandname", ""))


def _package(operation: Operation, values: Mapping[str, str], _account: Account) -> Objection | None:
    """110: no such package, no day, or no number of months."""
    allowed = _choices(operation, "Package")
    if values["Package"] not in allowed:
        return _wrong(f"Package {values['Package']!r} does not exist; write one of {', '.join(allowed)}.")
    if read_instant(values["Dateactive"], "dashed-day") is None:
        return _wrong(f"Dateactive {values['Dateactive']!r} is no day; write it as 2026-02-01.")
    if not (values["Duaration"].isascii() and values["Duaration"].isdigit() and int(values["Duaration"])):
        return _wrong(f"Duaration {values['Duaration']!r} is no number of months; write one from 1.")
    return None


def _choices(operation: Operation, name: str) -> tuple[str, ...]:
    return next(each.choices for each in operation.parameters if each.name == name)


def _wrong(message: str) -> Objection:
    return objection(result_codes.DATA_WRONG, "application-wrong", message)


_Check = Callable[[Operation, Mapping[str, str], Account], Objection | None]
_CHECKS: Final[Mapping[str, tuple[_Check, ...]]] = {
    "oa-package": (_oa, _given, _package),
    "zns-template": (_type, _oa, _given),
    "sms-template": (_type, _service, _given, _brand),
}
