"""The only place where the parts are wired together."""

from collections.abc import AsyncIterator
from typing import Final

from aiohttp import web

from mock_esms.accounts import Ledger
from mock_esms.api import EsmsDoor
from mock_esms.clock import Clock
from mock_esms.control import PREFIX, control_app
from mock_esms.delivery import Courier, Dispatcher, EgressRule
from mock_esms.esms.operations import OPERATIONS
from mock_esms.exchange import Exchange, Parts
from mock_esms.journal import Journal
from mock_esms.line import Line
from mock_esms.scenario import Library
from mock_esms.scheduler import Scheduler
from mock_esms.settings import Settings
from mock_esms.times import SECOND

EXCHANGE: Final = web.AppKey("exchange", Exchange)
PARTS: Final = web.AppKey("parts", Parts)

MAX_BODY: Final = 1 << 20
"""The largest body of a control request, in bytes; the largest scenario fits in."""


def create_app(settings: Settings | None = None, *, library: Library | None = None) -> web.Application:
    """A sandbox as an aiohttp application: the eSMS door, the control API, and everything behind them.

    Raises ``UsageError`` where the settings cannot be followed.
    """
    settings = settings or Settings()
    clock = Clock(settings.clock, now=settings.now, speed=settings.speed)
    scheduler = Scheduler(clock)
    journal = Journal(settings.journal_limit)
    egress = EgressRule(settings.egress)
    courier = Courier(egress, user_agent=settings.quirks.user_agent, signature=settings.quirks.signature)
    ledger = Ledger(settings.accounts)
    dispatcher = Dispatcher(
        journal=journal, scheduler=scheduler, clock=clock, courier=courier, rule=egress, quirks=settings.quirks
    )
    parts = Parts(
        settings=settings,
        clock=clock,
        scheduler=scheduler,
        journal=journal,
        library=library or Library(),
        ledger=ledger,
        dispatcher=dispatcher,
        line=Line(
            clock=clock,
            scheduler=scheduler,
            journal=journal,
            ledger=ledger,
            dispatcher=dispatcher,
            quirks=settings.quirks,
        ),
        egress=egress,
    )
    exchange = Exchange(parts)
    door = EsmsDoor(exchange=exchange, journal=journal, scheduler=scheduler, clock=clock)

    async def running(_app: web.Application) -> AsyncIterator[None]:
        await courier.open()
        scheduler.open()
        yield
        await courier.close()

    async def ending(_app: web.Application) -> None:
        # Whoever listens, waits or is kept waiting is let go first: aiohttp ends only when all requests have ended.
        journal.feed.close()
        door.close()
        await scheduler.close(grace=settings.grace / SECOND)

    app = web.Application(client_max_size=MAX_BODY)
    app[EXCHANGE] = exchange
    app[PARTS] = parts
    app.cleanup_ctx.append(running)
    app.on_shutdown.append(ending)
    # The usual spelling of each address is found by one look-up; other ways to write it go through the last route.
    for operation in OPERATIONS.values():
        app.router.add_route("*", f"/MainService.svc/json/{operation.name}", door.handle)
    app.add_subapp(PREFIX, control_app(exchange, parts))
    app.router.add_route("*", "/{address:.*}", door.handle)
    return app
