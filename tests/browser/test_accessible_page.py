"""What axe-core finds in the page's views, in both themes, narrow and wide."""

import os
from pathlib import Path

import pytest

from tests.browser.looking import ON_THE_PAGE, PLACEHOLDERS, looking
from tests.places import running
from tests.receiver import FAILS, Receiver
from tests.server.test_applications import apply
from tests.sms import CARE, CARE_PATH, VIBER, VIBER_PATH, but

pytestmark = ON_THE_PAGE
VIEWS = ("?view=requests", "?view=scenarios", "?view=phones&phone=0901888484")
SIZES = {"narrow": {"width": 360, "height": 740}, "wide": {"width": 1400, "height": 900}}


@pytest.fixture(scope="module")
def axe():
    """axe-core as npm gives it. Without it the test is skipped, but in the gate, which installs it, it fails."""
    path = os.environ.get("AXE_CORE")
    if path is not None:
        return Path(path).read_text(encoding="utf-8")
    why = "AXE_CORE does not name axe-core's axe.min.js (npm install axe-core), so nobody looks for barriers"
    if os.environ.get("MOCK_ESMS_TEST_BROWSER") == "required":
        pytest.fail(why)
    pytest.skip(why)


async def serious(page, axe):
    """What axe-core calls serious or critical, with the elements that it is about."""
    await page.evaluate(axe)
    found = await page.evaluate("() => axe.run(document, {resultTypes: ['violations'], iframes: false})")
    return [
        (violation["id"], violation["help"], [node["html"][:200] for node in violation["nodes"]])
        for violation in found["violations"]
        if violation["impact"] in {"serious", "critical"}
    ]


async def something_of_everything(client, url):
    """What the page has a view for; gives the ids of a call and a message."""
    shortcode = {"number": "8041", "url": url}
    account = {"secret_key": "test-secret-key", "shortcodes": [shortcode]}
    await client.put("/_mock/accounts/test-api-key", account)
    await client.post("/_mock/inbound", {"from": "0901888484", "to": "8041", "content": "Hello"})
    await apply(client)
    sms_id = await client.placed(
        "0901555203", MaxRetry="x", CallbackUrl=f"{url}/voice?{PLACEHOLDERS}", RequestId="order-1"
    )
    await client.placed("0901555301", CallbackUrl=url)
    await client.placed("0901555102", CallbackUrl="http://8.8.8.8/")
    await client.advance(by="3m")
    await client.placed("0901555801")
    await client.placed("0901555102", SendDate="2026/01/06 10:00:00")
    await client.place("123")
    message = (await client.post(VIBER_PATH, but(VIBER, Phones=["0901888484"], Wrong="x"))).json["SMSID"]
    await client.post(CARE_PATH, CARE)
    await client.post("/_mock/scenarios/message-failed/arm", {"match": {"phone": "0901888484"}})
    await client.post(CARE_PATH, but(CARE, CallbackUrl=url))
    await client.advance(by="3s")
    await client.post(CARE_PATH, CARE)
    await client.advance(by="1s")
    return sms_id, message


@pytest.mark.parametrize(("scheme", "size"), [("light", "narrow"), ("dark", "wide")])
async def test_no_view_has_a_serious_barrier(browser, axe, scheme, size):
    options = {"color_scheme": scheme, "viewport": SIZES[size], "reduced_motion": "reduce", "bypass_csp": True}
    async with Receiver.run(FAILS) as receiver, running() as client:
        async with looking(browser, client, **options) as page:
            assert await serious(page, axe) == [], "the first visit"
        sms_id, message = await something_of_everything(client, receiver.url)
        for view in ("", f"?open={sms_id}", f"?open={message}", *VIEWS):
            async with looking(browser, client, f"/_mock/{view}", **options) as page:
                await page.locator("main > *").locator("visible=true").first.wait_for()
                if sms_id in view:
                    await page.locator(".attempt summary").first.click()
                if "phone=" in view:
                    await page.locator(".item").first.wait_for()
                assert await serious(page, axe) == [], view
        async with looking(browser, client, "/_mock/?view=scenarios&name=busy", **options) as page:
            await page.locator(".line-numbers span").first.wait_for()
            assert await serious(page, axe) == [], "a scenario"
            await page.get_by_label("The scenario in YAML").fill("titel: wrong")
            await page.get_by_role("button", name="Keep", exact=True).click()
            await page.locator(".problems li").first.wait_for()
            assert await serious(page, axe) == [], "what is wrong in it"
        async with looking(browser, client, **options) as page:
            await page.locator(".phone").get_by_role("button", name="Answer").click()
            await page.locator(".keypad").wait_for()
            assert await serious(page, axe) == [], "the phone"
        async with looking(browser, client, **options) as page:
            await page.locator("header").get_by_role("button", name="Place a call").click()
            await page.get_by_role("dialog").wait_for()
            assert await serious(page, axe) == [], "a dialog"
            await page.keyboard.press("Escape")
            await page.locator("header").get_by_role("button", name="Send a message").click()
            await page.get_by_role("dialog").get_by_label("Content").fill("Refused")
            await page.get_by_role("dialog").get_by_role("button", name="Send", exact=True).click()
            await page.get_by_role("dialog").get_by_role("alert").locator("pre").wait_for()
            assert await serious(page, axe) == [], "a message that is refused"
    async with running(control_token="open sesame") as client, looking(browser, client, live=False, **options) as page:
        await page.get_by_role("dialog").wait_for()
        assert await serious(page, axe) == [], "the question for the token"


@pytest.mark.parametrize("view", ["", *VIEWS, "?view=scenarios&name=busy", "?open=CALL", "?open=MESSAGE"])
async def test_nothing_sticks_out_of_a_narrow_window(browser, view):
    async with Receiver.run(FAILS) as receiver, running() as client:
        sms_id = await client.placed("0901555203", MaxRetry="2", CallbackUrl=f"{receiver.url}/voice?{PLACEHOLDERS}")
        message = (await client.post(CARE_PATH, but(CARE, CallbackUrl=receiver.url))).json["SMSID"]
        await client.advance()
        view = view.replace("CALL", sms_id).replace("MESSAGE", message)
        async with looking(browser, client, f"/_mock/{view}", viewport=SIZES["narrow"]) as page:
            await page.locator("main > *").locator("visible=true").first.wait_for()
            widest = await page.evaluate(
                """() => {
                   const parts = document.querySelectorAll("main, main > *, :is(.entry-body, .handset-view, .library)");
                   return Math.max(document.documentElement.scrollWidth, ...[...parts].map((e) => e.scrollWidth));
                }"""
            )
            assert widest <= SIZES["narrow"]["width"]
