"""Responses that web pages of other origins may read, where ``quirks.cors`` says so (FACTS-MESSAGES 1.1).

Browsers were seen to call eSMS from pages; what its server says about that was never told.
"""

from typing import Final

from aiohttp import hdrs

from mock_esms.esms.responses.response import EsmsResponse

_METHOD_NOT_ALLOWED: Final = 405
_ANY: Final = (hdrs.ACCESS_CONTROL_ALLOW_ORIGIN, "*")


def opened_to_pages(response: EsmsResponse, method: str = "") -> EsmsResponse:
    """The response with its header; a preflight for an address that is there is answered with what may be sent."""
    if method != hdrs.METH_OPTIONS or response.status != _METHOD_NOT_ALLOWED:
        return response._replace(headers=(*response.headers, _ANY))
    allowed = dict(response.headers).get(hdrs.ALLOW, "")
    headers = (_ANY, (hdrs.ACCESS_CONTROL_ALLOW_METHODS, allowed), (hdrs.ACCESS_CONTROL_ALLOW_HEADERS, "*"))
    return EsmsResponse(200, b"", headers=headers)
