"""Messages on the page: beside the calls in one list, drawn channel by channel, and sent from there."""

import json

import pytest
from playwright.async_api import expect

from tests.browser.looking import ON_THE_PAGE, looking, rows
from tests.places import running
from tests.receiver import FAILS, OK, Receiver
from tests.sms import ADVERT, ADVERT_PATH, CARE, CARE_PATH, DEMO, KEYS, ROOT, but
from tests.zalo import OA, TEMPLATE, V6

pytestmark = ON_THE_PAGE
V6_PATH = f"{ROOT}/SendZaloMessage_V6/"
MULTICHANNEL_PATH = f"{ROOT}/MultiChannelMessage/"
FALLS_BACK = "0901555007"
"""Zalo does not deliver to this number, and the SMS of the same request arrives."""


def zalo_then_sms(phone, url, *values):
    return {
        **KEYS,
        "Phone": phone,
        "Channels": ["zalo", "sms"],
        "Data": [
            {"TempID": TEMPLATE, "Params": list(values), "OAID": OA, "CallbackUrl": f"{url}/zalo"},
            {"Content": DEMO, "SmsType": "2", "Brandname": "Baotrixemay", "CallbackUrl": f"{url}/sms"},
        ],
    }


async def sent(client, path, body):
    """Send a message that must be accepted; gives its SMSID."""
    reply = await client.post(path, body)
    assert reply.json["CodeResult"] == "100", reply.body
    return reply.json["SMSID"]


async def test_calls_and_messages_stand_in_one_list_and_are_told_apart(browser):
    async with running() as client:
        await client.placed("0901000001")
        await client.advance(by="1s")
        await sent(client, CARE_PATH, but(CARE, Phone="0901000002", RequestId="otp-7"))
        await client.advance(by="1s")
        async with looking(browser, client) as page:
            await client.placed("0901000003")
            await sent(client, V6_PATH, but(V6, Phone="0901000004"))
            await sent(client, ADVERT_PATH, ADVERT)
            count = page.locator(".list-view:not([hidden]) .counted")
            await expect(count).to_have_text("5 in all")
            shown = [line.split(" | ")[1:4] for line in await rows(page)]
            assert shown == [
                ["SMS", "0901800000 +29", "Waiting for approval"],
                ["Zalo", "0901000004", "Zalo sent"],
                ["Call", "0901000003", "Ringing, dial 1"],
                ["SMS", "0901000002", "SMS sent"],
                ["Call", "0901000001", "Talking"],
            ], "newest first, whatever came first of one instant"
            await client.advance(by="6m")
            await expect(page.locator("[role=row]", has_text="+29")).to_contain_text("SMS delivered to 30 of 30")
            await page.get_by_label("Kind", exact=True).select_option("sms")
            await expect(count).to_have_text("2 of 5")
            await page.get_by_role("searchbox").fill("xac minh")
            await expect(count).to_have_text("1 of 5")
            assert "kind=sms" in page.url
            await page.get_by_role("searchbox").fill("0901800029")
            await expect(count).to_have_text("1 of 5")
            await page.reload()
            await expect(count).to_have_text("1 of 5")


async def test_the_second_channel_begins_while_the_message_is_open_and_each_callback_is_sent_by_itself(browser):
    async with Receiver.run(OK, FAILS) as receiver, running() as client:
        sms_id = await sent(client, MULTICHANNEL_PATH, zalo_then_sms(FALLS_BACK, receiver.url, "123456"))
        async with looking(browser, client, f"/_mock/?open={sms_id}") as page:
            opened = page.locator(".opened")
            await expect(opened.locator(".state")).to_have_text("Zalo sent")
            await expect(opened.locator(".lane")).to_have_count(2)  # Zalo's, and the axis
            await client.advance(by="10s")
            await expect(opened.locator(".state")).to_have_text("Zalo failed -114 \N{RIGHTWARDS ARROW} SMS delivered")
            await expect(opened.locator(".callback")).to_have_count(2)
            zalo, sms = (opened.locator(f".callback:has(.kind.{name})") for name in ("zalo", "sms"))
            await expect(zalo.locator(".attempt .pill")).to_have_text("200")
            await expect(sms.locator(".attempt .pill").first).to_have_text("500")
            widths = await opened.locator(".on-its-way").evaluate_all("(bars) => bars.map((bar) => bar.offsetWidth)")
            assert abs(widths[0] / widths[1] - 5 / 2) < 0.2, "five seconds of Zalo, and two of the SMS"
            await expect(opened.locator(".receivers li").first).to_contain_text("Zalo error -114")
            await sms.locator(".attempt summary").first.click()
            await expect(sms.locator(".waterfall .phase").first).to_be_attached()
            await expect(sms.locator(".headers").first).to_contain_text("User-Agent")
            await opened.get_by_role("button", name="Retry now").click()
            await client.advance(by="0s")
            await expect(sms.locator(".attempt:not(.due)")).to_have_count(2)
            await opened.get_by_label("Which channel").select_option("zalo")
            await expect(opened.get_by_role("button", name="Retry now")).to_be_hidden()
            await opened.get_by_role("button", name="Send the callback again").click()
            await expect(zalo.locator(".attempt")).to_have_count(2)
            await opened.get_by_label("Which channel").select_option("sms")
            await opened.get_by_role("button", name="Give up").click()
            await expect(sms.locator(".callback-head .pill")).to_contain_text("no attempt is left")


async def test_what_eSMS_would_swallow_is_told_and_the_request_can_be_sent_again(browser):  # noqa: N802 - its name
    async with running() as client:
        sms_id = await sent(client, V6_PATH, but(V6, Phone="0901000004", TempDate="x"))
        async with looking(browser, client, f"/_mock/?open={sms_id}") as page:
            await expect(page.locator(".opened .warning")).to_contain_text("TempDate")
            await page.evaluate("navigator.clipboard.writeText = async (text) => { window.copied = text; }")
            await page.locator(".opened").get_by_role("button", name="Copy as curl").click()
            line = await page.evaluate("window.copied")
            assert f"{client.sandbox.url}{V6_PATH}" in line
            body = json.loads(line.split("-d '")[1].removesuffix("'"))
            assert body["TempData"] == {"otp": "123456"}, "as it was sent, not as text"
            assert (await client.post(V6_PATH, body)).json["CodeResult"] == "100"


@pytest.mark.parametrize(
    ("kind", "operation", "told"),
    [
        ("care", "SendMultipleMessage_V4_post_json", "SMS delivered"),
        ("advert", "SendMultipleSMSBrandname_json", "SMS delivered to 30 of 30"),
        ("zns", "SendZaloMessage_V6", "Zalo delivered"),
        ("multichannel", "MultiChannelMessage", "Zalo delivered"),
        ("viber", "Send_Multiple_Sms_OTT", "Viber delivered"),
        ("code", "SendMessageAutoGenCode_V4_get", "SMS delivered"),
    ],
)
async def test_each_kind_of_message_is_sent_with_what_the_form_offers(browser, kind, operation, told):
    async with Receiver.run(OK) as receiver, running() as client, looking(browser, client) as page:
        await page.locator("header").get_by_role("button", name="Send a message").click()
        form = page.get_by_role("dialog")
        await form.get_by_label("What to send").select_option(kind)
        if kind != "code":
            await form.get_by_label("CallbackUrl").fill(f"{receiver.url}/message")
        await form.get_by_role("button", name="Send", exact=True).click()
        await expect(page.locator(".opened")).to_contain_text(operation)
        await client.advance()
        await expect(page.locator(".opened .state")).to_have_text(told)
        [message] = (await client.get("/_mock/messages")).json["messages"]
        assert (message["operation"], message["warnings"]) == (operation, [])
        assert len(receiver.requests) == (0 if kind == "code" else 1)


async def test_a_message_that_is_refused_says_why_and_is_mended_where_it_was_written(browser):
    async with running() as client, looking(browser, client) as page:
        await page.locator("header").get_by_role("button", name="Send a message").click()
        form = page.get_by_role("dialog")
        await form.get_by_label("Content").fill("Hello")
        await form.locator("select[name=scenario]").select_option("message-failed")
        await form.get_by_role("button", name="Send", exact=True).click()
        await expect(form.get_by_role("alert")).to_contain_text("146 Sai template Brandname CSKH")
        await expect(form.get_by_role("alert")).to_contain_text("The text fits no template of Baotrixemay")
        await form.get_by_label("Content").fill(DEMO)
        await form.get_by_role("button", name="Send", exact=True).click()
        await client.advance()
        await expect(page.locator(".opened .state")).to_have_text("SMS failed")
        armed = [each["armed"] for each in (await client.get("/_mock/scenarios")).json["scenarios"]]
        assert sum(armed) == 0, "what the refused request left armed was not armed again"
