"""Whether the request of an attempt has gone out: aiohttp tells whoever traces in the moment in which it is written.

A timeout that comes before has another cause than one that comes after, and nothing has arrived at the receiver.
"""

from types import SimpleNamespace

import aiohttp


class Sent:
    """One attempt's own mark: ``out`` is true as soon as its first request has been written to a connection."""

    __slots__ = ("out",)

    def __init__(self) -> None:
        """Nothing has gone out."""
        self.out = False


def marking() -> aiohttp.TraceConfig:
    """What makes a session mark each request whose ``trace_request_ctx`` is a ``Sent``."""
    config = aiohttp.TraceConfig()
    config.on_request_headers_sent.append(_mark)
    return config


async def _mark(
    _session: aiohttp.ClientSession, context: SimpleNamespace, _headers: aiohttp.TraceRequestHeadersSentParams
) -> None:
    sent: Sent = context.trace_request_ctx
    sent.out = True
