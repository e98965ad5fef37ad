import socket

import aiohttp
import pytest_asyncio
from aiohttp import web
from shop import ORDERS, create_shop


class Client:
    def __init__(self, app, url, session):
        self.orders, self._url, self._session = app[ORDERS], url, session

    async def confirm(self, order, phone="0901888484"):
        async with self._session.post(f"{self._url}/orders/{order}/confirm?phone={phone}") as response:
            return response.status


@pytest_asyncio.fixture
async def client(async_esms):
    """The shop on a port of its own, in the test's event loop."""
    listening = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    app = create_shop(esms_url=async_esms.url, public_url=url)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.SockSite(runner, listening).start()
    async with aiohttp.ClientSession() as session:
        yield Client(app, url, session)
    await runner.cleanup()


async def test_an_order_is_confirmed_when_the_customer_presses_1(async_esms, client):
    async_esms.on(phone="0901888484").no_answer().then.answered(press="1")
    assert await client.confirm(42) == 200
    await async_esms.wait(request_id="order-42")
    assert client.orders["42"] == "confirmed"


async def test_an_order_is_not_confirmed_by_another_key(async_esms, client):
    async_esms.on(phone="09*").answered(press="9")
    await client.confirm(42)
    await async_esms.wait()
    assert client.orders["42"] == "not confirmed"


async def test_copies_of_a_callback_change_nothing(async_esms, client):
    async_esms.on(phone="09*").answered(press="1").callback(copies=3, gap=0)
    await client.confirm(42)
    call = await async_esms.wait()
    assert [attempt.status for attempt in call.attempts] == [200, 200, 200]
    assert client.orders["42"] == "confirmed"


async def test_a_callback_that_comes_before_the_answer_is_not_lost(async_esms, client):
    async_esms.on(phone="09*").answered(press="1").callback(before_reply=True)
    await client.confirm(42)
    await async_esms.wait()
    assert client.orders["42"] == "confirmed"


async def test_a_shop_without_money_calls_nobody(async_esms, client):
    async_esms.account(balance=0)
    assert await client.confirm(42) == 502
    assert client.orders["42"] == "not called"
    async_esms.verify(times=0)
