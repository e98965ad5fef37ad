import threading

import pytest
from shop import create_shop
from werkzeug.serving import make_server


@pytest.fixture
def shop(esms):
    """The shop, and beside the test a thread in which it receives callbacks."""
    app = create_shop(esms_url=esms.url)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    app.config["PUBLIC_URL"] = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield app
    server.shutdown()
    thread.join()
    server.server_close()


def test_an_order_is_confirmed_when_the_customer_presses_1(esms, shop):
    esms.on(phone="0901888484").answered(press="1")
    shop.test_client().post("/orders/42/confirm?phone=0901888484")
    esms.wait(phone="0901888484")
    assert shop.orders["42"] == "confirmed"


def test_an_order_stays_unconfirmed_when_nobody_answers(esms, shop):
    esms.on().no_answer()
    shop.test_client().post("/orders/42/confirm?phone=0901888484")
    assert esms.wait().result.call_status == "NO ANSWER"
    assert shop.orders["42"] == "not confirmed"


def test_a_callback_whose_200_got_lost_comes_again_and_changes_nothing(esms, shop):
    esms.on().answered(press="1").callback(lost_acks=2)
    shop.test_client().post("/orders/42/confirm?phone=0901888484")
    assert [attempt.acknowledged for attempt in esms.wait().attempts] == [False, False, True]
    assert shop.orders["42"] == "confirmed"


def test_a_callback_that_comes_before_the_answer_is_not_lost(esms, shop):
    esms.on().answered(press="1").callback(before_reply=True)
    shop.test_client().post("/orders/42/confirm?phone=0901888484")
    esms.wait()
    assert shop.orders["42"] == "confirmed"


def test_the_shop_bears_callbacks_on_good_and_on_bad_days(esms, shop):
    esms.check_receiver(f"{shop.config['PUBLIC_URL']}/voice").verify()


def test_a_request_that_esms_refuses_is_told(esms, shop):
    esms.on().reply(code=103)
    assert shop.test_client().post("/orders/42/confirm?phone=0901888484").status_code == 502
    assert esms.calls == ()
