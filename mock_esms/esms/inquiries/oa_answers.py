"""Answers about an Official Account of Zalo: quota, quality, ratings, followers, a template (FACTS-MESSAGES 4).

R11 to R14b and R16. Where the account lists nothing, the documentation's own samples are answered (CONTRACT 12).
"""

from collections.abc import Mapping
from datetime import timedelta
from hashlib import blake2b
from typing import Final

from mock_esms.config.account import ParameterType, Rating, ZaloAccount, ZaloUser, ZnsTemplate
from mock_esms.esms.formats.dates import read_instant
from mock_esms.esms.inquiries.account_lists import template_number
from mock_esms.esms.inquiries.inquiry import Inquiry
from mock_esms.esms.responses import inquiry_shapes
from mock_esms.esms.responses.inquiry_shapes import success, success_first
from mock_esms.esms.responses.response_shapes import ResponseMembers
from mock_esms.esms.responses.result_codes import ACCEPTED
from mock_esms.esms.responses.wcf_json import WithNulls
from mock_esms.esms.zalo.zalo_draft import oa_of
from mock_esms.esms.zalo.zns_variables import wanted_variables
from mock_esms.model.message import Message
from mock_esms.model.times import DAY, SECOND, Instant, vietnamese_time

_PARAMETER_TYPES: Final[Mapping[ParameterType, str]] = {
    "type_text": "STRING",
    "type_number": "NUMBER",
    "type_date": "DATE",
    "type_cta_url": "STRING",
}
"""What R16 calls the kinds of variables; only STRING is documented."""


def quota(inquiry: Inquiry) -> ResponseMembers:
    """R11: how many ZNS messages an OA may still send today; of its advertisements nothing is known."""
    oa = _listed(inquiry)
    if oa is None:
        return inquiry_shapes.QUOTA.example
    left = max(oa.daily_quota - _sent_today(inquiry, oa.oa_id), 0)
    return success_first({**inquiry_shapes.QUOTA.example, "DailyQuota": oa.daily_quota, "RemainingQuota": left})


def _sent_today(inquiry: Inquiry, oa_id: str) -> int:
    """To how many an OA has sent ZNS messages since midnight in Vietnam."""
    now = vietnamese_time(inquiry.now)
    since_midnight = now - now.replace(hour=0, minute=0, second=0, microsecond=0)
    midnight = inquiry.now - since_midnight // timedelta(milliseconds=1)
    return sum(
        len(leg.receivers)
        for entry in inquiry.entries.between(midnight, inquiry.now)
        if isinstance(entry, Message)
        for place, leg in enumerate(entry.own_schedule.legs)
        if leg.sender == oa_id and leg.callback_form in {"zns", "uid"} and entry.sent_at(place) is not None
    )


def quality(inquiry: Inquiry) -> ResponseMembers:
    """R13: how good an OA is, of seven days and now; the account says one for both."""
    oa = _listed(inquiry)
    if oa is None:
        return inquiry_shapes.QUALITY.example
    return success({"Oa7dayQuality": oa.quality, "OaCurrentQuality": oa.quality})


def ratings(inquiry: Inquiry) -> ResponseMembers:
    """R12: what customers said of a template, of a period, a part of them at a time."""
    oa, offset, limit = _listed(inquiry), inquiry.number("Offset") or 0, inquiry.number("Limit") or 0
    if oa is None or oa.ratings is None:
        return success_first({"Data": (inquiry_shapes.RATING_SAMPLE,)[offset : offset + limit], "Total": 1})
    first, last = inquiry.moment("FromTime") or 0, (inquiry.moment("ToTime") or 0) + SECOND - 1
    found: list[ResponseMembers] = []
    for rating in oa.ratings:
        at = read_instant(rating.submitted, "dashed-date")
        if rating.template == inquiry.value("TemplateId") and (at is None or first <= at <= last):
            found.append(_rating(rating, first if at is None else at))
    return success_first({"Data": tuple(found[offset : offset + limit]), "Total": len(found)})


def _rating(rating: Rating, at: Instant) -> ResponseMembers:
    told = f"{rating.template} {rating.tracking_id} {at} {rating.note}"
    return {
        "feedbacks": rating.feedbacks,
        "msgId": blake2b(told.encode(), digest_size=10, person=b"rating").hexdigest(),
        "note": rating.note,
        "rate": rating.rate,
        "submitDate": str(at),
        "trackingId": rating.tracking_id,
    }


def followers(inquiry: Inquiry) -> ResponseMembers:
    """R14: who follows an OA, a part of them at a time."""
    users = _users(inquiry)
    if users is None:
        return inquiry_shapes.FOLLOWERS.example
    found = [user.id for user in users if user.follower]
    return success({"Followers": tuple({"User_Id": each} for each in _part(inquiry, found)), "Total": len(found)})


def interacted(inquiry: Inquiry) -> ResponseMembers:
    """R14b: the user ids that have written to an OA in a period, a part of them at a time."""
    users = _users(inquiry)
    if users is None:
        found, total = ["7406454492343693107"], 4
    else:
        found = [user.id for user in users if _is_asked_for(inquiry, user)]
        total = len(found)
    data = {
        "Count": inquiry.number("Count"),
        "Offset": inquiry.number("Offset"),
        "Total": total,
        "Users": tuple(_part(inquiry, found)),
    }
    return {"CodeResult": ACCEPTED, "Data": data}


def _is_asked_for(inquiry: Inquiry, user: ZaloUser) -> bool:
    """Whether a user has written within the period, and is a follower or not, and has the tag, where that is asked."""
    at = read_instant(user.last_contact, "day")
    first, last = inquiry.moment("FromDate") or 0, (inquiry.moment("ToDate") or 0) + DAY - 1
    tag, follower = inquiry.value("TagName"), inquiry.value("IsFollower")
    in_time = at is None or first <= at <= last
    return in_time and (not tag or tag in user.tags) and (not follower or user.follower == (follower == "1"))


def template_details(inquiry: Inquiry) -> ResponseMembers:
    """R16: one ZNS template with its variables and buttons; nulls are written."""
    oa, template_id = _listed(inquiry), inquiry.value("TemplateId")
    listed = next((each for each in (oa.templates if oa is not None else None) or () if each.id == template_id), None)
    sample = (
        inquiry_shapes.OLDER_TEMPLATE_SAMPLE
        if inquiry.quirks.template_details == "older"
        else inquiry_shapes.TEMPLATE_SAMPLE
    )
    own = {"TemplateId": template_number(template_id)} if listed is None else _template(listed)
    told = WithNulls({**sample, **{name: value for name, value in own.items() if name in sample}})
    return {"Data": told, "Error": 0, "Message": "Success"}


def _template(template: ZnsTemplate) -> ResponseMembers:
    parameters: tuple[ResponseMembers, ...] = tuple(
        {
            "AcceptNull": not parameter.required,
            "MaxLength": parameter.max_length,
            "MinLength": 0,
            "Name": parameter.name,
            "Require": parameter.required,
            "Type": _PARAMETER_TYPES[parameter.type],
        }
        for parameter in wanted_variables(template) or ()
    )
    buttons: tuple[ResponseMembers, ...] = tuple(
        {"Content": each.content, "Title": each.title, "Type": each.type} for each in template.buttons
    )
    return {
        "ListButtons": buttons,
        "ListParams": parameters,
        "PreviewUrl": f"https://account.zalo.cloud/znspreview/{template.id}",
        "TemplateId": template_number(template.id),
        "TemplateName": template.name,
        "TemplateTag": template.tag,
    }


def _listed(inquiry: Inquiry) -> ZaloAccount | None:
    """The OA that is asked about; None where the account lists none."""
    return None if inquiry.account.zalo is None else oa_of(inquiry.account, inquiry.value("OAID"))


def _users(inquiry: Inquiry) -> tuple[ZaloUser, ...] | None:
    oa = _listed(inquiry)
    return None if oa is None else oa.users


def _part(inquiry: Inquiry, found: list[str]) -> list[str]:
    """The part of a list that is asked for."""
    offset = inquiry.number("Offset") or 0
    return found[offset : offset + (inquiry.number("Count") or 0)]
