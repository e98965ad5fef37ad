"""Records until a signal ends it."""

import asyncio
import logging
import ssl
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Final

from aiohttp import web

from mock_esms.cli.output import print_line
from mock_esms.cli.record.callback_routes import CallbackRoutes
from mock_esms.cli.record.forward import Forwarder
from mock_esms.cli.record.proxy import Proxy, Upstream
from mock_esms.cli.record.recording_writer import RecordingWriter
from mock_esms.cli.signals import Signals
from mock_esms.cli.urls import listening_url
from mock_esms.clock.clock import wall_instant
from mock_esms.errors import UsageError
from mock_esms.server.listeners import BACKLOG, cannot_listen
from mock_esms.server.sockets import listening_sockets
from mock_esms.server.tls import Tls, open_https

log: Final = logging.getLogger("mock_esms.cli")
_END_WITHIN: Final = 10.0
"""Real seconds that callbacks in flight may take at the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordOptions:
    """What is to be recorded, and where it listens."""

    upstream: Upstream
    public_url: str
    host: str
    port: int
    tls: Tls | None
    trust: ssl.SSLContext | None


def record(options: RecordOptions, recording: RecordingWriter) -> int:
    """Record until Ctrl-C or SIGTERM; the result is the exit status. Raises ``UsageError`` when it cannot listen."""
    return asyncio.run(_record(options, recording))


async def _record(options: RecordOptions, recording: RecordingWriter) -> int:
    signals = Signals(asyncio.get_running_loop())
    proxy = Proxy(options.upstream, CallbackRoutes(options.public_url), Forwarder(options.trust), recording)
    runner = web.ServerRunner(
        web.Server(proxy.handle, handler_cancellation=True, auto_decompress=False, access_log=None),
        shutdown_timeout=_END_WITHIN,
    )
    try:
        await runner.setup()
        port = await _listen(runner, options.host, options.port, "--port")
        await _refuse_itself(options.upstream, port)
        print_line(f"mock-esms record ready: {listening_url(options.host, port)}")
        if options.tls is not None:
            https = open_https(options.tls, wall_instant())
            tls_port = await _listen(runner, options.host, options.tls.port, "--tls-port", https.context)
            log.info("https: %s, clients must trust %s", listening_url(options.host, tls_port, "https"), https.ca_file)
        log.info("requests go to %s, callbacks come to %s", options.upstream.origin, options.public_url)
        await signals.wait()
    finally:
        await runner.cleanup()
        await proxy.close()
        recording.close()
        signals.restore()
    log.info("ended; %d lines were written", recording.lines)
    return 0


async def _listen(
    runner: web.ServerRunner, host: str, port: int, option: str, context: ssl.SSLContext | None = None
) -> int:
    """Listen at each address of the host; the port that was taken."""
    try:
        sockets = await listening_sockets(host, port)
    except (OSError, UnicodeError) as error:
        raise cannot_listen(host, port, option, error) from None
    for bound in sockets:
        await web.SockSite(runner, bound, ssl_context=context, backlog=BACKLOG).start()
    port_of_all: int = sockets[0].getsockname()[1]
    return port_of_all


async def _refuse_itself(upstream: Upstream, port: int) -> None:
    """Raise ``UsageError`` where the upstream is ourselves: a hosts entry that leads applications here leads us, too.

    A name that leads to this machine is refused at once, another port may only lead back here; addresses and
    ``localhost`` say themselves that they mean this machine.
    """
    name = upstream.parts.hostname or ""
    if upstream.address is not None:
        return
    if _means_this_machine(name):
        back = upstream.parts.port == port
    else:
        try:
            found = await asyncio.get_running_loop().getaddrinfo(name, None)
        except OSError:
            return  # the first request tells it; the network may come later
        back = any(_means_this_machine(str(address[0])) for *_, address in found)
    if back:
        message = (
            f"--upstream {upstream.origin} leads back here (by a hosts entry?), so requests would never reach eSMS; "
            "give its real address with --upstream-address"
        )
        raise UsageError(message)


def _means_this_machine(name: str) -> bool:
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"
