"""Calls on the page: they appear by themselves, show what happened, and can be found."""

import asyncio
import re

from playwright.async_api import expect

from tests.browser.looking import ON_THE_PAGE, PLACEHOLDERS, looking, rows
from tests.browser.wire import wire_to
from tests.places import running
from tests.receiver import FAILS, OK, Receiver, answer

pytestmark = ON_THE_PAGE


async def test_the_first_visit_shows_a_line_to_paste_and_becomes_the_first_calls_timeline(browser):
    async with running() as client, looking(browser, client) as page:
        code = page.locator("#snippet")
        await expect(code).to_contain_text(f"{client.sandbox.url}/MainService.svc/json/MakeCallRecord_V2")
        await expect(code).to_contain_text("SecretKey=test-secret-key")
        await page.get_by_role("tab", name="Python").click()
        await expect(code).to_contain_text("import requests")
        sms_id = await client.placed("0901555102")
        await expect(page.locator(".opened h2")).to_have_text("0901555102")
        assert sms_id in page.url


async def test_a_call_appears_without_a_reload_and_follows_what_happens_to_it(browser):
    async with Receiver.run(FAILS, OK) as receiver, running() as client:
        await client.placed("0901111111")
        async with looking(browser, client) as page:
            await client.placed("0901555102", CallbackUrl=receiver.url, RequestId="order-7")
            row = page.locator("[role=row]", has_text="0901555102")
            await expect(row).to_contain_text("Ringing, dial 1")
            assert [line.split(" | ")[2] for line in await rows(page)] == ["0901555102", "0901111111"], "newest first"
            await client.advance(by="5s")
            await expect(row).to_contain_text("Talking")
            await client.advance(by="15s")
            await expect(row).to_contain_text("ANSWERED · 14 s · key 1")
            await expect(row).to_contain_text("attempt 2 in 9s")
            await client.advance()
            await expect(row).to_contain_text("delivered \N{MULTIPLICATION SIGN}2")


async def test_an_open_call_shows_its_line_to_scale_its_attempts_and_what_the_receiver_answered(browser):
    async with Receiver.run(answer(500, b"not now"), OK) as receiver, running() as client:
        sms_id = await client.placed(
            "0901555203", MaxRetry="2", CallbackUrl=f"{receiver.url}/voice?{PLACEHOLDERS}", MaxRepeat="x"
        )
        await client.advance()
        async with looking(browser, client, f"/_mock/?open={sms_id}") as page:
            call = page.locator(".opened")
            await expect(call).to_contain_text("its match fits: phone *555203")
            await expect(call.locator(".dials li")).to_have_count(3)
            await expect(call).to_contain_text("answered after 4s, talk of 14s, key 1 at 09:03:09")
            await expect(call.locator(".warning")).to_contain_text("MaxRepeat")
            widths = await call.locator(".segment").evaluate_all("(bars) => bars.map((bar) => bar.offsetWidth)")
            first, second, ring, talk = widths
            assert first == second, "two dials of thirty seconds are as long as each other"
            assert abs(first / talk - 30 / 14) < 0.1, "and as much longer than the talk as they were"
            assert abs(talk / ring - 14 / 4) < 0.3
            attempts = call.locator(".attempt")
            await expect(attempts).to_have_count(2)
            await attempts.first.locator("summary").click()
            await expect(attempts.first).to_contain_text("not now")
            await expect(attempts.first.locator("dl")).to_contain_text("ANSWERED")
            await expect(attempts.first).to_contain_text("500")
            await expect(attempts.first.locator(".headers").first).to_contain_text("User-Agent")
            await expect(attempts.first.locator(".headers").last).to_contain_text("Content-Length")
            await expect(attempts.first).to_contain_text("HTTP/1.1 500 Whatever")
            await expect(attempts.first.locator(".waterfall .phase")).to_have_count(4)
            await expect(attempts.last).to_contain_text("200")


async def test_two_callbacks_that_begin_alike_have_an_attempt_each(browser):
    """Neither the address nor anything else in the attempts themselves differs."""
    async with running() as client, Receiver.run("hang") as receiver, looking(browser, client) as page:
        sms_id = await client.placed("0901555501", CallbackUrl=f"{receiver.url}/?ReferenceId=")
        await expect(page.locator(".opened h2")).to_have_text("0901555501")
        advancing = asyncio.ensure_future(client.advance(by="0s"))
        callbacks = page.locator(".callback")
        await expect(callbacks).to_have_count(3)
        for index, under_way in enumerate((1, 1, 0)):
            await expect(callbacks.nth(index).locator(".attempt", has_text="under way")).to_have_count(under_way)
        assert [len(callback["attempts"]) for callback in (await client.call(sms_id))["callbacks"]] == [1, 1, 0]
        advancing.cancel()


async def test_advice_is_given_once_and_a_callback_that_was_not_sent_says_so(browser):
    async with running() as client:
        sms_id = await client.placed(CallbackUrl="http://127.0.0.1:9/")
        async with looking(browser, client, f"/_mock/?open={sms_id}") as page:
            state = page.locator(".callback-head .pill")
            await expect(state).to_have_text("at the end")
            await expect(page.locator(".counted").first).to_have_text("1 in all")
            await client.advance(by="4s")
            await expect(state).to_have_text("not sent yet")
            await client.advance(by="15s")
            await expect(page.locator(".attempt .detail")).to_have_count(2)
            await expect(state).to_have_text("waiting for a 200")
            await expect(page.locator(".advice")).to_have_count(1)


async def test_what_happens_on_another_day_is_told_with_its_date(browser):
    async with Receiver.run(FAILS) as receiver, running() as client:
        sms_id = await client.placed("0901555424", CallbackUrl=receiver.url, SendDate="2026/01/06 08:00:00")
        async with looking(browser, client, f"/_mock/?open={sms_id}") as page:
            await expect(page.locator(".opened .state")).to_have_text("Scheduled for 2026/01/06 08:00:00")
            await client.advance(to="2026-01-06T08:01:00+07:00")
            await expect(page.locator(".dials")).to_contain_text("2026-01-06 08:00:00 Dial 1")
            await expect(page.locator(".attempt time").first).to_have_text(re.compile(r"2026-01-06 08:00:\d\d"))
            await expect(page.locator(".attempt.due")).to_contain_text("at 2026-01-06 08:")


async def test_lines_that_somebody_reads_stay_where_they_are_when_calls_come_in(browser):
    async with running() as client:
        for number in range(200):
            await client.placed(f"0901000{number:03}")
        async with looking(browser, client) as page:
            grid = page.get_by_role("grid")
            line = page.locator("[role=row]", has_text="0901000100")
            await expect(page.locator(".counted").first).to_have_text("200 in all")
            await grid.evaluate("(grid) => { grid.scrollTop = 95 * 34; }")
            before = await line.bounding_box()
            for number in range(5):
                await client.placed(f"0902000{number:03}")
            await expect(page.locator(".counted").first).to_have_text("205 in all")
            assert await line.bounding_box() == before
            await page.get_by_role("searchbox").fill("0902")
            await expect(page.locator(".counted").first).to_have_text("5 of 205")
            assert await grid.evaluate("(grid) => grid.scrollTop") == 0
            await page.get_by_role("searchbox").fill("")
            await client.placed("0903000000")
            await expect(page.locator("[role=row]", has_text="0903000000")).to_be_in_viewport()


async def test_what_was_unfolded_stays_unfolded_when_something_happens(browser):
    async with Receiver.run(FAILS) as receiver, running() as client:
        sms_id = await client.placed(CallbackUrl=receiver.url)
        await client.advance(by="5s")
        async with looking(browser, client, f"/_mock/?open={sms_id}") as page:
            first = page.locator(".attempt details").first
            await first.locator("summary").click()
            await client.advance(by="10s")
            await expect(page.locator(".attempt details")).to_have_count(2)
            await expect(first).to_have_attribute("open", "")
            await expect(first.locator("summary")).to_be_focused()


async def test_filters_stand_in_the_address_and_work_from_there(browser):
    async with Receiver.run(FAILS) as receiver, running() as client:
        await client.placed("0901555201", RequestId="order-1")
        await client.placed("+84901555202", RequestId="order-2", CallbackUrl=receiver.url)
        await client.placed("0901555102", RequestId="other-3", SendDate="2026/01/06 10:00:00")
        await client.advance(by="2m")
        async with looking(browser, client) as page:
            count = page.locator(".list-view:not([hidden]) .counted")
            await expect(count).to_have_text("3 in all")

            async def found(*phones):
                await expect(count).to_have_text(f"{len(phones)} of 3")
                assert {line.split(" | ")[2] for line in await rows(page)} == set(phones)

            await page.get_by_role("searchbox").fill("order")
            await found("0901555201", "+84901555202")
            assert "q=order" in page.url
            await page.get_by_role("searchbox").fill("0901555202")
            await found("+84901555202")
            await page.get_by_role("searchbox").fill("-")
            await found("0901555201", "+84901555202", "0901555102")
            await page.get_by_role("searchbox").fill("()")
            await found()
            await page.get_by_role("searchbox").fill("")
            await page.locator("select[name=state]").select_option("scheduled")
            await found("0901555102")
            await page.locator("select[name=state]").select_option("")
            await page.locator("select[name=scenario]").select_option("no-answer")
            await found("0901555201")
            await page.locator("select[name=scenario]").select_option("")
            await page.get_by_label("Failed callbacks only").check()
            await found("+84901555202")
            await page.reload()
            await found("+84901555202")
            await expect(page.get_by_label("Failed callbacks only")).to_be_checked()


async def test_hostile_texts_are_shown_as_texts(browser):
    hostile = '<img src=x onerror="document.title=1"><script>alert(1)</script>'
    async with Receiver.run(answer(500, hostile.encode())) as receiver, running() as client:
        await client.placed("0901888484", CallbackUrl=f"{receiver.url}/?a={hostile}", RequestId=hostile)
        # Such a phone is refused, so that it stands among the requests only.
        await client.place(hostile)
        await client.advance(by="10s")
        async with looking(browser, client) as page:
            await page.locator("[role=row]", has_text="0901888484").click()
            await expect(page.locator(".opened dl").last).to_contain_text(hostile)
            await page.locator(".attempt summary").first.click()
            await expect(page.locator(".attempt pre").first).to_have_text(hostile)
            await page.get_by_role("link", name="Requests").click()
            await expect(page.locator(".requests .rows-body .row").first).to_contain_text("script")
            assert await page.locator("img[src=x], main script").count() == 0
            assert (await page.title()).startswith("mock-esms")


async def test_a_request_that_made_no_call_is_found_among_the_requests(browser):
    async with running() as client, looking(browser, client) as page:
        await client.place("123")
        await expect(page.locator(".refused")).to_contain_text("MakeCallRecord_V2, 200 · 108")
        await page.get_by_role("button", name="Look at the requests").click()
        lines = page.locator(".requests .rows-body .row")
        await expect(lines).to_have_count(1)
        await client.get("/MainService.svc/json/Nothing")
        await expect(lines).to_have_count(2)
        await expect(lines.first).to_contain_text("404")
        await lines.first.click()
        await expect(page.get_by_role("dialog")).to_contain_text("eSMS has no such operation")
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_the_keyboard_alone_opens_a_call_and_leaves_it(browser):
    async with running() as client:
        for number in range(3):
            await client.placed(f"090188848{number}")
        async with looking(browser, client) as page:
            grid = page.get_by_role("grid")
            await grid.focus()
            await page.keyboard.press("ArrowDown")
            await page.keyboard.press("ArrowDown")
            await page.keyboard.press("Enter")
            await expect(page.locator(".opened h2")).to_have_text("0901888481")
            await expect(grid.locator("[aria-selected=true]")).to_contain_text("0901888481")
            await page.keyboard.press("End")
            await page.keyboard.press("Enter")
            await expect(page.locator(".opened h2")).to_have_text("0901888480")
            await page.get_by_role("button", name="Close", exact=True).press("Enter")
            await expect(page.locator(".opened")).to_be_hidden()
            await expect(grid).to_be_focused()
        async with looking(browser, client, viewport={"width": 360, "height": 740}) as page:
            await page.get_by_role("grid").focus()
            await page.keyboard.press("ArrowDown")
            await page.keyboard.press("Enter")
            await expect(page.locator(".opened h2")).to_be_focused()
            await page.keyboard.press("Escape")
            await expect(page.get_by_role("grid")).to_be_focused()


async def test_the_page_speaks_the_browsers_language_and_another_when_asked(browser):
    async with running() as client:
        await client.placed()
        async with looking(browser, client, locale="vi-VN") as page:
            await expect(page.get_by_role("link", name="Cuộc gọi")).to_be_visible()
            await expect(page.locator("html")).to_have_attribute("lang", "vi")
            await page.get_by_label("Ngôn ngữ", exact=True).select_option("en")
            await expect(page.get_by_role("link", name="Calls")).to_be_visible()
            await page.reload()
            await expect(page.get_by_role("link", name="Calls")).to_be_visible()
        async with looking(browser, client, locale="de-DE") as page:
            await expect(page.get_by_role("link", name="Calls")).to_be_visible()


async def test_a_warning_says_in_vietnamese_what_it_means_and_then_what_the_sandbox_says(browser):
    async with running() as client:
        sms_id = await client.placed(Colour="red")
        [warning] = (await client.call(sms_id))["warnings"]
        async with looking(browser, client, f"/_mock/?open={sms_id}", locale="vi-VN") as page:
            told = page.locator(".opened .warning")
            await expect(told).to_contain_text("Thao tác này không có tham số tên như vậy")
            await expect(told.locator("[lang=en]")).to_have_text(warning["message"])
            await page.get_by_role("link", name="Yêu cầu").click()
            await expect(page.locator("[role=row]", has_text="Thao tác này không có")).to_have_count(1)
            await page.get_by_label("Ngôn ngữ", exact=True).select_option("en")
            await expect(page.locator("[role=row]", has_text=warning["message"])).to_have_count(1)


async def test_a_lost_connection_is_told_and_what_was_missed_is_there_when_it_is_back(browser):
    async with running() as client:
        await client.placed("0901888481")
        async with wire_to(client.sandbox.url) as wire, looking(browser, client, at=wire.url) as page:
            wire.cut()
            await expect(page.locator(".connection")).to_have_text(re.compile("lost"))
            await page.locator("header").get_by_role("button", name="Place a call").click()
            await expect(page.locator(".notice.bad")).to_contain_text("does not answer")
            await expect(page.get_by_role("dialog")).to_have_count(0)
            await client.placed("0901888482")
            wire.mend()
            await expect(page.locator(".connection.live")).to_be_visible()
            await expect(page.locator("[role=row]", has_text="0901888482")).to_be_visible()
            await client.placed("0901888483")
            await expect(page.locator("[role=row]", has_text="0901888483")).to_be_visible()
            assert [line.split(" | ")[2] for line in await rows(page)] == ["0901888483", "0901888482", "0901888481"]
