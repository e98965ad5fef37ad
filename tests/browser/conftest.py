"""One Chromium for all tests of a process; they share its event loop, so their tests say ``ON_THE_PAGE``."""

import os
import shutil
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
QUIET = [
    "--no-sandbox",  # as root there is no other way, and it only ever sees this sandbox
    "--disable-gpu",
    "--disable-dev-shm-usage",  # containers give little of it
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str:
    """The machine's Chromium. Without one the test is skipped, but in the gate, which installs it, it fails."""
    found = next((path for name in NAMES if (path := shutil.which(name)) is not None), None)
    if found is not None:
        return found
    why = "there is no Chromium here, so the page is not looked at (apt-get install chromium)"
    if os.environ.get("MOCK_ESMS_TEST_BROWSER") == "required":
        pytest.fail(why)
    pytest.skip(why)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """A browser; each test opens pages of its own in it."""
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=chromium(), args=QUIET)
        yield running
        await running.close()
