"""Ten thousand calls and messages: bounds on what the page has and asks for, whatever the machine's speed."""

from playwright.async_api import expect

from tests.browser.looking import ON_THE_PAGE, looking, rows
from tests.makers import make_draft
from tests.places import running

pytestmark = ON_THE_PAGE
MANY = 5_000
ROWS_IN_VIEW = 80
"""The window shows some twenty lines; with those beyond its edges there are never more than this."""


async def test_five_thousand_calls_and_as_many_messages_are_usable(browser):
    async with running() as client:
        await client.put("/_mock/accounts/test-api-key", {"secret_key": "test-secret-key", "balance": 100_000_000})
        for number in range(MANY):
            client.accept(make_draft(f"08{number:08}"))
        await client.advance()
        for number in range(MANY):
            await client.placed(f"09{number:08}", RequestId=f"order-{number}")
        asked = []
        async with looking(browser, client) as page:
            page.on("request", lambda request: asked.append(request.url))
            count = page.locator(".list-view:not([hidden]) .counted")
            await expect(count).to_have_text("10,000 in all")
            lines = page.locator(".list-view:not([hidden]) .rows-body [role=row]")
            assert await lines.count() <= ROWS_IN_VIEW
            assert "0900004999" in (await rows(page))[0]
            await page.locator(".entries").focus()
            await page.keyboard.press("End")
            await expect(lines.filter(has_text="0800000000")).to_be_visible()
            assert await lines.count() <= ROWS_IN_VIEW
            assert await page.locator("*").count() < 2_000
            await page.get_by_role("searchbox").fill("order-2345")
            await expect(count).to_have_text("1 of 10,000")
            asked.clear()
            await page.get_by_role("searchbox").fill("")
            await client.advance(by="5s")
            await expect(lines.first).to_contain_text("ANSWERED")
            calls_asked_for = [url for url in asked if "/calls" in url and "limit=0" not in url]
            assert calls_asked_for == [], "thirty thousand events came in, and nothing had to be asked for again"
            assert await lines.count() <= ROWS_IN_VIEW
            await page.get_by_role("link", name="Phones").click()
            await expect(page.locator(".phones-view .counted")).to_have_text("10,000 phones")
            people = page.locator(".people .rows-body [role=row]")
            await expect(people.first).to_contain_text("Call")
            assert await people.count() <= ROWS_IN_VIEW
            await page.get_by_role("searchbox").fill("0800002345")
            await expect(people).to_have_count(1)
            await people.click()
            await expect(page.locator(".handset .bubble")).to_have_count(1)


async def test_calls_that_the_sandbox_has_dropped_leave_the_page(browser):
    async with running(journal_limit=3) as client:
        for number in range(3):
            await client.placed(f"090188848{number}")
        await client.advance()
        async with looking(browser, client) as page:
            count = page.locator(".list-view:not([hidden]) .counted")
            await expect(count).to_have_text("3 in all")
            for number in (3, 4):
                await client.placed(f"090188848{number}")
            await expect(count).to_have_text("5 in all")
            await client.advance()
            await expect(count).to_have_text("3 in all")
            shown = " ".join(await rows(page))
            assert [number for number in range(5) if f"090188848{number}" in shown] == [2, 3, 4]
