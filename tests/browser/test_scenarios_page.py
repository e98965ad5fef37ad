"""The library on the page: found, read, edited with its mistakes told at their line, tried, saved."""

import asyncio
from pathlib import Path

from playwright.async_api import expect

from tests.browser.looking import ON_THE_PAGE, looking
from tests.places import running

pytestmark = ON_THE_PAGE
LIBRARY = "/_mock/?view=scenarios"


async def test_the_library_is_searched_by_name_title_or_number(browser):
    async with running() as client, looking(browser, client, LIBRARY) as page:
        entries = page.locator(".entry")
        await expect(entries.nth(60)).to_be_attached()
        await page.get_by_role("searchbox").fill("555102")
        await expect(entries).to_have_count(1)
        await entries.click()
        await expect(page.get_by_role("heading", name="Answered, and the customer presses 1")).to_be_visible()
        await expect(page.get_by_label("The scenario in YAML")).to_have_value(shipped_text("answered-key"))


def shipped_text(name):
    return (Path(__file__).parents[2] / "scenarios" / f"{name}.yaml").read_text(encoding="utf-8")


async def test_a_mistake_is_shown_at_its_line_and_a_right_text_is_played(browser):
    async with running() as client, looking(browser, client, LIBRARY) as page:
        await page.get_by_role("button", name="New scenario").click()
        await page.get_by_label("Name", exact=True).fill("mine")
        text = page.get_by_label("The scenario in YAML")
        await text.fill('title: Mine\nmatch: {phone: "*"}\ndials:\n  - answerd: {talk: 7s}\n')
        await page.get_by_role("button", name="Keep and try").click()
        await expect(page.locator(".problems li")).to_contain_text("line 4 dials[0].answerd")
        await expect(page.locator(".line-numbers .wrong")).to_have_text("4")
        await page.get_by_role("button", name="line 4").click()
        await expect(text).to_be_focused()
        assert await text.evaluate("area => area.value.slice(area.selectionStart).split(':')[0]") == "answerd"
        await text.fill('title: Mine\nmatch: {phone: "*"}\ndials:\n  - answered: {talk: 7s}\n')
        await expect(page.locator(".problems li")).to_have_count(0)
        await page.get_by_role("button", name="Keep", exact=True).click()
        await expect(page.locator(".notice.good")).to_contain_text("mine is kept")
        await expect(page.locator(".entry[aria-current]")).to_contain_text("mine")
        assert (await client.call(await client.placed()))["scenario"] == "mine"
        await page.get_by_role("button", name="Take it away").click()
        await expect(page.locator(".entry", has_text="mine")).to_have_count(0)


async def test_keep_and_try_keeps_what_was_written_and_places_a_call_with_it(browser):
    async with running() as client, looking(browser, client, f"{LIBRARY}&name=busy") as page:
        await page.get_by_label("The scenario in YAML").fill("title: Mine\ndials:\n  - rejected: {ring: 2s}\n")
        await page.get_by_label("Name", exact=True).fill("mine")
        await page.get_by_role("button", name="Keep and try").click()
        dialog = page.get_by_role("dialog")
        await expect(dialog.locator("select[name=scenario]")).to_have_value("mine")
        await dialog.locator("input[name=CallbackUrl]").fill("")
        await dialog.get_by_role("button", name="Call", exact=True).click()
        await expect(page.locator(".opened")).to_contain_text("it was armed for phone 0901888484")
        await page.get_by_role("button", name="Run until idle").click()
        await expect(page.locator(".dials")).to_contain_text("rejected after 2s")


async def test_what_was_changed_and_not_kept_outlasts_a_look_elsewhere_and_can_be_discarded(browser):
    async with running() as client, looking(browser, client, f"{LIBRARY}&name=busy") as page:
        text = page.get_by_label("The scenario in YAML")
        await expect(text).to_have_value(shipped_text("busy"))
        await expect(page.get_by_role("button", name="Keep", exact=True)).to_be_hidden()
        await text.fill("title: Half written")
        entry = page.locator(".entry", has=page.get_by_text("busy", exact=True))
        await expect(entry).to_contain_text("not kept yet")
        await page.locator(".entry", has=page.get_by_text("rejected", exact=True)).click()
        await expect(text).to_have_value(shipped_text("rejected"))
        await page.get_by_label("Language", exact=True).select_option("vi")
        await page.get_by_role("link", name="Cuộc gọi").click()
        await page.get_by_role("link", name="Kịch bản").click()
        await page.get_by_label("Ngôn ngữ", exact=True).select_option("en")
        await entry.click()
        await expect(text).to_have_value("title: Half written")
        await page.get_by_role("button", name="Discard").click()
        await expect(text).to_have_value(shipped_text("busy"))
        await expect(entry).not_to_contain_text("not kept")


async def test_the_library_is_one_stop_of_the_tab_key_and_the_arrows_move_in_it(browser):
    async with running() as client, looking(browser, client, LIBRARY) as page:
        await expect(page.locator(".entry").nth(60)).to_be_attached()
        await page.get_by_role("button", name="New scenario").focus()
        await page.keyboard.press("Tab")
        await expect(page.locator(".entry").first).to_be_focused()
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("Enter")
        await expect(page.get_by_label("Name", exact=True)).to_have_value("message-late")
        await expect(page.locator(".entry[aria-current]")).to_be_focused()
        await page.keyboard.press("Tab")
        await expect(page.get_by_label("Name", exact=True)).to_be_focused()
        await page.keyboard.press("Shift+Tab")
        await page.keyboard.press("End")
        await expect(page.locator(".entry").last).to_be_focused()


class HeldBack:
    """Holds back what the page asks of the library until it is let go, and counts how much was asked at once at most.

    The browser's own events say when a request began and ended too late to be counted by, and those of a request
    from before the counting began come among them.
    """

    def __init__(self):
        self.under_way = self.most = 0
        self.let_go = asyncio.Event()

    async def __call__(self, route):
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        await self.let_go.wait()
        self.under_way -= 1
        await route.continue_()


async def test_the_library_follows_a_reset_and_a_call_that_used_up_what_was_armed(browser):
    async with running() as client:
        await client.put("/_mock/scenarios/mine", {"title": "Mine", "dials": [{"busy": {}}]})
        await client.post("/_mock/scenarios/busy/arm", {})
        await client.post("/_mock/scenarios/rejected/arm", {"times": 300, "match": {"phone": "0903*"}})
        async with looking(browser, client, LIBRARY) as page:
            await expect(page.locator(".entry").first).to_contain_text("kept here")
            armed = page.locator(".entry .pill", has_text="armed 1")
            await expect(armed).to_have_count(1)
            asking = HeldBack()
            await page.route("**/_mock/scenarios", asking)
            await client.placed()
            for number in range(300):
                await client.placed(f"0903000{number:03}")
            asking.let_go.set()
            await expect(page.locator(".entry .pill", has_text="armed")).to_have_count(0)
            assert asking.most == 1, "however many calls come, the library is asked for once at a time"
            await client.post("/_mock/reset", {})
            await expect(page.locator(".entry").first).to_contain_text("default")


async def test_a_scenario_is_saved_as_a_file(browser, tmp_path):
    async with running() as client, looking(browser, client, f"{LIBRARY}&name=busy") as page:
        await expect(page.get_by_label("Name", exact=True)).to_have_value("busy")
        async with page.expect_download() as downloading:
            await page.get_by_role("button", name="Download").click()
        download = await downloading.value
        assert download.suggested_filename == "busy.yaml"
        await download.save_as(tmp_path / "busy.yaml")
        assert (tmp_path / "busy.yaml").read_text(encoding="utf-8") == shipped_text("busy")


async def test_a_scenario_is_armed_and_disarmed(browser):
    async with running() as client, looking(browser, client, f"{LIBRARY}&name=busy") as page:
        await page.get_by_role("button", name="Arm", exact=True).click()
        await page.get_by_role("dialog").get_by_label("How many times").fill("2")
        await page.get_by_role("dialog").get_by_role("button", name="Arm", exact=True).click()
        await expect(page.locator(".facts")).to_contain_text("Armed for the next 2")
        await page.get_by_role("button", name="Disarm").click()
        await expect(page.get_by_role("button", name="Disarm")).to_have_count(0)
        assert (await client.get("/_mock/scenarios/busy")).json["armed"] == 0
