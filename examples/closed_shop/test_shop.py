import json
import threading
from urllib.request import Request, urlopen

import pytest
import shop


@pytest.fixture
def closed_shop(esms, monkeypatch):
    monkeypatch.setattr(shop, "ESMS", f"{esms.url}/MainService.svc/json")  # in a container a name is enough
    server = shop.Shop(("127.0.0.1", 0))
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
    yield server
    server.shutdown()
    server.server_close()


def confirm(server, order):
    with urlopen(Request(f"{server.public_url}/orders/{order}?phone=0901888484", method="POST")) as answer:
        return json.load(answer)["CodeResult"]


@pytest.mark.parametrize(("key", "status"), [("1", "confirmed"), ("2", "not confirmed")])
def test_the_key_decides(esms, closed_shop, key, status):
    esms.on(phone="0901888484").answered(press=key)
    assert confirm(closed_shop, 42) == "100"
    esms.wait(phone="0901888484")
    with urlopen(f"{closed_shop.public_url}/orders") as answer:
        assert json.load(answer) == {"42": status}


def test_a_copy_of_the_callback_changes_nothing(esms, closed_shop):
    esms.on(phone="0901888484").answered(press="1").callback(copies=3)
    confirm(closed_shop, 42)
    call = esms.wait(phone="0901888484")
    assert [attempt.status for attempt in call.attempts] == [200, 200, 200]
    assert closed_shop.orders == {"42": "confirmed"}


def test_a_callback_that_comes_before_the_answer_is_not_lost(esms, closed_shop):
    esms.on(phone="0901888484").answered(press="1").callback(before_reply=True)
    confirm(closed_shop, 42)
    esms.wait(phone="0901888484")
    assert closed_shop.orders == {"42": "confirmed"}


def test_a_call_that_is_refused_starts_nothing(esms, closed_shop):
    esms.account(balance=0)
    assert confirm(closed_shop, 42) == "103"
    assert closed_shop.orders == {}
