"""Takes the pictures of docs/images: ``python -m tests.browser.pictures FOLDER``, from the top of a checkout.

They are taken by hand when the page has changed its looks; whoever does so looks at them, and makes them small (a
palette of 256 colours is enough) before they go to docs/images.
"""

import asyncio
import sys
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Page, async_playwright

from tests.browser.conftest import QUIET, chromium
from tests.browser.looking import PLACEHOLDERS, looking
from tests.browser.test_messages_page import MULTICHANNEL_PATH, V6_PATH, zalo_then_sms
from tests.places import Client, running
from tests.receiver import OK, Receiver, answer
from tests.sms import CARE, CARE_PATH, VIBER, VIBER_PATH, but
from tests.zalo import OA, V6

CUSTOMER = "0903141592"
TEMPLATE = {
    "id": "205644",
    "name": "Confirm the registration",
    "text": "Hello {{customer}}, your code is {{otp}}. It is good for five minutes.",
    "params": [{"name": "customer"}, {"name": "otp"}],
    "buttons": [{"title": "Follow us", "content": "https://oa.zalo.me/1", "type": 3}],
}
ACCOUNT = {
    "secret_key": "test-secret-key",
    "recordings": ["rec-1", {"id": "17", "says": "Thank you for your order. Press 1 to confirm it."}],
    "zalo": [{"oa_id": OA, "name": "The shop", "templates": [TEMPLATE]}],
}
FAILING = (answer(500, b'{"error": "database is locked"}'), answer(503, b"busy"), OK)
WIDE = {"width": 1280, "height": 800}
NARROW = {"width": 360, "height": 720}
HISTORY = (
    ("0901555102", "order-1041"),
    ("0983555211", "order-1042"),
    ("0325555301", "order-1043"),
    ("0912888484", "order-1044"),
    ("0901555501", "order-1045"),
    ("0707555402", "order-1046"),
    ("0868555512", "order-1047"),
)


class Photographer:
    """A browser that looks at a sandbox, and a folder for what it sees."""

    def __init__(self, browser: Browser, client: Client, folder: Path) -> None:
        self._browser = browser
        self._client = client
        self._folder = folder
        self.pages = AsyncExitStack()

    async def open(self, query: str = "", **options: Any) -> Page:
        return await self.pages.enter_async_context(
            looking(self._browser, self._client, f"/_mock/{query}", **{"viewport": WIDE, **options})
        )

    async def take(self, page: Page, name: str) -> None:
        # Everything that was heard is drawn with the next frame; the countdowns with the next tick.
        await page.wait_for_timeout(600)
        await page.screenshot(path=self._folder / f"{name}.png")


async def some_days_work(client: Client, url: str) -> str:
    """Calls of many kinds; gives the id of one whose callback was taken at the third attempt."""
    shown = await client.placed("0901555203", CallbackUrl=url, RequestId="order-1040", MaxRetry="2", Ivr="1")
    await client.advance(by="4m")
    for phone, request_id in HISTORY:
        await client.placed(phone, CallbackUrl=url, RequestId=request_id)
        await client.advance(by="7s")
    await client.placed("0901888484", CallbackUrl="http://8.8.8.8/voice", MaxRetry="abc", RequestId="order-1048")
    await client.advance(by="2m")
    await client.placed("0777555102", CallbackUrl="http://127.0.0.1:9/voice", RequestId="order-1049")
    await client.advance(by="45s")
    await client.placed("0939555102", CallbackUrl=url, RequestId="order-1050", SendDate="2026/01/05 18:00:00")
    await client.placed("0977555203", CallbackUrl=url, RequestId="order-1051", MaxRetry="2")
    await client.advance(by="6s")
    return shown


async def messages_to_a_customer(client: Client, url: str) -> str:
    """Messages of each channel to one phone, and to another Zalo and then an SMS, whose id it gives."""
    await client.put("/_mock/accounts/test-api-key", ACCOUNT)
    await client.post(V6_PATH, but(V6, Phone=CUSTOMER, TempData={"customer": "Lan", "otp": "771204"}))
    await client.advance(by="20s")
    said = {"Phones": [CUSTOMER], "Content": "Your order is on its way", "OttUrl": "https://example.com/orders/42"}
    await client.post(VIBER_PATH, but(VIBER, **said, OttLabel="See the order"))
    await client.advance(by="25s")
    await client.placed(CUSTOMER, TemplateId="17")
    await client.advance(by="15s")
    await client.post(CARE_PATH, but(CARE, Phone=CUSTOMER))
    await client.post("/_mock/scenarios/message-failed/arm", {"match": {"phone": CUSTOMER}})
    await client.post(CARE_PATH, but(CARE, Phone=CUSTOMER, Brandname="SHOP", Content="Your order is at the door"))
    await client.advance(by="10s")
    reply = await client.post(MULTICHANNEL_PATH, zalo_then_sms("0912555007", url, "Lan", "123456"))
    await client.advance(by="8s")
    return str(reply.json["SMSID"])


async def take_all(folder: Path) -> None:
    async with (
        async_playwright() as playwright,
        Receiver.run(*FAILING) as receiver,
        running(clock="real") as client,
    ):
        browser = await playwright.chromium.launch(executable_path=chromium(), args=QUIET)
        url = f"{receiver.url}/voice?{PLACEHOLDERS}"
        shown = await some_days_work(client, url)
        photographer = Photographer(browser, client, folder)
        async with photographer.pages:
            page = await photographer.open(f"?open={shown}")
            await photographer.take(page, "page-call")
            page = await photographer.open(f"?open={shown}", color_scheme="dark", locale="vi-VN")
            await photographer.take(page, "page-tieng-viet")
            page = await photographer.open("?view=scenarios&name=answered-key")
            text = 'title: Mine\nmatch: {phone: "*555102"}\ndials:\n  - answerd: {ring: 4s, talk: 14s}\n'
            await page.get_by_label("The scenario in YAML").fill(text)
            await page.get_by_role("button", name="Keep", exact=True).click()
            await photographer.take(page, "page-scenario")
            both = await messages_to_a_customer(client, url)
            await photographer.take(await photographer.open(f"?open={both}"), "page-message")
            page = await photographer.open(f"?view=phones&phone={CUSTOMER}")
            await photographer.take(page, "page-person")
            person = await client.placed("0901555801", CallbackUrl=url, RequestId="order-1052")
            await client.advance(by="3s")
            page = await photographer.open(viewport=NARROW)
            await photographer.take(page, "page-rings-narrow")
            dark = await photographer.open(f"?open={person}", color_scheme="dark")
            for body in ({"do": "answer"}, {"do": "press", "key": "1"}):
                await client.advance(by="3s")
                await client.post(f"/_mock/calls/{person}/act", body)
            await client.advance(by="2s")
            await photographer.take(dark, "page-phone")
        await browser.close()


if __name__ == "__main__":
    asyncio.run(take_all(Path(sys.argv[1])))
