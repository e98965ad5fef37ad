"""Answers about what eSMS has set up for an account: brands, templates, OAs (FACTS-MESSAGES 4, R2, R3, R7 and R8).

Where the account lists nothing, the documentation's own samples are answered (CONTRACT 12).
"""

from collections.abc import Iterator
from typing import Final

from mock_esms.config.account import SmsTemplate, ZnsTemplate
from mock_esms.esms.formats.phone import CARRIERS
from mock_esms.esms.inquiries.inquiry import Inquiry
from mock_esms.esms.messages.sms_template import DEMO_BRAND, DEMO_TEMPLATE
from mock_esms.esms.responses import inquiry_shapes
from mock_esms.esms.responses.inquiry_shapes import success
from mock_esms.esms.responses.response_shapes import ResponseMembers
from mock_esms.esms.zalo.zalo_draft import oa_of
from mock_esms.esms.zalo.zns_variables import wanted_variables

_NETWORK_IDS: Final = {carrier.name.lower(): carrier.telcoid for carrier in CARRIERS.values()}
"""1 Viettel to 7 Reddi (FACTS-MESSAGES 4, R3)."""


def brandnames(inquiry: Inquiry) -> ResponseMembers:
    """R2: a brand for each of its types."""
    listed = _brands(inquiry)
    return inquiry_shapes.BRANDNAMES.example if listed is None else inquiry_shapes.list_of_brandnames(listed)


def brandnames_with_services(inquiry: Inquiry) -> ResponseMembers:
    """GetListBrandnameV2: the same with a ServiceId (R22, seen)."""
    listed = _brands(inquiry)
    if listed is None:
        return inquiry_shapes.BRANDNAMES_V2.example
    return inquiry_shapes.list_of_brandnames(listed, with_services=True)


def _brands(inquiry: Inquiry) -> list[tuple[str, int]] | None:
    """Each brand with each of its types; None where the account lists none."""
    listed = inquiry.account.brandnames
    return None if listed is None else [(brand.name, kind) for brand in listed for kind in brand.types]


def sms_templates(inquiry: Inquiry) -> ResponseMembers:
    """R3: the texts that a brand's customer care SMS must fit, each once for each network."""
    listed, brand = inquiry.account.sms_templates, inquiry.value("Brandname")
    if listed is None:
        return inquiry_shapes.SMS_TEMPLATES.example
    own = [template for template in listed if template.brandname == brand]
    if brand == DEMO_BRAND:
        own.append(DEMO_TEMPLATE)
    return success({"BrandnameTemplates": tuple(entry for template in own for entry in _of_networks(template))})


def _of_networks(template: SmsTemplate) -> Iterator[ResponseMembers]:
    names = None if template.networks is None else {name.lower() for name in template.networks}
    for name, number in _NETWORK_IDS.items():
        if names is None or name in names:
            yield {"NetworkID": number, "TempContent": template.text, "TempId": template.id}


def oas(inquiry: Inquiry) -> ResponseMembers:
    """R8: the account's OAs."""
    listed = inquiry.account.zalo
    if listed is None:
        return inquiry_shapes.OAS.example
    return success({"ZOAList": tuple({"OAID": oa.oa_id, "OAName": oa.name} for oa in listed)})


def zns_templates(inquiry: Inquiry) -> ResponseMembers:
    """R7: an OA's templates with their variables."""
    oa = oa_of(inquiry.account, inquiry.value("OAID"))
    if oa is None or oa.templates is None:
        return inquiry_shapes.ZNS_TEMPLATES.example
    return success({"ZNSTemplates": tuple(map(_zns_template, oa.templates))})


def _zns_template(template: ZnsTemplate) -> ResponseMembers:
    details = tuple(
        {
            "Limit": parameter.max_length,
            "Param": parameter.name,
            "ParamLevel": 1,
            "RequireType": parameter.type,
        }
        for parameter in wanted_variables(template) or ()
    )
    return {
        "TempContent": template.text,
        "TempId": template_number(template.id),
        "TempName": template.name,
        "ZNSTempDetail": details,
    }


def template_number(template_id: str) -> int | str:
    """A template's id as answers write it: a number, unless the account has given it another name."""
    plain = template_id.isdigit() and template_id.isascii() and not template_id.startswith("0")
    return int(template_id) if plain and len(template_id) < len(str(2**63)) else template_id
