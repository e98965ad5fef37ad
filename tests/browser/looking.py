"""Somebody who looks at a sandbox's page, and notices what its console says."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from tests.places import Client

SOON = 60_000
"""Real milliseconds within which a page shows what it will show at all, on a busy machine too."""
expect.set_options(timeout=SOON)

ON_THE_PAGE = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
PLACEHOLDERS = "ReferenceId=&CallDuration=&CallStatus=&Ivr=&Price=&SentResult=&CID=&SendStatus="
NOT_OURS = ("Failed to load resource: the server responded with a status of 4", "net::ERR_")
"""What Chromium's console says of answers of 4xx and of lost connections, which no page can keep it from."""


@asynccontextmanager
async def looking(
    browser: Browser, client: Client, path: str = "/_mock/", *, live: bool = True, at: str = "", **options: Any
) -> AsyncIterator[Page]:
    """A page that is live; at the end its console must have said nothing.

    ``at`` is the address at which it is opened, where that is not the sandbox's own.
    """
    context = await browser.new_context(**{"locale": "en-US", "viewport": {"width": 1280, "height": 800}, **options})
    page = await context.new_page()
    page.set_default_timeout(SOON)
    said: list[str] = []
    page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: said.append(f"error: {error}"))
    try:
        await page.goto((at or client.sandbox.url) + path)
        if live:
            await page.locator(".connection.live").wait_for()
        yield page
        wrong = [line for line in said if not any(word in line for word in NOT_OURS)]
        assert wrong == [], "the console says nothing"
    finally:
        await context.close()


async def rows(page: Page) -> list[str]:
    """The lines of the board that exist, in the order in which they are seen."""
    found = page.locator(".list-view:not([hidden]) .rows-body [role=row]")
    lines = [
        (int(await row.get_attribute("aria-rowindex") or 0), " | ".join(await row.locator(".cell").all_inner_texts()))
        for row in await found.all()
    ]
    return [text for _, text in sorted(lines)]
