import threading
from wsgiref.simple_server import WSGIRequestHandler, make_server

import django
import pytest
from django.conf import settings

settings.configure(ROOT_URLCONF="shop", ALLOWED_HOSTS=["*"], ESMS_URL="", PUBLIC_URL="")
django.setup()

import shop  # noqa: E402 - only now that Django is set up
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.test import Client, override_settings  # noqa: E402


class Quiet(WSGIRequestHandler):
    def log_message(self, *_args):
        pass


@pytest.fixture
def client(esms):
    """Django's test client, and beside the test a thread in which the view receives callbacks."""
    shop.orders.clear()
    shop.calls.clear()
    shop.keys.clear()
    with make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=Quiet) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        with override_settings(ESMS_URL=esms.url, PUBLIC_URL=f"http://127.0.0.1:{server.server_port}"):
            yield Client()
        server.shutdown()
        thread.join()


def test_an_order_is_confirmed_when_the_customer_presses_1(esms, client):
    esms.on(phone="0901888484").answered(press="1")
    client.post("/orders/42/confirm?phone=0901888484")
    esms.wait(phone="0901888484")
    assert shop.orders == {42: "confirmed"}


def test_copies_of_a_callback_change_nothing(esms, client):
    esms.on().answered(press="1").callback(copies=2)
    client.post("/orders/42/confirm?phone=0901888484")
    assert [attempt.status for attempt in esms.wait().attempts] == [200, 200]
    assert shop.orders == {42: "confirmed"}


def test_a_callback_that_comes_before_the_answer_is_not_lost(esms, client):
    esms.on().answered(press="1").callback(before_reply=True)
    client.post("/orders/42/confirm?phone=0901888484")
    esms.wait()
    assert shop.orders == {42: "confirmed"}


def test_an_order_waits_while_the_callback_is_late(esms, client):
    esms.on().answered(press="1").callback(delay="1h")
    esms.set_clock(mode="manual")
    client.post("/orders/42/confirm?phone=0901888484")
    esms.advance("59m")
    assert shop.orders == {42: "calling"}
    esms.advance("2m")
    assert shop.orders == {42: "confirmed"}
