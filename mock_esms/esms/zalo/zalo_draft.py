"""The message of a request to send over Zalo: by template, as a full text, or to a user id (FACTS-MESSAGES 2 and 3)."""

from collections.abc import Mapping
from typing import Final

from mock_esms.config.account import Account, ZaloAccount, ZnsTemplate
from mock_esms.esms.messages.message_draft import (
    MessageDraft,
    is_trial,
    message_request,
    phones_in,
    price_of_one,
    type_id_of,
)
from mock_esms.esms.operation import MessageKind, VariablesForm
from mock_esms.esms.zalo.zalo_payload import payload_problem, payload_text, payload_user, read_payload
from mock_esms.esms.zalo.zns_variables import (
    Variables,
    named_variables,
    read_variables,
    template_of_text,
    zns_text,
)
from mock_esms.model.calls import CallRequest
from mock_esms.model.message_plan import LegPlan
from mock_esms.model.one_time_code import code_in

VARIABLES_IN: Final[Mapping[VariablesForm, str]] = {"object": "TempData", "pairs": "TempData", "values": "Params"}
"""Which parameter holds the variables of a template, by the way in which they are written."""


# --- what the account knows -------------------------------------------------------------------------------------------


def oa_of(account: Account, oa_id: str) -> ZaloAccount | None:
    """The account's OA of that id; where none are listed, any, which may do everything."""
    if account.zalo is None:
        return ZaloAccount(oa_id=oa_id, mode_3=True) if oa_id else None
    return next((oa for oa in account.zalo if oa.oa_id == oa_id), None)


def listed_template(account: Account, values: Mapping[str, str]) -> ZnsTemplate | None:
    """The template that a request names, if it is listed: of one that is not, nothing is known."""
    oa = oa_of(account, values.get("OAID", ""))
    templates = oa.templates if oa is not None else None
    return next((template for template in templates or () if template.id == values.get("TempID")), None)


def given_variables(sends: MessageKind, values: Mapping[str, str]) -> Variables | None:
    """The variables as they came; None when they cannot be read."""
    form = sends.variables
    return () if form is None else read_variables(values.get(VARIABLES_IN[form], ""), form)


# --- legs and drafts --------------------------------------------------------------------------------------------------


def zns_leg(sends: MessageKind, values: Mapping[str, str], account: Account, *, code: str = "") -> LegPlan:
    """The leg of a ZNS message: its template's text with the variables in it; ``code`` where eSMS has made one."""
    template = listed_template(account, values)
    variables = named_variables(given_variables(sends, values) or (), template)
    return _leg(sends, values, account, zns_text(variables, template), code or code_in("", variables))


def zns_draft(sends: MessageKind, request: CallRequest, account: Account) -> MessageDraft:
    """A ZNS message by template and variables: S3, S6's kind, S13, O6, O7."""
    values = dict(request.parameters)
    return _draft(request, values, zns_leg(sends, values, account), phones_in(values))


def zns_by_user_id(sends: MessageKind, request: CallRequest, account: Account) -> MessageDraft:
    """A ZNS message to a Zalo user id (S4)."""
    return _to(zns_draft(sends, request, account), dict(request.parameters).get("ZaloUid", ""))


def zns_by_hashed_phone(sends: MessageKind, request: CallRequest, account: Account) -> MessageDraft:
    """A ZNS message to a hashed phone (S5): whose it is, nobody here can know."""
    return _to(zns_draft(sends, request, account), dict(request.parameters).get("HashPhone", ""))


def full_text_draft(sends: MessageKind, request: CallRequest, account: Account) -> MessageDraft:
    """A ZNS message whose whole text stands in Content (O8, O9); its template is the one that it fits."""
    values = dict(request.parameters)
    text = values.get("Content", "")
    fitting = template_of_text(text, templates_for_text(account, values) or ())
    variables: Variables = ()
    if fitting is not None:
        template, variables = fitting
        values["TempID"] = template.id
    return _draft(request, values, _leg(sends, values, account, text, code_in("", variables)), phones_in(values))


def templates_for_text(account: Account, values: Mapping[str, str]) -> tuple[ZnsTemplate, ...] | None:
    """The templates that a full text may fit; None where any exists."""
    oa = oa_of(account, values.get("OAID", ""))
    return oa.templates if oa is not None else None


def consult_draft(sends: MessageKind, request: CallRequest, account: Account) -> MessageDraft:
    """A consulting text to a Zalo user id (S8)."""
    values = dict(request.parameters)
    leg = _leg(sends, values, account, values.get("Content", ""), "")
    return _to(_draft(request, values, leg, ()), values.get("User_id", ""))


def payload_draft(sends: MessageKind, request: CallRequest, account: Account) -> MessageDraft:
    """A photo, buttons, a request for data or a transaction to a Zalo user id (S9 to S12)."""
    values = dict(request.parameters)
    payload = read_payload(values.get("Payload", ""))
    right = payload is not None and payload_problem(payload) is None
    leg = _leg(sends, values, account, payload_text(payload) if payload is not None and right else "", "")
    return _to(_draft(request, values, leg, ()), payload_user(payload) if payload is not None else "")


def _leg(sends: MessageKind, values: Mapping[str, str], account: Account, text: str, code: str) -> LegPlan:
    return LegPlan(
        channel="zalo",
        type_id=type_id_of(sends, values),
        callback_form=sends.callback_form,
        sender=values.get("OAID", ""),
        template=values.get("TempID", ""),
        text=text,
        code=code or code_in(text),
        price=price_of_one(account, sends.price, text, unicode=False),
    )


def _draft(request: CallRequest, values: Mapping[str, str], leg: LegPlan, receivers: tuple[str, ...]) -> MessageDraft:
    return MessageDraft(
        request=message_request(request, receivers, channels=("zalo",)), legs=(leg,), trial=is_trial(values)
    )


def _to(draft: MessageDraft, receiver: str) -> MessageDraft:
    """The draft to one receiver who is no phone: whatever came stands for it, as it came."""
    return draft._replace(request=draft.request._replace(phones=(receiver,)))
