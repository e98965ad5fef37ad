"""A middleware of aiohttp's client: each request goes out once.

aiohttp by itself repeats a GET when the connection is lost, and so would place a call twice.
"""

import aiohttp
from aiohttp import ClientHandlerType, ClientRequest, ClientResponse


class LostConnectionError(aiohttp.ClientError):
    """A connection was lost on which the request may have been taken; aiohttp does not repeat what ends so."""


async def send_once(request: ClientRequest, handler: ClientHandlerType) -> ClientResponse:
    """Keep aiohttp from sending a request again when the connection is lost."""
    try:
        return await handler(request)
    except aiohttp.ClientConnectorError:
        raise  # nothing was sent
    except (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError) as error:
        raise LostConnectionError(str(error)) from error
