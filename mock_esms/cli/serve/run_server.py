"""Running a sandbox until somebody ends it: signals, the ready line, and an end that lets callbacks finish."""

import asyncio
import logging
import os
from collections.abc import Callable
from importlib import import_module
from typing import Final

from mock_esms.cli.output import print_line
from mock_esms.cli.program import INTERRUPTED
from mock_esms.cli.serve.banner import greeting, open_bind_warning
from mock_esms.cli.serve.file_descriptors import Shortage, take_descriptors
from mock_esms.cli.serve.gc_tuning import GcTuning
from mock_esms.cli.signals import Signals
from mock_esms.cli.tls_options import https_greeting
from mock_esms.config.settings import Settings
from mock_esms.errors import StoreLostError
from mock_esms.model.times import format_duration
from mock_esms.sandbox.hosted_app import HostedApp
from mock_esms.server.tls import Tls

log: Final = logging.getLogger("mock_esms.cli")

LOST: Final = 1
"""The exit status when the store could not be written any more."""


def serve(hosted: HostedApp, settings: Settings, host: str, tls: Tls | None = None) -> int:
    """Serve until Ctrl-C or SIGTERM; the result is the exit status.

    Raises ``UsageError`` when the address cannot be had.
    """
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        return runner.run(_serve(hosted, settings, host, tls))


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """The loop of uvloop where it is installed; there is none for Windows."""
    if os.name == "nt":
        return None
    try:
        factory: Callable[[], asyncio.AbstractEventLoop] = import_module("uvloop").new_event_loop
    except ImportError:
        return None
    return factory


async def _serve(hosted: HostedApp, settings: Settings, host: str, tls: Tls | None) -> int:
    signals = Signals(asyncio.get_running_loop())
    asyncio.get_running_loop().set_exception_handler(Shortage(take_descriptors()))
    gc_tuning = GcTuning(lambda: len(hosted.components.journal))
    try:
        await hosted.start()
        gc_tuning.begin()
        print_line(f"mock-esms ready: {hosted.listeners.url}")
        warning = open_bind_warning(settings, host)
        if warning is not None:
            log.warning(warning)
        for message in greeting(_as_it_goes_on(hosted, settings), hosted.listeners.url):
            log.info(message)
        for message in https_greeting(hosted.listeners, tls) if tls is not None else ():
            log.info(message)
        await _until_ended(hosted, signals)
        return await _stop(hosted, settings, signals)
    finally:
        gc_tuning.end()
        signals.restore()


async def _until_ended(hosted: HostedApp, signals: Signals) -> None:
    """Until somebody ends it, or there is no sense in going on because the store is lost."""
    ends = (asyncio.ensure_future(signals.wait()), asyncio.ensure_future(hosted.lost()))
    await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
    for end in ends:
        end.cancel()


def _as_it_goes_on(hosted: HostedApp, settings: Settings) -> Settings:
    """The settings with what a store has brought back: its clock, and its accounts with their balances."""
    if settings.store is None:
        return settings
    clock, ledger = hosted.components.clock, hosted.components.ledger
    accounts = tuple(account._replace(balance=ledger.balance(account.api_key)) for account in ledger)
    return settings._replace(clock=clock.mode, speed=clock.speed, now=None, accounts=accounts)


async def _stop(hosted: HostedApp, settings: Settings, signals: Signals) -> int:
    """End well; a second signal ends at once."""
    in_flight = hosted.components.scheduler.in_flight
    if in_flight:
        log.info(
            "ending; callbacks in flight: %d, they may take up to %s to finish (a second Ctrl-C ends at once)",
            in_flight,
            format_duration(settings.grace),
        )
    stopping = asyncio.ensure_future(hosted.stop())
    again = asyncio.ensure_future(signals.wait())
    await asyncio.wait((stopping, again), return_when=asyncio.FIRST_COMPLETED)
    again.cancel()
    if stopping.done():
        return _status_of(stopping)
    stopping.cancel()
    log.warning("ended at once; callbacks in flight were cut off")
    return INTERRUPTED


def _status_of(stopped: "asyncio.Future[None]") -> int:
    """1 when not everything could be written, which the store has logged."""
    try:
        stopped.result()
    except StoreLostError:
        return LOST
    log.info("ended")
    return 0
