"""What can be done on the page: answer, resend, retry, give up, arm, place, reset, and move the clock."""

import re

from playwright.async_api import expect

from tests.browser.looking import ON_THE_PAGE, PLACEHOLDERS, looking
from tests.places import running
from tests.receiver import FAILS, OK, Receiver

pytestmark = ON_THE_PAGE


async def test_answering_and_pressing_1_on_the_page_reaches_the_receiver(browser):
    async with Receiver.run(OK) as receiver, running(clock="auto") as client, looking(browser, client) as page:
        await client.placed("0901555801", CallbackUrl=f"{receiver.url}/voice?{PLACEHOLDERS}")
        phone = page.get_by_role("article", name="0901555801")
        await expect(phone).to_contain_text("Ringing")
        await phone.get_by_role("button", name="Answer").click()
        await expect(phone).to_contain_text("Talking")
        await phone.get_by_role("button", name="Press 1", exact=True).click()
        await expect(phone.locator("output")).to_have_text("1")
        await phone.get_by_role("button", name="Hang up").click()
        await expect(phone).to_have_count(0)
        await receiver.arrived(1)
        assert (receiver.queries[0]["CallStatus"], receiver.queries[0]["Ivr"]) == ("ANSWERED", "1")
        await expect(page.locator(".opened .state")).to_have_text(re.compile("ANSWERED .* key 1"))


async def test_a_call_can_be_rejected_on_the_page(browser):
    async with running(clock="auto") as client, looking(browser, client) as page:
        sms_id = await client.placed("0901555801")
        await page.get_by_role("button", name="Reject").click()
        await expect(page.locator(".phone")).to_have_count(0)
        await client.post("/_mock/wait", {"match": {"sms_id": sms_id}})
        assert (await client.call(sms_id))["dials"][0]["outcome"] == "rejected"


async def test_the_keys_of_the_keyboard_are_keys_of_the_phone(browser):
    async with running(clock="auto") as client, looking(browser, client) as page:
        await client.placed("0901555801")
        await page.get_by_role("button", name="Answer").press("Enter")
        await expect(page.get_by_role("button", name="Hang up")).to_be_focused()
        await page.keyboard.press("5")
        await expect(page.locator(".phone output")).to_have_text("5")


async def test_whoever_talks_stays_in_sight_however_many_ring(browser):
    async with running() as client, looking(browser, client) as page:
        phones = page.locator(".phone")
        await client.placed("0901555801")
        await page.get_by_role("button", name="Answer").click()
        await expect(phones).to_contain_text("Talking")
        for first in ("0902", "0903", "0904", "0905"):
            await client.placed(f"{first}555801")
        await expect(page.locator(".more").first).to_have_text("and 2 more")
        await expect(phones).to_have_count(3)
        assert [await phone.get_attribute("aria-label") for phone in await phones.all()] == [
            "0901555801",
            "0902555801",
            "0903555801",
        ]
        await expect(page).to_have_title(re.compile("0902555801 is ringing"))
        await phones.first.get_by_role("button", name="Hang up").click()
        await expect(page.get_by_role("article", name="0904555801")).to_be_visible()
        await page.set_viewport_size({"width": 360, "height": 740})
        await expect(page.locator(".phone:visible")).to_have_count(1)
        await expect(page.locator(".more:visible")).to_have_text("and 3 more")


async def test_the_keyboard_finds_the_phone_and_is_not_lost_when_it_has_gone(browser):
    async with running(clock="auto") as client, looking(browser, client) as page:
        await client.placed("0901555801")
        await expect(page.locator(".phone")).to_be_visible()
        await page.keyboard.press("Tab")
        await page.keyboard.press("Tab")
        await expect(page.get_by_role("link", name="Skip to the phone that rings")).to_be_focused()
        await page.keyboard.press("Enter")
        await page.keyboard.press("Tab")
        await page.keyboard.press("Tab")
        await expect(page.get_by_role("button", name="Answer")).to_be_focused()
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("button", name="Hang up")).to_be_focused()
        await page.keyboard.press("Enter")
        await expect(page.locator(".phone")).to_have_count(0)
        await expect(page.locator(".opened h2")).to_be_focused()


async def test_a_callback_is_sent_again_retried_now_or_given_up(browser):
    async with Receiver.run(FAILS) as receiver, running() as client:
        sms_id = await client.placed(CallbackUrl=receiver.url)
        await client.advance(by="5s")
        async with looking(browser, client, f"/_mock/?open={sms_id}") as page:
            attempts = page.locator(".attempt:not(.due)")
            await expect(attempts).to_have_count(1)
            await page.get_by_role("button", name="Retry now").click()
            await expect(attempts).to_have_count(2)
            await page.get_by_role("button", name="Give up").click()
            await expect(page.locator(".callback")).to_contain_text("not delivered")
            await expect(page.get_by_role("button", name="Retry now")).to_be_hidden()
            await page.get_by_role("button", name="Send the callback again").click()
            await expect(attempts).to_have_count(3)
        assert len(receiver.requests) == 3


async def test_what_the_sandbox_refuses_is_said_in_its_own_sentence(browser):
    async with Receiver.run(OK) as receiver, running() as client:
        sms_id = await client.placed(CallbackUrl=receiver.url)
        await client.advance()
        async with looking(browser, client, f"/_mock/?open={sms_id}") as page:
            await client.post("/_mock/reset")
            await expect(page.locator(".opened")).to_contain_text("does not keep this call")
        async with looking(browser, client) as page:
            await page.get_by_label("Advance by").fill("five minutes")
            await page.get_by_role("button", name="Advance", exact=True).click()
            await expect(page.locator(".notice.bad")).to_contain_text("five minutes")


async def test_a_test_call_is_placed_with_the_scenario_that_was_chosen(browser):
    async with Receiver.run(OK) as receiver, running() as client, looking(browser, client) as page:
        await page.locator("header").get_by_role("button", name="Place a call").click()
        dialog = page.get_by_role("dialog")
        await dialog.locator("input[name=Phone]").fill("0912345678")
        await dialog.locator("select[name=scenario]").select_option("busy")
        await dialog.locator("input[name=CallbackUrl]").fill(receiver.url)
        await dialog.get_by_role("button", name="Call", exact=True).click()
        await expect(page.locator(".opened h2")).to_have_text("0912345678")
        await expect(page.locator(".opened")).to_contain_text("it was armed for phone 0912345678")
        await page.get_by_role("button", name="Run until idle").click()
        await expect(page.locator(".opened .state")).to_have_text("NO ANSWER")
        assert len(receiver.requests) == 1


async def test_a_call_that_is_refused_says_what_was_answered(browser):
    async with running() as client, looking(browser, client) as page:
        await page.locator("header").get_by_role("button", name="Place a call").click()
        await page.locator("dialog input[name=Phone]").fill("12")
        await page.get_by_role("dialog").get_by_role("button", name="Call", exact=True).click()
        await expect(page.get_by_role("alert")).to_contain_text("108")


async def test_an_answer_that_is_held_back_is_told_of(browser):
    async with running() as client, looking(browser, client) as page:
        await page.locator("header").get_by_role("button", name="Place a call").click()
        await page.get_by_role("dialog").locator("select[name=scenario]").select_option("slow-answer")
        await page.get_by_role("dialog").get_by_role("button", name="Call", exact=True).click()
        await expect(page.locator(".notice")).to_contain_text("it waits while the clock stands")
        await page.get_by_role("button", name="Run until idle").click()
        await expect(page.locator(".opened .state")).to_contain_text("ANSWERED")


async def test_the_page_works_where_the_browser_keeps_nothing(browser):
    forbidden = "{get() { throw new DOMException('forbidden', 'SecurityError'); }}"
    async with running(control_token="open sesame") as client, looking(browser, client, live=False) as page:
        for storage in ("localStorage", "sessionStorage"):
            await page.add_init_script(f"Object.defineProperty(window, '{storage}', {forbidden})")
        await page.reload()
        await page.get_by_label("Control token", exact=True).fill("open sesame")
        await page.keyboard.press("Enter")
        await expect(page.locator(".connection.live")).to_be_visible()
        await page.get_by_label("Language", exact=True).select_option("vi")
        await expect(page.get_by_role("link", name="Cuộc gọi")).to_be_visible()


async def test_the_clock_bar_moves_and_stops_the_clock(browser):
    async with running() as client:
        await client.placed(SendDate="2026/01/05 09:10:00")
        async with looking(browser, client) as page:
            clock = page.locator(".clock-bar")
            await expect(clock.locator(".digits")).to_have_text("09:00:00")
            await expect(clock.locator(".due")).to_have_text("next due in 10m · 1 pending")
            await page.get_by_label("Advance by").fill("5m")
            await page.get_by_role("button", name="Advance", exact=True).click()
            await expect(clock.locator(".digits")).to_have_text("09:05:00")
            await expect(clock.locator(".due")).to_have_text("next due in 5m · 1 pending")
            await page.get_by_role("button", name="Run until idle").click()
            await expect(clock.locator(".due")).to_have_text("nothing is due")
            await expect(page.locator(".rows-body [role=row]")).to_contain_text("ANSWERED")
            await page.get_by_label("Mode").select_option("real")
            await page.get_by_label("Speed").select_option("60")
            await expect(page.get_by_role("button", name="Pause")).to_be_visible()
            assert (await client.get("/_mock/clock")).json["speed"] == 60
            await page.get_by_role("button", name="Pause").click()
            await expect(page.get_by_role("button", name="Run", exact=True)).to_be_visible()
            assert (await client.get("/_mock/clock")).json["mode"] == "manual"
            await page.get_by_label("Mode").select_option("auto")
            await page.get_by_role("button", name="Pause").click()
            await page.get_by_role("button", name="Run", exact=True).click()
            await expect(page.get_by_label("Mode")).to_have_value("auto")


async def test_the_countdown_follows_the_sandboxs_clock_and_not_the_browsers(browser):
    async with Receiver.run(FAILS) as receiver, running() as client:
        sms_id = await client.placed(CallbackUrl=receiver.url)
        await client.advance(by="5s")
        async with looking(browser, client, f"/_mock/?open={sms_id}", timezone_id="America/New_York") as page:
            due = page.locator(".attempt.due")
            await expect(due).to_contain_text("in 10s at 09:00:15")
            await client.advance(by="7s")
            await expect(due).to_contain_text("in 3s at 09:00:15")


async def test_a_reset_forgets_everything_when_somebody_means_it(browser):
    async with running() as client:
        await client.placed()
        async with looking(browser, client) as page:
            await page.locator(".rows-body [role=row]").click()
            await page.get_by_role("button", name="Reset").click()
            await page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
            await expect(page.locator(".rows-body [role=row]")).to_have_count(1)
            await page.get_by_role("button", name="Reset").click()
            await page.get_by_role("dialog").get_by_role("button", name="Reset").click()
            await expect(page.locator(".welcome")).to_be_visible()


async def test_a_control_token_is_asked_for_once(browser):
    async with running(control_token="open sesame") as client, looking(browser, client, live=False) as page:
        await page.get_by_label("Control token", exact=True).fill("wrong")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("alert")).to_contain_text("not the right one")
        await page.get_by_label("Control token", exact=True).fill("open sesame")
        await page.keyboard.press("Enter")
        await expect(page.locator(".connection.live")).to_be_visible()
        await client.placed("0901555801")
        await expect(page.locator(".opened h2")).to_have_text("0901555801")
        await page.reload()
        await expect(page.locator(".connection.live")).to_be_visible()
        await expect(page.get_by_role("dialog")).to_have_count(0)
