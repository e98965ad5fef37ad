"""Reading the body of a request: complete, in time, or with a sentence that says why not."""

import asyncio
from typing import Final

from aiohttp import web

from mock_esms.errors import MockEsmsError

MAX_BODY: Final = 1 << 20
"""The largest body of a request, in bytes; the largest scenario fits in."""
BODY_WITHIN: Final = 30.0
"""Real seconds within which a body must have come: who sends half of one must not be waited for without end."""


class BodyError(MockEsmsError):
    """A body did not come, or is broken."""


async def body_of(request: web.BaseRequest) -> bytes:
    """The complete body. Raises ``BodyError``, and aiohttp's ``HTTPRequestEntityTooLarge`` beyond ``MAX_BODY``."""
    try:
        async with asyncio.timeout(BODY_WITHIN):
            return await request.read()
    except TimeoutError:
        message = f"the body did not come within {BODY_WITHIN:g} seconds; does it have the length that its header says?"
        raise BodyError(message) from None
    except web.RequestPayloadError:
        message = "the body is broken: it is not sent as its headers say"
        raise BodyError(message) from None
