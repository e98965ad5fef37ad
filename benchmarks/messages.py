"""Messages of every kind that has a callback of its own, as applications post them: complete, each with a new phone."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from benchmarks.queries import API_KEY, SECRET_KEY, script

_ROOT = "/MainService.svc/json"
_OA = {"OAID": "745830328927467685"}
_TEMPLATE = {"TempID": "205644", "Params": ["123456"], **_OA}
_CODE = "{code}"
_CARE = {"Content": f"{_CODE} la ma xac nhan don hang cua ban", "Brandname": "SHOP", "SmsType": "2"}
_ADVERT_RECEIVERS = 30
"""An advertisement goes to so many at least (FACTS-MESSAGES 2, S2)."""


class Kind(NamedTuple):
    """The address of a kind, the members of its body that do not change, and how it names whom it goes to."""

    path: str
    members: Mapping[str, Any]
    receiver: str = "Phone"
    receivers: int = 1
    """More than one: they are a list."""


KINDS: Mapping[str, Kind] = {
    "sms": Kind(f"{_ROOT}/SendMultipleMessage_V4_post_json/", _CARE),
    "advert": Kind(
        f"{_ROOT}/SendMultipleSMSBrandname_json/",
        {"Content": "Giam gia", "Brandname": "SHOP", "SmsType": "1"},
        receiver="Phones",
        receivers=_ADVERT_RECEIVERS,
    ),
    "viber": Kind(
        f"{_ROOT}/Send_Multiple_Sms_OTT/",
        {"Content": "Giam gia", "Brandname": "SHOP", "SmsType": "23"},
        receiver="Phones",
        receivers=2,
    ),
    "zns": Kind(f"{_ROOT}/SendZaloMessage_V6/", {"TempID": "205644", "TempData": {"otp": "123456"}, **_OA}),
    "uid": Kind(
        f"{_ROOT}/SendZaloMessage_V6/zalo_uid/",
        {"TempID": "205644", "TempData": {"otp": "123456"}, **_OA},
        receiver="ZaloUid",
    ),
    "consult": Kind(
        f"{_ROOT}/SendZaloFollowerMessage_V4_post_json/", {"Content": "Chao ban", **_OA}, receiver="User_id"
    ),
    "journey": Kind(
        f"{_ROOT}/SendZaloMessage_V4_post_json/", {**_TEMPLATE, "IsJourney": True, "OrderId": "journey-42"}
    ),
    "channels": Kind(f"{_ROOT}/MultiChannelMessage/", {"Channels": ["zalo", "sms"], "Data": [_TEMPLATE, _CARE]}),
}
"""The kinds of FACTS-MESSAGES 7.1 to 7.7, and a message that goes by SMS where Zalo has failed."""


def post(host: str, name: str, phone: str, callback_url: str | None, request_id: str) -> bytes:
    """A whole request that posts a message of that kind to this phone; where it goes to many, to those beside it.

    The code in an SMS is another for nearly every phone, as it is in life; where the phone is a place in braces, so is
    the code.
    """
    kind = KINDS[name]
    many = [f"{phone[:-2]}{place:02}" for place in range(kind.receivers)]
    body = {
        "ApiKey": API_KEY,
        "SecretKey": SECRET_KEY,
        kind.receiver: many if kind.receivers > 1 else phone,
        **kind.members,
        "RequestId": request_id,
    }
    if callback_url is not None:
        body["CallbackUrl"] = callback_url
    octets = json.dumps(body).replace(_CODE, phone[-6:] if phone.isdigit() else _CODE).encode()
    head = f"POST {kind.path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n"
    return f"{head}Content-Length: {len(octets)}\r\n\r\n".encode() + octets


def lua_of_messages(callback_to: str, first: int) -> str:
    """The same SMS as a script for wrk, from the one with the number ``first``."""
    head, _, body = post("{host}", "sms", "{phone}", f"{callback_to}/sms", "{id}").decode().partition("\r\n\r\n")
    path = head.split()[1]
    return script(
        f"""
  local body = [[{body}]]
  body = body:gsub("{{phone}}", phone):gsub("{{id}}", id):gsub("{{code}}", phone:sub(-6))
  return "POST {path} HTTP/1.1\\r\\nHost: " .. host .. "\\r\\nContent-Type: application/json\\r\\n" ..
    "Content-Length: " .. #body .. "\\r\\n\\r\\n" .. body
""",
        first,
    )
