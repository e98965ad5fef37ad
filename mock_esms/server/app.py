"""The only place where the components are wired together."""

from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from aiohttp import web

from mock_esms.clock.clock import Clock
from mock_esms.clock.scheduler import Scheduler
from mock_esms.config.settings import Settings
from mock_esms.delivery import CallbackSender, Dispatcher, EgressRule, trusting
from mock_esms.esms.operations import EVERY_OPERATION
from mock_esms.exchange.accounts.ledger import Ledger
from mock_esms.exchange.components import Components
from mock_esms.exchange.exchange import Exchange
from mock_esms.exchange.recovery import recover
from mock_esms.journal import Journal
from mock_esms.model.times import SECOND
from mock_esms.scenarios.library import Library
from mock_esms.server.aiohttp_requests import respond_without_route, send_continue
from mock_esms.server.bodies import MAX_BODY
from mock_esms.server.control_mount import PREFIX, ControlMount
from mock_esms.server.esms_api import EsmsHandler

if TYPE_CHECKING:
    from mock_esms.journal.store import Store

EXCHANGE: Final = web.AppKey("exchange", Exchange)
COMPONENTS: Final = web.AppKey("components", Components)
ESMS_HANDLER: Final = web.AppKey("esms_handler", EsmsHandler)


def create_app(settings: Settings | None = None, *, scenarios: Iterable[Path] = ()) -> web.Application:
    """A sandbox as an aiohttp application: the eSMS side, the control API, and everything behind them.

    ``scenarios`` are files and folders. Raises ``UsageError`` where the settings cannot be followed, ``DocumentError``
    where a scenario is wrong.
    """
    settings = settings or Settings()
    clock = Clock(settings.clock, now=settings.now, speed=settings.speed)
    store = _store(settings, clock)
    changes = None if store is None else store.changes
    scheduler = Scheduler(clock)
    journal = Journal(settings.journal_limit, changes)
    egress = EgressRule(settings.egress)
    sender = CallbackSender(
        egress,
        user_agent=settings.quirks.user_agent,
        keep_alive=settings.quirks.connection == "keep-alive",
        headers=[settings.quirks.signature],
        trust=trusting(settings.egress.ca),
    )
    ledger = Ledger(settings, changes)
    library = Library(scenarios, changes=changes)
    dispatcher = Dispatcher(
        journal=journal,
        scheduler=scheduler,
        clock=clock,
        sender=sender,
        rule=egress,
        quirks=settings.quirks,
        wait_until_stored=None if store is None else store.wait_until_stored,
    )
    components = Components(
        settings=settings,
        clock=clock,
        scheduler=scheduler,
        journal=journal,
        library=library,
        ledger=ledger,
        dispatcher=dispatcher,
        egress=egress,
        store=store,
    )
    exchange = Exchange(components)
    esms_handler = EsmsHandler(exchange, components)

    async def stored(_app: web.Application) -> AsyncIterator[None]:
        if store is not None:
            _restore(store, components, exchange)
        yield
        if store is not None:
            await store.close()

    async def running(_app: web.Application) -> AsyncIterator[None]:
        await sender.open()
        scheduler.open()
        yield
        await sender.close()

    async def ending(_app: web.Application) -> None:
        # What follows events or waits is answered first: aiohttp ends only when all requests have ended.
        journal.events.close()
        esms_handler.close()
        await scheduler.close(grace=settings.grace / SECOND)

    def control() -> web.Application:
        from mock_esms.server.control.control_app import control_app  # noqa: PLC0415 - see ControlMount
        from mock_esms.server.page import Page  # noqa: PLC0415 - as above

        built = control_app(exchange, components)
        built.add_routes(Page().routes())
        return built

    app = web.Application(client_max_size=MAX_BODY, middlewares=[respond_without_route(esms_handler.handle, PREFIX)])
    app[EXCHANGE] = exchange
    app[COMPONENTS] = components
    app[ESMS_HANDLER] = esms_handler
    app.cleanup_ctx.extend((stored, running))  # the store is closed last
    app.on_shutdown.append(ending)
    # The usual spelling of each address is found by one look-up; other ways to write it go through the last route.
    for path in dict.fromkeys(operation.path.partition("{")[0].rstrip("/") for operation in EVERY_OPERATION):
        app.router.add_route("*", path, esms_handler.handle, expect_handler=send_continue)
    app.router.register_resource(ControlMount(control))
    app.router.add_route(
        "*", r"/{address:[\s\S]*}", esms_handler.handle, expect_handler=send_continue
    )  # with line ends
    return app


def _store(settings: Settings, clock: Clock) -> "Store | None":
    """The store that the settings name."""
    if settings.store is None:
        return None
    from mock_esms.journal.store import Store  # noqa: PLC0415 - without a store, SQLite is never loaded

    return Store(settings.store, clock)


def _restore(store: "Store", components: Components, exchange: Exchange) -> None:
    """Put back what the store holds, and begin to write; what was read is freed when this returns."""
    stored = store.open()
    try:
        recover(stored, components, exchange, store.changes)
    except BaseException:
        store.release()
        raise
    store.begin()
