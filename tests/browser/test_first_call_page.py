"""The code that the first visit shows does what it says: each is run as it stands on the page."""

import asyncio
import shutil
import sys

import pytest
from playwright.async_api import expect

from tests.browser.looking import ON_THE_PAGE, looking
from tests.places import running

pytestmark = ON_THE_PAGE
RUN_BY = {
    "curl": ("sh", "{file}"),
    "Python": (sys.executable, "{file}"),
    "Node.js": ("node", "{file}"),
    "PHP": ("php", "{file}"),
    "Java": ("java", "{file}"),
    "Go": ("go", "run", "{file}"),
}
"""C# is not among them: it needs a project around it."""
FILES = {
    "curl": "call.sh",
    "Python": "call.py",
    "Node.js": "call.mjs",
    "PHP": "call.php",
    "Java": "FirstRequest.java",
    "Go": "call.go",
}


async def run(page, language, folder):
    """Run what the page shows; gives what is printed, and skips where the language is not installed."""
    program, *arguments = RUN_BY[language]
    needed = "curl" if language == "curl" else program
    if shutil.which(needed) is None:
        pytest.skip(f"{needed} is not installed")
    file = folder / FILES[language]
    file.write_text(await page.locator("#snippet").inner_text() + "\n", encoding="utf-8")
    process = await asyncio.create_subprocess_exec(
        program,
        *(argument.format(file=file) for argument in arguments),
        cwd=folder,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    printed, _ = await process.communicate()
    assert b"100" in printed, printed.decode()
    return printed.decode()


async def test_the_first_visit_has_code_that_sends_an_sms_too_in_every_language(browser, tmp_path):
    async with running() as client, looking(browser, client, locale="vi-VN") as page:
        await page.get_by_role("button", name="Một tin SMS").press("Enter")
        await expect(page.get_by_role("button", name="Một tin SMS")).to_have_attribute("aria-pressed", "true")
        await expect(page.get_by_role("button", name="Một cuộc gọi")).to_have_attribute("aria-pressed", "false")
        for tab in reversed(await page.get_by_role("tab").all()):
            await tab.click()
            for part in ("SendMultipleMessage_V4_get", "0901888484", "Baotrixemay", "http"):
                await expect(page.locator("#snippet")).to_contain_text(part)
        printed = await run(page, "curl", tmp_path)
        [message] = (await client.get("/_mock/messages")).json["messages"]
        assert message["sms_id"] in printed
        assert message["warnings"] == []
        await expect(page.locator(".opened h2")).to_have_text("0901888484")


@pytest.mark.parametrize("language", RUN_BY)
async def test_the_code_of_the_first_visit_places_a_call(browser, tmp_path, language):
    async with running() as client, looking(browser, client) as page:
        await page.get_by_role("tab", name=language, exact=True).click()
        await expect(page.get_by_role("tab", name=language, exact=True)).to_have_attribute("aria-selected", "true")
        printed = await run(page, language, tmp_path)
        [call] = (await client.get("/_mock/calls")).json["calls"]
        assert call["sms_id"] in printed
        assert call["warnings"] == [], "the CallbackUrl is encoded as it should be"
        assert call["request"]["CallbackUrl"].endswith("&SendStatus=")
        await expect(page.locator(".opened h2")).to_have_text("0901888484")
