"""Requests as public clients of eSMS were seen to send them, read as those clients read the answers.

FACTS-MESSAGES 1, 2, 3 and 12, FACTS 5. Where a list says what a client sends, it is sent here to the letter.
"""

import json
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from urllib.parse import quote, quote_plus, urlencode

import pytest

from tests.places import Reply, running
from tests.sms import (
    ADVERT,
    ADVERT_TEXT_PATH,
    CARE,
    CARE_FORM_PATH,
    CARE_GET_PATH,
    CARE_PATH,
    CARE_TEXT_PATH,
    DEMO,
    KEYS,
    PHONES,
    ROOT,
    VIBER,
    VIBER_PATH,
    rqst,
    sent,
)
from tests.zalo import (
    BULK,
    BULK_PATH,
    GENCODE_MULTI_PATH,
    GENCODE_PATH,
    MULTICHANNEL,
    MULTICHANNEL_PATH,
    OA,
    PAYLOAD_PATH,
    SMS_PART,
    TEMPLATE,
    V4,
    V4_PATH,
    V5,
    V5_PATH,
    V6,
    V6_PATH,
    WITH_PAYLOAD,
    ZALO_PART,
)

XML = "http://api.esms.vn/MainService.svc/xml"


# --- how clients read an answer: each gives whether it was accepted, and the id ---------------------------------------


def as_php(reply: Reply) -> tuple[bool, str]:
    """`if ($obj['CodeResult'] == 100)`: loosely, a text of digits is a number."""
    return float(reply.json["CodeResult"]) == 100, reply.json["SMSID"]


def as_csharp(reply: Reply) -> tuple[bool, str]:
    """A data contract of texts: `(int) CodeResult`, and every member may be missing."""
    return int(reply.json["CodeResult"]) == 100, reply.json.get("SMSID", "")


def as_javascript(reply: Reply) -> tuple[bool, str]:
    """`String(body.CodeResult) === '100'`, once the status is one of 2xx."""
    return 200 <= reply.status < 300 and str(reply.json["CodeResult"]) == "100", reply.json["SMSID"]


def as_java(reply: Reply) -> tuple[bool, str]:
    """JAXB: the text of the elements below the root SmsResultModel."""
    root = ET.fromstring(reply.body)  # noqa: S314 - the sandbox's own answer
    assert root.tag.rpartition("}")[2] == "SmsResultModel"
    members = {element.tag.rpartition("}")[2]: element.text or "" for element in root}
    return members["CodeResult"] == "100", members["SMSID"]


def as_bulk(reply: Reply) -> tuple[bool, str]:
    """Whoever sends many reads the code of all, then that of each item."""
    items = reply.json["detail"]
    accepted = reply.json["CodeResult"] == "100" and all(item["CodeResult"] == "100" for item in items)
    return accepted, items[0]["SMSID"]


class Client(NamedTuple):
    """A request to send, as a client writes it; ``texts`` is what is to reach its receivers, code aside."""

    target: str
    body: bytes | None
    read: Callable[[Reply], tuple[bool, str]]
    texts: tuple[str, ...]
    phones: tuple[str, ...] = ("0901888484",)
    headers: Mapping[str, str] = {}
    method: str = ""


def by_json(target: str, body: Mapping[str, Any], read: Any, *texts: str, **more: Any) -> Client:
    headers = {"Content-Type": "application/json", **more.pop("headers", {})}
    return Client(target, json.dumps(body).encode(), read, texts, headers=headers, **more)


def by_get(target: str, query: str, read: Any, *texts: str, **more: Any) -> Client:
    return Client(f"{target}?{query}", None, read, texts, **more)


def by_form(target: str, form: str, read: Any, *texts: str, **more: Any) -> Client:
    headers = {"Content-Type": "application/x-www-form-urlencoded", **more.pop("headers", {})}
    return Client(target, form.encode(), read, texts, headers=headers, **more)


KEYS_GET = "ApiKey=test-api-key&SecretKey=test-secret-key"
CODE_TEXT = "Ma {OTP}"
ENTRIES = [{**ZALO_PART, "RequestId": "r1"}, {**SMS_PART, "RequestId": "r1"}]

CLIENTS: Mapping[str, Client] = {
    # S1: at least 48 files, many with Sandbox, RequestId and CallbackUrl; numbers and null where texts are documented
    "S1 by PHP": by_json(
        CARE_PATH,
        {**CARE, "IsUnicode": "0", "Sandbox": "0", "RequestId": "order-1", "CallbackUrl": "http://127.0.0.1:9/cb"},
        as_php,
        DEMO,
    ),
    "S1 by C#, numbers and null": by_json(
        CARE_PATH,
        {
            **CARE,
            "Phone": "84901888484",
            "SmsType": 2,
            "IsUnicode": 0,
            "Sandbox": 0,
            "SendDate": None,
            "campaignid": None,
        },
        as_csharp,
        DEMO,
    ),
    "S1 by Node, true and false": by_json(
        CARE_PATH, {**CARE, "IsUnicode": False, "Sandbox": False}, as_javascript, DEMO
    ),
    "S1 with the members of other forms": by_json(
        CARE_PATH, {**CARE, "PartnerSource": 1, "IsJourney": False, "Params": None, "OAID": ""}, as_php, DEMO
    ),
    "S1 by Java, which accepts XML": by_json(
        CARE_PATH, CARE, as_java, DEMO, headers={"Accept": "application/xml, application/json;q=0.9"}
    ),
    "S1 on another name of the host": by_json(CARE_PATH, CARE, as_php, DEMO, headers={"Host": "restapi.esms.vn"}),
    "S1 from a page of a browser": by_json(
        CARE_PATH,
        CARE,
        as_javascript,
        DEMO,
        headers={"Origin": "https://shop.example.com", "Referer": "https://shop.example.com/"},
    ),
    # O1: at least 35 files, older clients; names in any case, a body beside the query
    "O1 by C#, with JSON beside its GET": Client(
        f"{CARE_GET_PATH}?{urlencode(CARE)}",
        b'{"Phone":"not this one"}',
        as_csharp,
        (DEMO,),
        headers={"Content-Type": "application/json"},
        method="GET",
    ),
    "O1 by PHP, names in its own case": by_get(
        CARE_GET_PATH,
        f"APIKey=test-api-key&secretkey=test-secret-key&PHONE=84901888484&brandname=SHOP&smstype=2"
        f"&content={quote_plus('Ma cua ban la 1234')}&RequestID=order-1&SandBox=0&Unicode=0",
        as_php,
        "Ma cua ban la 1234",
    ),
    "O1 to several phones": by_get(
        CARE_GET_PATH,
        f"{KEYS_GET}&Phone=0901888484,0981888484&Content={quote(DEMO)}&Brandname=Baotrixemay&SmsType=2",
        as_php,
        DEMO,
        phones=("0901888484", "0981888484"),
    ),
    "O1 with a double slash": by_get(CARE_GET_PATH.replace("/json/", "/json//"), urlencode(CARE), as_php, DEMO),
    "O1 of a shop whose name has a space and an apostrophe": by_get(
        CARE_GET_PATH, urlencode({**CARE, "Brandname": "BAT DONG SAN 'GIA TOT'"}), as_php, DEMO
    ),
    # O2: at least 9; the page's own spelling of the key
    "O2 by a browser's form": by_form(CARE_FORM_PATH, f"Apikey=test-api-key&{urlencode(CARE)[20:]}", as_php, DEMO),
    "O2 by Java": by_form(CARE_FORM_PATH, urlencode(CARE), as_java, DEMO, headers={"Accept": "text/xml"}),
    # O3, O5 and their XML twins: text of five types
    **{
        f"O3 as {content_type or 'nothing'}": Client(
            CARE_TEXT_PATH,
            rqst({**CARE, "IsFlash": "0", "Unicode": "0"}),
            as_php,
            (DEMO,),
            headers={"Content-Type": content_type},
        )
        for content_type in (
            "text/plain",
            "",
            "application/x-www-form-urlencoded",
            "application/octet-stream",
            "application/raw;charset=UTF-8",
        )
    },
    **{
        f"the twin {name} by VB": Client(
            f"/MainService.svc/xml/{name}/",
            rqst(CARE),
            as_java,
            (DEMO,),
            headers={"Host": "api.esms.vn", "Content-Type": "text/plain"},
        )
        for name in ("SendMultipleMessage_V2", "SendMultipleMessage_V4")
    },
    "O5 by its XML twin": Client(
        "/MainService.svc/xml/SendMultipleSMSBrandname/",
        rqst(ADVERT),
        as_java,
        ("Giam gia",),
        phones=tuple(PHONES),
        headers={"Host": "api.esms.vn", "Content-Type": "text/xml"},
    ),
    "O5 without its slash": Client(ADVERT_TEXT_PATH, rqst(ADVERT), as_php, ("Giam gia",), phones=tuple(PHONES)),
    # S3: at least 17 files in 12 projects; n8n-nodes-nqdev adds members, fallback clients send a fresh RequestId
    "S3 by a node of n8n": by_json(
        V6_PATH,
        {**V6, "SendingMode": "1", "IsUnicode": "0", "PartnerSource": "0", "campaignid": "otp", "RequestId": "n8n-1"},
        as_javascript,
        "otp: 123456",
    ),
    "S3 as text/plain": by_json(V6_PATH, V6, as_javascript, "otp: 123456", headers={"Content-Type": "text/plain"}),
    # S6: the same RequestId in both entries, or one above them and Channel in each; phones 84…; AOID
    "S6 by the official samples": by_json(MULTICHANNEL_PATH, {**MULTICHANNEL, "Data": ENTRIES}, as_php, "123456", DEMO),
    "S6 with Channel in each entry": by_json(
        MULTICHANNEL_PATH,
        {
            **MULTICHANNEL,
            "Phone": "84901888484",
            "RequestId": "r2",
            "Data": [
                {"Channel": "zalo", "TempID": TEMPLATE, "Params": ["123456"], "AOID": OA, "Sandbox": 0},
                {"Channel": "sms", **SMS_PART, "IsUnicode": 0, "Sandbox": 0},
            ],
        },
        as_csharp,
        "123456",
        DEMO,
    ),
    "S6 with the phone in the second entry": by_json(
        MULTICHANNEL_PATH,
        {**KEYS, "Channels": ["zalo", "sms"], "Data": [ZALO_PART, {**SMS_PART, "Phone": "0901888484"}]},
        as_php,
        "123456",
        DEMO,
    ),
    "S6 with one channel": by_json(
        MULTICHANNEL_PATH, {**MULTICHANNEL, "Channels": ["sms"], "Data": [SMS_PART]}, as_javascript, DEMO
    ),
    # S7, O6 (at least 10), O7, S9 to S12
    "S7 with QuickRequest": by_json(
        BULK_PATH, {**BULK, "Data": BULK["Data"][:1], "QuickRequest": "0", "SendingMode": "1"}, as_bulk, "111111"
    ),
    "O6 with IsJourney false": by_json(
        V4_PATH, {**V4, "IsJourney": False, "Phone": "84901888484", "AOID": OA}, as_php, "123456"
    ),
    "O7": by_json(V5_PATH, {**V5, "IsUnicode": "0"}, as_javascript, "otp: 123456"),
    "S9 as text/plain": by_json(
        PAYLOAD_PATH,
        WITH_PAYLOAD,
        as_javascript,
        "Chao ban\nhttps://example.com/a.jpg",
        phones=("7800378501923859642",),
        headers={"Content-Type": "text/plain"},
    ),
    # S14 and S15: at least 7; Message, a plus before 84, TimeAlive 45, an extra SmsType, a code cast to a number
    "S14 by PHP": by_get(
        GENCODE_PATH,
        f"{KEYS_GET}&Phone=%2B84901888484&Brandname=SHOP&Type=2&Message={quote(CODE_TEXT)}&TimeAlive=45&SmsType=2",
        as_php,
        CODE_TEXT,
    ),
    "S14 with a raw text": by_get(
        GENCODE_PATH,
        f"{KEYS_GET}&Phone=0901888484&Brandname=SHOP&Type=2&message=Mã+{{OTP}}&NumCharOfCode=6&IsNumber=1",
        as_csharp,
        "Mã {OTP}",
    ),
    "S15 with its slash and a number": by_json(
        f"{GENCODE_MULTI_PATH}/",
        {**KEYS, "Phone": "0901888484", "MultiChannelTempId": 12, "TypeId": 2, "TimeAlive": 15},
        as_csharp,
        "otp: {OTP}",
        "{OTP} la ma xac minh dang ky Baotrixemay cua ban",
    ),
    # S17: one plugin, whose phones begin with a plus
    "S17 by a plugin of WordPress": by_json(
        VIBER_PATH,
        {**VIBER, "Phones": ["+84901888484"], "SmsType": 23, "IsSandBox": 0, "OttLabel": "Xem", "OttUrl": "http://a/"},
        as_php,
        "Sale",
    ),
}


def texts_of(message: Any) -> tuple[str, ...]:
    """What each channel says, the code of eSMS's own making taken out again."""
    made = "AutoGenCode" in message.request.operation
    return tuple(leg.text.replace(leg.code, "{OTP}") if made else leg.text for leg in message.own_schedule.legs)


@pytest.mark.parametrize("asked", CLIENTS.values(), ids=list(CLIENTS))
async def test_what_a_public_client_sends_is_accepted_and_its_answer_read_as_it_does(asked):
    method = asked.method or ("GET" if asked.body is None else "POST")
    async with running() as client:
        reply = await client.send(
            method,
            asked.target,
            data=asked.body,
            headers={name: value for name, value in asked.headers.items() if value},
            skip_auto_headers=["Content-Type"],
        )
        (message,) = sent(client)
        assert asked.read(reply) == (True, message.sms_id)
        assert (texts_of(message), message.phones) == (asked.texts, asked.phones)


REFUSALS: Mapping[str, tuple[str, str, Mapping[str, Any], str, str | None]] = {
    # method, target, body, the code that the client looks for, the text that it shows
    "wrong keys": ("POST", CARE_PATH, {**CARE, "SecretKey": "x"}, "101", "Authorize Failed"),
    "a brand of nobody, whatever the content": (
        "POST",
        CARE_PATH,
        {**CARE, "Brandname": ""},
        "104",
        "Brand name code is not exist",
    ),
    "a text of no template": ("POST", CARE_PATH, {**CARE, "Content": "Hi"}, "146", "Sai template Brandname CSKH"),
    **{
        f"SmsType {kind} of old clients": ("POST", CARE_PATH, {**CARE, "SmsType": kind}, "118", None)
        for kind in ("3", "4", "6", "7", "13")
    },
    "gencode for a call, without a text": (
        "GET",
        f"{GENCODE_PATH}?{KEYS_GET}&Phone=0901888484&Type=2&SmsType=8",
        {},
        "104",
        "Brand name code is not exist",
    ),
}


@pytest.mark.parametrize(("method", "target", "body", "code", "text"), REFUSALS.values(), ids=list(REFUSALS))
async def test_what_a_public_client_sends_and_esms_refuses_has_the_code_that_it_looks_for(
    method, target, body, code, text
):
    async with running() as client:
        reply = await client.send(method, target, **({"json": dict(body)} if method == "POST" else {}))
        assert reply.status == 200
        assert (str(reply.json["CodeResult"]), int(reply.json["CodeResult"])) == (code, int(code))
        assert text in {None, reply.json["ErrorMessage"]}
        assert sent(client) == []


async def test_a_client_that_falls_back_to_sms_with_a_fresh_request_id_is_served():
    async with running() as client:
        await client.post("/_mock/scenarios/refused-789/arm", {"match": {"operation": "SendZaloMessage_V6"}})
        refused = await client.post(V6_PATH, {**V6, "RequestId": "first"})
        assert refused.json == {"CodeResult": "789", "CountRegenerate": 0, "ErrorMessage": "TemplateId is not config"}
        accepted = await client.post(CARE_PATH, {**CARE, "RequestId": "second"})
        assert as_javascript(accepted) == (True, sent(client)[0].sms_id)


@pytest.mark.parametrize(("method", "path"), [("POST", CARE_GET_PATH), ("GET", CARE_PATH), ("GET", CARE_TEXT_PATH)])
async def test_a_client_that_takes_the_wrong_method_gets_the_page_of_wcf(method, path):
    async with running() as client:
        reply = await client.send(method, path)
        assert (reply.status, b"Method not allowed." in reply.body) == (405, True)


async def test_a_client_that_leaves_out_the_slash_is_sent_on_and_its_body_counts():
    async with running() as client:
        path = f"{ROOT}/MultiChannelMessage"
        # requests, curl --location and HttpClient repeat a POST behind a 307, body and all.
        async with client.session.post(client.sandbox.url + path, json=dict(MULTICHANNEL)) as response:
            assert (await response.json())["CodeResult"] == "100"
            assert response.url.path == f"{path}/"
        assert len(sent(client)) == 1
