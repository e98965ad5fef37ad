import socket
import threading
from decimal import Decimal

import pytest
from shop import create_shop
from werkzeug.serving import make_server

PHONE = "0901888484"


@pytest.fixture
def shop(esms):
    """The shop with the sandbox's clock as its own, and beside the test a thread in which it receives callbacks."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        app = create_shop(esms.url, f"http://127.0.0.1:{port}", now=lambda: esms.clock.now / 1000)
        server = make_server("127.0.0.1", port, app, threaded=True, fd=listening.fileno())
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield app
        esms.settle()  # callbacks that are still on their way find somebody who takes them
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def browser(shop):
    return shop.test_client()


def log_in(browser):
    return browser.post(f"/login?phone={PHONE}")


def verify(browser, code):
    return browser.post(f"/login/verify?phone={PHONE}&code={code}").status_code


def status(browser):
    return browser.get(f"/login?phone={PHONE}").json["status"]


def test_a_customer_logs_in_with_the_code_that_zalo_brings(esms, shop, browser):
    assert log_in(browser).status_code == 202
    assert verify(browser, esms.otp(PHONE)) == 200
    message = esms.wait_message(phone=PHONE)
    assert [leg.channel for leg in message.legs] == ["zalo"]
    assert status(browser) == "delivered by zalo"
    assert shop.logins.spent == Decimal(message.result.total_price) == 330


def test_where_zalo_fails_the_code_comes_by_sms(esms, shop, browser):
    esms.on(phone=PHONE).failed("zalo", error=-114).delivered("sms")
    log_in(browser)
    message = esms.wait_message(phone=PHONE)
    (item,) = esms.inbox(PHONE)
    assert (item.kind, item.sender, item.code) == ("sms", "Baotrixemay", esms.otp(PHONE))
    assert [attempt.status for attempt in message.attempts] == [200, 200]
    assert status(browser) == "delivered by sms"
    assert shop.logins.spent == 850
    assert verify(browser, item.code) == 200


def test_somebody_whom_neither_reaches_is_told_so(esms, browser):
    esms.on(phone=PHONE).failed("zalo", error=-114).failed("sms")
    log_in(browser)
    esms.wait_message(phone=PHONE)
    assert esms.inbox(PHONE) == ()
    assert status(browser) == "not delivered"


def test_where_esms_takes_nothing_for_zalo_the_code_goes_by_sms_alone(esms, browser):
    esms.on(operation="MultiChannelMessage").reply(code=789)
    assert log_in(browser).status_code == 202
    assert verify(browser, esms.otp(PHONE)) == 200
    (message,) = esms.verify_message(times=1, phone=PHONE)
    assert message.request.operation == "SendMultipleMessage_V4_post_json"


def test_nothing_is_promised_when_esms_refuses_and_the_next_try_may_follow_at_once(esms, browser):
    esms.on().reply(code=103)
    assert log_in(browser).status_code == 502
    assert status(browser) == "not sent"
    assert log_in(browser).status_code == 202
    esms.verify_message(times=1)


def test_an_answer_that_gets_lost_sends_the_code_once(esms, browser):
    esms.on(phone=PHONE).reply(lost=True)
    assert log_in(browser).status_code == 202
    assert verify(browser, esms.otp(PHONE)) == 200
    esms.verify_message(times=1, phone=PHONE)


@pytest.mark.parametrize(
    "what_goes_wrong",
    [{"copies": 3}, {"copies": 3, "gap": "1m"}, {"lost_acks": 2}, {"before_reply": True}],
    ids=["copies at once", "copies later", "lost acknowledgements", "before the answer"],
)
def test_callbacks_that_come_twice_or_early_count_once(esms, shop, browser, what_goes_wrong):
    esms.on(phone=PHONE).callback(**what_goes_wrong)
    log_in(browser)
    message = esms.wait_message(phone=PHONE)
    assert {attempt.status for attempt in message.attempts} == {200}
    assert status(browser) == "delivered by zalo"
    assert shop.logins.spent == 330


def test_a_callback_that_says_only_that_the_message_was_sent_is_not_its_end(esms, browser):
    esms.on(phone=PHONE).silent().callback(progress=[2, 7])
    log_in(browser)
    assert len(esms.wait_message(phone=PHONE).attempts) == 2
    assert status(browser) == "sending"


def test_a_second_code_is_sent_only_after_a_minute_and_ends_the_first(esms, browser):
    log_in(browser)
    first = esms.otp(PHONE)
    refused = log_in(browser)
    assert refused.status_code == 429
    esms.verify_message(times=1)
    esms.advance(float(refused.headers["Retry-After"]) + 1)
    assert log_in(browser).status_code == 202
    second = esms.otp(PHONE)
    assert first != second
    assert [verify(browser, code) for code in (first, second)] == [401, 200]


def test_a_code_can_be_used_once(esms, browser):
    log_in(browser)
    code = esms.otp(PHONE)
    assert [verify(browser, code) for _ in range(2)] == [200, 410]


def test_three_wrong_tries_end_a_code(esms, browser):
    log_in(browser)
    code = esms.otp(PHONE)
    assert [verify(browser, "nope") for _ in range(3)] == [401, 401, 401]
    assert verify(browser, code) == 410


def test_a_code_that_is_not_used_within_five_minutes_has_expired(esms, browser):
    log_in(browser)
    code = esms.otp(PHONE)
    esms.advance("5m")
    assert verify(browser, code) == 410


def test_a_message_that_comes_too_late_brings_a_code_of_no_use(esms, browser):
    esms.on(phone=PHONE).delivered(after="6m")
    log_in(browser)
    assert verify(browser, esms.otp(PHONE)) == 410
