"""People's phones on the page: who got what, in one order, as it comes; and apart from it what did not come."""

from playwright.async_api import expect

from tests.browser.looking import ON_THE_PAGE, looking
from tests.browser.test_messages_page import FALLS_BACK, MULTICHANNEL_PATH, V6_PATH, sent, zalo_then_sms
from tests.places import running
from tests.receiver import FAILS, Receiver, answer
from tests.sms import ADVERT, ADVERT_PATH, CARE, CARE_PATH, ROOT, VIBER, VIBER_PATH, but
from tests.zalo import OA, PHONE, TEMPLATE, V6

pytestmark = ON_THE_PAGE
OA_WITH_A_TEMPLATE = {
    "secret_key": "test-secret-key",
    "zalo": [
        {
            "oa_id": OA,
            "name": "The shop",
            "templates": [
                {
                    "id": TEMPLATE,
                    "name": "Log in",
                    "text": "Your code is {{otp}}.",
                    "buttons": [{"title": "Follow us", "content": "https://oa.zalo.me/1", "type": 3}],
                }
            ],
        }
    ],
}


async def test_a_phone_shows_what_comes_as_it_comes_and_gives_the_newest_code(browser):
    async with running() as client:
        await client.put("/_mock/accounts/test-api-key", OA_WITH_A_TEMPLATE)
        await sent(client, CARE_PATH, CARE)
        await client.advance(by="3s")
        async with looking(browser, client, f"/_mock/?view=phones&phone={PHONE}") as page:
            phone = page.locator(".handset-view")
            items = phone.locator(".item")
            await expect(items).to_have_count(1)
            await expect(phone.locator(".newest-code")).to_contain_text("123456")
            await sent(client, V6_PATH, but(V6, TempData={"otp": "771204"}))
            await expect(phone.get_by_role("region", name="On its way")).to_contain_text("Your code is 771204.")
            await client.advance(by="3s")
            await expect(items).to_have_count(2)
            card = items.last.locator(".card")
            await expect(items.last).to_contain_text("The shop")
            for part in ("Log in", "Your code is 771204.", "Follow us"):
                await expect(card).to_contain_text(part)
            await expect(phone.get_by_role("region", name="On its way")).to_have_count(0)
            given = but(VIBER, Phones=[PHONE], OttUrl="https://example.com/42", OttLabel="See it")
            await sent(client, VIBER_PATH, given)
            await client.advance(by="3s")
            await expect(items.last.locator(".card-button")).to_have_text("See it https://example.com/42")
            keys = "ApiKey=test-api-key&SecretKey=test-secret-key"
            await client.get(f"{ROOT}/VoiceOTP?{keys}&Phone={PHONE}&Code=90210")
            await client.advance()
            await expect(items.last).to_contain_text("02871002454")
            kinds = await items.evaluate_all("(items) => items.map((item) => item.className)")
            assert kinds == ["item sms", "item zalo", "item viber", "item call"]
            await page.evaluate("navigator.clipboard.writeText = async (text) => { window.copied = text; }")
            await phone.get_by_role("button", name="Copy the code").press("Enter")
            await expect(page.locator(".notice")).to_contain_text("Copied")
            assert await page.evaluate("window.copied") == "90210"
            await items.nth(1).get_by_role("button", name="Copy 771204").click()
            assert await page.evaluate("window.copied") == "771204"
            await items.nth(1).get_by_role("button", name="Details").click()
            await expect(page.locator(".opened")).to_contain_text("SendZaloMessage_V6")


async def test_what_failed_or_was_refused_or_not_answered_is_shown_apart(browser):
    async with running() as client:
        await sent(client, MULTICHANNEL_PATH, zalo_then_sms(FALLS_BACK, "http://127.0.0.1:9", "123456"))
        await client.advance(by="10s")
        await client.post("/_mock/scenarios/no-answer/arm", {"match": {"phone": FALLS_BACK}})
        await client.placed(FALLS_BACK)
        advert = but(ADVERT, Phones=["0901555005", FALLS_BACK, *ADVERT["Phones"]])
        await sent(client, ADVERT_PATH, advert)
        async with looking(browser, client, f"/_mock/?view=phones&phone={FALLS_BACK}") as page:
            phone = page.locator(".handset-view")
            await expect(phone.locator(".item")).to_have_count(1)
            await expect(phone.locator(".item.sms")).to_contain_text("123456 la ma")
            absent = phone.get_by_role("region", name="Did not come")
            await expect(absent).to_contain_text("failed Zalo error -114")
            await client.advance()
            await expect(absent.locator("li")).to_have_count(3)
            await expect(absent).to_contain_text("not answered nobody answered")
            await expect(absent).to_contain_text("not approved from QC_ONLINE")


async def test_a_person_writes_to_a_shortcode_and_reads_what_the_application_answers(browser):
    body = b"<ClientResponse><Message>Welcome, Lan</Message><Smsid>1</Smsid><Receiver>1</Receiver></ClientResponse>"
    async with Receiver.run(answer(200, body), FAILS) as receiver, running() as client:
        shortcode = {"number": "8041", "keyword": "DK", "url": f"{receiver.url}/receive_mo", "private_key": "key"}
        account = {"secret_key": "test-secret-key", "shortcodes": [shortcode]}
        await client.put("/_mock/accounts/test-api-key", account)
        async with looking(browser, client, f"/_mock/?view=phones&phone={PHONE}") as page:
            phone = page.locator(".handset-view")
            await phone.get_by_label("Write to the shortcode").fill("DK Lan")
            await page.keyboard.press("Enter")
            bubbles = phone.locator(".item .bubble")
            await expect(bubbles).to_have_text(["DK Lan", "Welcome, Lan"])
            assert receiver.queries[0]["content"] == "DK Lan"
            await expect(page.locator(".people .row", has_text=PHONE)).to_contain_text("8041: DK Lan")
            field = phone.get_by_label("Write to the shortcode")
            await expect(field).to_have_value("DK ")
            await field.press("Enter")
            wrote = phone.locator(".item.wrote").last
            await expect(wrote).to_contain_text("no reply: 500")
            await wrote.get_by_text("How the application was told").click()
            await expect(wrote.locator(".attempt").first).to_contain_text("500")
            await client.advance()
            await expect(wrote.locator(".attempt")).to_have_count(6)
            await client.post("/_mock/reset")
            await expect(phone.locator(".inbox")).to_contain_text("Nothing has come to this phone yet.")


async def test_people_are_found_by_number_and_the_keyboard_is_enough(browser):
    async with running() as client:
        await sent(client, ADVERT_PATH, but(ADVERT, Phones=[*ADVERT["Phones"], "84901888484"]))
        await client.advance()
        async with looking(browser, client) as page:
            await page.get_by_role("link", name="Phones").press("Enter")
            count = page.locator(".phones-view .counted")
            await expect(count).to_have_text("31 phones")
            search = page.get_by_role("searchbox")
            await search.fill("+84 901 888 484")
            await expect(count).to_have_text("1 phone")
            await page.locator(".people").focus()
            await page.keyboard.press("ArrowDown")
            await page.keyboard.press("Enter")
            await expect(page.locator(".handset h2")).to_have_text(PHONE)
            await expect(page.locator(".handset .bubble")).to_have_text("Giam gia")
            assert f"phone={PHONE}" in page.url
            await page.locator(".handset").get_by_role("button", name="Back to the phones").press("Enter")
            await expect(page.locator(".handset")).to_be_hidden()
            await expect(page.locator(".people")).to_be_focused()
            await search.fill("0909999999")
            await search.press("Enter")
            await expect(page.locator(".handset")).to_contain_text("Nothing has come to this phone yet.")
            await sent(client, CARE_PATH, but(CARE, Phone="0909999999"))
            await client.advance()
            await expect(page.locator(".handset .bubble")).to_contain_text("la ma xac minh")
