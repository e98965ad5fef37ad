"""Applications on the page: somebody decides them by hand."""

from playwright.async_api import expect

from tests.browser.looking import ON_THE_PAGE, looking
from tests.places import running
from tests.server.test_applications import SMS_PATH, ZNS_PATH, apply

pytestmark = ON_THE_PAGE


async def test_an_application_is_approved_and_another_refused_by_hand(browser):
    async with running() as client:
        first = await apply(client)
        async with looking(browser, client, "/_mock/?view=requests") as page:
            lines = page.get_by_role("region", name="Applications").locator("ul > li")
            await expect(lines).to_contain_text(["SMS template"])
            second = await apply(client, ZNS_PATH)
            await expect(lines).to_contain_text(["ZNS template", "SMS template"])
            await page.get_by_role("button", name=f"Approve application {first}").press("Enter")
            await expect(lines.last).to_contain_text("approved")
            await page.get_by_role("button", name=f"Refuse application {second}").click()
            await expect(lines.first).to_contain_text("refused")
            assert (await client.get(f"/_mock/applications/{first}")).json["decision"] == "approved"
            await page.locator(".requests .row", has_text=SMS_PATH.split("/")[-2]).first.click()
            await expect(page.get_by_role("dialog")).to_contain_text("SubServicePreviewJson")
