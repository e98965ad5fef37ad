"""Bodies that are odd, broken or hostile: WCF's answer, nothing sent, no traceback (FACTS-MESSAGES 1.1)."""

import io
import json
import logging
from urllib.parse import quote

import pytest

from tests.places import running
from tests.sms import (
    ADVERT,
    ADVERT_PATH,
    ADVERT_TEXT_PATH,
    CARE,
    CARE_FORM_PATH,
    CARE_PATH,
    CARE_TEXT_PATH,
    PHONES,
    VIBER,
    VIBER_PATH,
    but,
    rqst,
    sent,
)
from tests.zalo import BY_USER_ID_PATH, CONSULT_PATH, PAYLOAD_PATH, V6_PATH

JSON = "application/json"
ENTITIES = b'<!DOCTYPE RQST [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>' + rqst(but(CARE, Content="&b;"))
EXTERNAL = b'<!DOCTYPE RQST [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + rqst(but(CARE, Content="&x;"))

BROKEN = {
    "json cut off": (CARE_PATH, JSON, json.dumps(dict(CARE)).encode()[:-2]),
    "json too deep": (CARE_PATH, JSON, b'{"ApiKey":' + b"[" * 30_000),
    "json array": (CARE_PATH, JSON, b"[]"),
    "json of another type": (CARE_PATH, "text/plain", json.dumps(dict(CARE)).encode()),
    "json as a form": (CARE_FORM_PATH, JSON, json.dumps(dict(CARE)).encode()),
    "an object for a text": (CARE_PATH, JSON, json.dumps({**CARE, "Content": {"a": 1}}).encode()),
    "a list for a text": (CARE_PATH, JSON, json.dumps({**CARE, "Phone": ["0901888484"]}).encode()),
    "a text for a list": (ADVERT_PATH, JSON, json.dumps({**ADVERT, "Phones": "0901888484"}).encode()),
    "an object for a list": (ADVERT_PATH, JSON, json.dumps({**ADVERT, "Phones": {"0": "0901888484"}}).encode()),
    "lists in a list": (ADVERT_PATH, JSON, json.dumps({**ADVERT, "Phones": [PHONES]}).encode()),
    "no xml": (CARE_TEXT_PATH, "text/plain", b"Hello"),
    "xml cut off": (CARE_TEXT_PATH, "text/plain", rqst(CARE)[:-3]),
    "xml of another root": (CARE_TEXT_PATH, "text/plain", b"<html></html>"),
    "xml with entities": (CARE_TEXT_PATH, "text/xml", ENTITIES),
    "xml with what lies outside": (CARE_TEXT_PATH, "text/xml", EXTERNAL),
    "xml too deep": (CARE_TEXT_PATH, "text/plain", b"<RQST>" + b"<A>" * 5_000),
    "beyond 64 KiB": (CARE_PATH, JSON, json.dumps({**CARE, "Content": "a" * 65_536}).encode()),
    "json in another charset": (CARE_PATH, f"{JSON}; charset=iso-8859-1", json.dumps(dict(CARE)).encode()),
    "xml in a charset that nobody has": (
        CARE_TEXT_PATH,
        "text/plain",
        b'<?xml version="1.0" encoding="x"?>' + rqst(CARE),
    ),
    **{
        f"{what} to {path.rpartition('json/')[2]}": (path, "text/plain", body)
        for path in (V6_PATH, BY_USER_ID_PATH, CONSULT_PATH, PAYLOAD_PATH)
        for what, body in {
            "json cut off": b'{"ApiKey":',
            "json array": b"[]",
            "json too deep": b'{"a":' + b"[" * 20_000,
            "json in utf-16": '{"ApiKey":"a"}'.encode("utf-16"),
            "nothing": b"",
            "beyond 64 KiB": b'{"a":"%s"}' % (b"x" * 65_536),
        }.items()
    },
    "beyond 1 MiB": (ADVERT_PATH, JSON, json.dumps({**ADVERT, "Content": "a" * 1_048_576}).encode()),
}


@pytest.mark.parametrize(("path", "content_type", "body"), BROKEN.values(), ids=list(BROKEN))
async def test_what_cannot_be_read_gets_the_page_request_error_and_nothing_is_sent(path, content_type, body, caplog):
    caplog.set_level(logging.ERROR)
    async with running() as client:
        reply = await client.send("POST", path, data=io.BytesIO(body), headers={"Content-Type": content_type})
        assert reply.status == 400
        assert b"<title>Request Error</title>" in reply.body
        assert sent(client) == []
    assert [record.getMessage() for record in caplog.records] == []


async def test_a_body_may_have_a_mebibyte_where_many_phones_are_taken():
    async with running() as client:
        for path, body in ((ADVERT_PATH, ADVERT), (VIBER_PATH, VIBER)):
            reply = await client.post(path, {**body, "Unknown": "a" * 100_000})
            assert reply.json["CodeResult"] == "100"


async def test_six_thousand_customers_in_xml_are_read_and_refused_by_their_number():
    phones = [f"0901{number:06}" for number in range(6_000)]
    async with running() as client:
        reply = await client.send("POST", ADVERT_TEXT_PATH, data=rqst({**ADVERT, "Phones": phones}))
        assert reply.json["CodeResult"] == "120"


async def test_numbers_truth_and_null_are_taken_where_texts_are_wanted():
    async with running() as client:
        body = {**CARE, "SmsType": 2, "IsUnicode": False, "Sandbox": 0, "RequestId": None, "campaignid": 7}
        assert (await client.post(CARE_PATH, body)).json["CodeResult"] == "100"
        (message,) = sent(client)
        shown = dict(message.request.parameters)
        assert (shown["SmsType"], shown["IsUnicode"], shown["campaignid"]) == ("2", "false", "7")
        assert "RequestId" not in shown
        assert shown["SecretKey"] == "***"


async def test_lists_are_shown_as_compact_json_and_null_in_them_is_nobody():
    async with running() as client:
        await client.post(VIBER_PATH, {**VIBER, "Phones": [901888484, None, "0901888485"], "Sandbox": "1"})
        await client.post(VIBER_PATH, {**VIBER, "Phones": ["0901888484", None, "84901888485"]})
        (message,) = sent(client)
        assert message.phones == ("0901888484", "0901888485")
        assert dict(message.request.parameters)["Phones"] == '["0901888484","","84901888485"]'


async def test_a_form_in_another_charset_is_read_as_utf_8_as_the_server_does():
    content = "Chào"
    async with running() as client:
        for octets, text in ((content.encode(), content), (content.encode("cp1258", "replace"), "Ch\ufffdo")):
            form = "&".join(
                f"{name}={quote(octets if name == 'Content' else str(value))}"
                for name, value in {**CARE, "Brandname": "SHOP"}.items()
            )
            headers = {"Content-Type": "application/x-www-form-urlencoded; charset=windows-1258"}
            reply = await client.send("POST", CARE_FORM_PATH, data=form.encode(), headers=headers)
            assert reply.json["CodeResult"] == "100"
            assert sent(client)[-1].own_schedule.legs[0].text == text


async def test_a_form_in_several_parts_is_read_as_nothing_and_the_warning_says_why():
    parts = "".join(
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in CARE.items()
    )
    headers = {"Content-Type": "Multipart/Form-Data; boundary=x"}
    async with running() as client:
        reply = await client.send("POST", CARE_FORM_PATH, data=f"{parts}--x--\r\n".encode(), headers=headers)
        assert reply.json["CodeResult"] == "101"
        (entry,) = (await client.get("/_mock/requests")).json["requests"]
        (warning,) = entry["warnings"]
        assert warning["code"] == "form-is-multipart"
        assert "application/x-www-form-urlencoded" in warning["message"]


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/octet-stream",
        "application/raw;charset=UTF-8",
        "",
    ],
)
async def test_the_text_operations_read_their_xml_whatever_it_is_called(content_type):
    async with running() as client:
        body = rqst({**CARE, "Brandname": "A&amp;B", "Content": "x &lt; y", "Unicode": "1", "IsFlash": "0"})
        headers = {"Content-Type": content_type} if content_type else {}
        reply = await client.send(
            "POST", CARE_TEXT_PATH, data=body, headers=headers, skip_auto_headers=["Content-Type"]
        )
        assert reply.json["CodeResult"] == "100"
        (message,) = sent(client)
        assert (message.own_schedule.legs[0].sender, message.own_schedule.legs[0].text) == ("A&B", "x < y")
        assert message.request.value_of("IsUnicode") == "1"
        assert message.warnings == ()


async def test_pages_and_samples_spell_some_names_otherwise_and_both_spellings_count():
    async with running() as client:
        body = {**VIBER, "OttLabel": "Xem", "OttUrl": "http://a/", "OttImgUrl": "http://a/b.jpg", "BrandName": "SHOP"}
        assert (await client.post(VIBER_PATH, but(body, Brandname=None))).json["CodeResult"] == "100"
        (message,) = sent(client)
        assert message.warnings == ()
        assert message.request.value_of("OTTLabel") == "Xem"
        assert message.request.value_of("Brandname") == "SHOP"


@pytest.mark.parametrize("phone", ["0901888484", "84901888484", "+84901888484"])
async def test_a_phone_may_come_in_each_of_its_forms_and_is_shown_as_it_came(phone):
    async with running() as client:
        assert (await client.post(CARE_PATH, {**CARE, "Phone": phone})).json["CodeResult"] == "100"
        (message,) = sent(client)
        assert message.phones == ("0901888484",)
        assert message.request.value_of("Phone") == phone


async def test_a_post_without_its_slash_is_sent_on_and_a_wrong_method_is_405():
    async with running() as client:
        moved = await client.post(CARE_PATH.rstrip("/"), dict(CARE))
        assert moved.status == 307
        assert moved.headers["Location"].endswith(CARE_PATH)
        assert (await client.get(CARE_PATH)).status == 405
        assert (await client.post("/MainService.svc/json/SendMultipleMessage_V4_get", {})).status == 405
