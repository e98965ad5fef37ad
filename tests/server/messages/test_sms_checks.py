"""What eSMS refuses of SMS, by the account's settings, and why (FACTS-MESSAGES 1.5, 2 and 8)."""

from decimal import Decimal

import pytest

from mock_esms.config.account import Account, Brandname, Prices, SmsTemplate
from tests.places import running
from tests.sms import (
    CARE,
    CARE_PATH,
    but,
    sent,
)


async def test_a_wrong_template_is_146_with_an_id_of_no_message():
    async with running() as client:
        reply = await client.post(CARE_PATH, {**CARE, "Content": "Hello"})
        sms_id = reply.json["SMSID"]
        assert reply.body == (
            b'{"CodeResult":"146","CountRegenerate":0,"ErrorMessage":"Sai template Brandname CSKH","SMSID":"%s"}'
            % sms_id.encode()
        )
        assert len(sms_id) in {34, 35}
        assert sent(client) == []


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("A1b2C3d4 la ma xac minh dang ky Baotrixemay cua ban", "100"),
        ("123456789 la ma xac minh dang ky Baotrixemay cua ban", "146"),
        ("12 34 la ma xac minh dang ky Baotrixemay cua ban", "146"),
        (" la ma xac minh dang ky Baotrixemay cua ban", "146"),
        ("1234 la ma xac minh dang ky Baotrixemay cua ban.", "146"),
    ],
)
@pytest.mark.parametrize("listed", [None, ()])
async def test_the_demo_brand_has_one_text_for_everybody_even_where_no_brand_is_listed(content, code, listed):
    async with running(accounts=(account(brandnames=listed, sms_templates=listed),)) as client:
        assert (await client.post(CARE_PATH, {**CARE, "Content": content})).json["CodeResult"] == code


async def test_a_text_fits_a_template_of_its_brand_and_of_the_receivers_network():
    templates = (
        SmsTemplate(id=1, brandname="SHOP", text="Don {P1,5} da giao"),
        SmsTemplate(id=2, brandname="SHOP", text="Xin chao {ten:10}", networks=("Viettel",)),
    )
    async with running(accounts=(account(sms_templates=templates),)) as client:
        for content, phone, code in [
            ("Don 12345 da giao", "0901888484", "100"),
            ("Don 123456 da giao", "0901888484", "146"),
            ("Xin chao Lan", "0981888484", "100"),
            ("Xin chao Lan", "0901888484", "146"),
        ]:
            body = {**CARE, "Brandname": "SHOP", "Content": content, "Phone": phone}
            assert (await client.post(CARE_PATH, body)).json["CodeResult"] == code, (content, phone)


async def test_a_network_that_the_brand_is_not_registered_with_is_177_and_named():
    brand = Brandname(name="SHOP", networks=("Mobifone",))
    async with running(accounts=(account(brandnames=(brand,)),)) as client:
        body = {**CARE, "Brandname": "SHOP", "Content": "Hello"}
        assert (await client.post(CARE_PATH, body)).json["CodeResult"] == "100"
        reply = await client.post(CARE_PATH, {**body, "Phone": "0981888484,0911888484"})
        assert reply.json == {
            "CodeResult": "177",
            "CountRegenerate": 0,
            "ErrorMessage": "Viettel - The Network Viettel have not registry.<br>"
            "VinaPhone - The Network VinaPhone have not registry.",
        }


REFUSED = {
    "300": ({}, but(CARE, SmsType=None), "sms-type-missing"),
    "118": ({}, but(CARE, SmsType="7"), "sms-type-unsupported"),
    "108": ({}, but(CARE, Phone="097469188"), None),
    "99": ({"blocked_phones": ("0901888484",)}, CARE, "phone-blocked"),
    "201": ({"blocked_words": ("xac minh",)}, CARE, "word-blocked"),
    "102": ({"prices": Prices(sms=None)}, CARE, "price-missing"),
    "103": ({"balance": Decimal(849)}, CARE, "balance-too-low"),
    "140": ({"allowed_ips": ("10.0.0.1",)}, CARE, None),
    "143": ({"active": False}, CARE, None),
    "146": ({"sms_templates": ()}, but(CARE, Brandname="X"), "sms-template-unfit"),
}


@pytest.mark.parametrize(("settings", "body", "warning"), REFUSED.values(), ids=list(REFUSED))
async def test_a_refusal_follows_from_the_account_and_says_why(settings, body, warning, request):
    async with running(accounts=(account(**settings),)) as client:
        reply = await client.post(CARE_PATH, body)
        assert reply.json["CodeResult"] == request.node.callspec.id
        (entry,) = (await client.get("/_mock/requests")).json["requests"]
        assert [each["code"] for each in entry["warnings"]] == ([] if warning is None else [warning])
        assert sent(client) == []


async def test_the_balance_must_cover_every_segment_for_every_receiver():
    long = "a" * 161
    async with running(accounts=(account(balance=Decimal(3399)),)) as client:
        body = {**CARE, "Brandname": "SHOP", "Content": long, "Phone": "0901888484,0901888485"}
        assert (await client.post(CARE_PATH, body)).json["CodeResult"] == "103"
        assert (await client.post(CARE_PATH, {**body, "Content": long[:160]})).json["CodeResult"] == "100"


def account(**settings):
    return Account(api_key="test-api-key", secret_key="test-secret-key", **settings)
