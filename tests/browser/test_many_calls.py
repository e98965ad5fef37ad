"""Five thousand calls: bounds on what exists in the page and on what is asked for, whatever the machine's speed."""

from playwright.async_api import expect

from tests.browser.looking import ON_THE_PAGE, looking, rows
from tests.places import running

pytestmark = ON_THE_PAGE
MANY = 5_000
ROWS_IN_VIEW = 80
"""The window shows some twenty lines; with those beyond its edges there are never more than this."""


async def test_five_thousand_calls_are_usable(browser):
    async with running() as client:
        for number in range(MANY):
            await client.placed(f"09{number:08}", RequestId=f"order-{number}")
        asked = []
        async with looking(browser, client) as page:
            page.on("request", lambda request: asked.append(request.url))
            count = page.locator(".list-view:not([hidden]) .counted")
            await expect(count).to_have_text("5,000 calls")
            lines = page.locator(".calls .rows-body [role=row]")
            assert await lines.count() <= ROWS_IN_VIEW
            assert "0900004999" in (await rows(page))[0]
            await page.locator(".calls").focus()
            await page.keyboard.press("End")
            await expect(lines.filter(has_text="0900000000")).to_be_visible()
            assert await lines.count() <= ROWS_IN_VIEW
            assert await page.locator("*").count() < 2_000
            await page.get_by_role("searchbox").fill("order-2345")
            await expect(count).to_have_text("1 of 5,000 calls")
            asked.clear()
            await page.get_by_role("searchbox").fill("")
            await client.advance(by="5s")
            await expect(lines.first).to_contain_text("ANSWERED")
            calls_asked_for = [url for url in asked if "/calls" in url and "limit=0" not in url]
            assert calls_asked_for == [], "thirty thousand events came in, and nothing had to be asked for again"
            assert await lines.count() <= ROWS_IN_VIEW


async def test_calls_that_the_sandbox_has_dropped_leave_the_page(browser):
    async with running(journal_limit=3) as client:
        for number in range(3):
            await client.placed(f"090188848{number}")
        await client.advance()
        async with looking(browser, client) as page:
            count = page.locator(".list-view:not([hidden]) .counted")
            await expect(count).to_have_text("3 calls")
            for number in (3, 4):
                await client.placed(f"090188848{number}")
            await expect(count).to_have_text("5 calls")
            await client.advance()
            await expect(count).to_have_text("3 calls")
            shown = " ".join(await rows(page))
            assert [number for number in range(5) if f"090188848{number}" in shown] == [2, 3, 4]
