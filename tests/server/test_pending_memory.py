"""What a pending call takes of memory, counted: the benchmark of 100,000 is run by hand, and this with every change."""

import gc
import tracemalloc
from decimal import Decimal
from typing import Any

from aiohttp import web

from benchmarks.queries import API_KEY, PATH, SECRET_KEY, phone, target
from mock_esms.config.account import Account
from mock_esms.config.settings import Settings
from mock_esms.esms.requests.request import RawRequest
from mock_esms.server.app import ESMS_HANDLER, create_app

COUNT = 3_000
UNCOUNTED = 108
"""A process takes so many bytes more of each of 100,000 calls (docs/performance.md) than are counted here."""
MOST = 1_024 - UNCOUNTED


async def test_a_pending_call_takes_at_most_a_kibibyte():
    account = Account(api_key=API_KEY, secret_key=SECRET_KEY, balance=Decimal(10**12))
    app = create_app(Settings(clock="manual", accounts=(account,), journal_limit=100, pending_limit=2 * COUNT))
    runner = web.AppRunner(app)
    await runner.setup()

    def place(number: int) -> None:
        query = target(None, phone(number), f"order-{number}").partition("?")[2]
        response: Any = app[ESMS_HANDLER].serve(RawRequest(PATH, query, "127.0.0.1"))
        assert b'"CodeResult":"100"' in response.body

    try:
        for number in range(COUNT, COUNT + 200):  # what calls share is there, and the journal of requests is full
            place(number)
        gc.collect()
        tracemalloc.start(1)
        for number in range(COUNT):
            place(number)
        gc.collect()
        each = tracemalloc.get_traced_memory()[0] / COUNT
    finally:
        tracemalloc.stop()
        await runner.cleanup()
    assert each <= MOST
