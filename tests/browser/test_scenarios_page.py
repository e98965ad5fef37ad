"""The library on the page: found, read, edited with its mistakes told at their line, tried, saved."""

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
        await page.get_by_role("button", name="Keep and try").click()
        await expect(page.locator(".notice.good")).to_contain_text("mine is kept")
        await expect(page.locator(".entry[aria-current]")).to_contain_text("mine")
        assert (await client.call(await client.placed()))["scenario"] == "mine"
        await page.get_by_role("button", name="Take it away").click()
        await expect(page.locator(".entry", has_text="mine")).to_have_count(0)


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
        await page.get_by_role("dialog").get_by_label("How many calls").fill("2")
        await page.get_by_role("dialog").get_by_role("button", name="Arm", exact=True).click()
        await expect(page.locator(".facts")).to_contain_text("Armed for the next 2")
        await page.get_by_role("button", name="Disarm").click()
        await expect(page.get_by_role("button", name="Disarm")).to_have_count(0)
        assert (await client.get("/_mock/scenarios/busy")).json["armed"] == 0
