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
    "Java": "FirstCall.java",
    "Go": "call.go",
}


@pytest.mark.parametrize("language", RUN_BY)
async def test_the_code_of_the_first_visit_places_a_call(browser, tmp_path, language):
    program, *arguments = RUN_BY[language]
    needed = "curl" if language == "curl" else program
    if shutil.which(needed) is None:
        pytest.skip(f"{needed} is not installed")
    async with running() as client, looking(browser, client) as page:
        await page.get_by_role("tab", name=language, exact=True).click()
        await expect(page.get_by_role("tab", name=language, exact=True)).to_have_attribute("aria-selected", "true")
        file = tmp_path / FILES[language]
        file.write_text(await page.locator("#snippet").inner_text() + "\n", encoding="utf-8")
        process = await asyncio.create_subprocess_exec(
            program,
            *(argument.format(file=file) for argument in arguments),
            cwd=tmp_path,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        printed, _ = await process.communicate()
        assert b"100" in printed, printed.decode()
        [call] = (await client.get("/_mock/calls")).json["calls"]
        assert call["sms_id"] in printed.decode()
        assert call["warnings"] == [], "the CallbackUrl is encoded as it should be"
        assert call["request"]["CallbackUrl"].endswith("&SendStatus=")
        await expect(page.locator(".opened h2")).to_have_text("0901888484")
