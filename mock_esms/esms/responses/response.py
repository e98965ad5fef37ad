"""The one step from a result, or from a request that reaches no operation, to the bytes of its response (FACTS 1).

JSON is written as WCF writes it; XML where the client wants that most. The pages are WCF's: titles, headings and the
sentence of the error page are what clients have seen, the markup around them is ours.
"""

from html import escape
from typing import TYPE_CHECKING, Final, NamedTuple

from mock_esms.config.settings import Quirks
from mock_esms.esms.formats.ids import documented_id
from mock_esms.esms.responses.inquiry_shapes import BRANDNAMES, BRANDNAMES_V2
from mock_esms.esms.responses.operation_result import Accepted, OperationResult, Refusal, Verbatim
from mock_esms.esms.responses.response_shapes import ResponseMembers, code_and_text
from mock_esms.esms.responses.result_codes import ACCEPTED
from mock_esms.esms.responses.web_api_json import web_api_message

if TYPE_CHECKING:
    from mock_esms.esms.operation import Operation
    from mock_esms.esms.requests.request import EsmsRequest, RefusedRequest

JSON: Final = "application/json; charset=utf-8"
HTML: Final = "text/html; charset=UTF-8"
PLAIN_TEXT: Final = "text/plain; charset=utf-8"
XML: Final = "application/xml; charset=utf-8"

HELP_PATH: Final = "/MainService.svc/json/help"
"""Where the server's public help page stands; the pages link to it."""

_PAGE: Final = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">\n'
    '<html xmlns="http://www.w3.org/1999/xhtml">\n'
    "<head><title>{title}</title></head>\n"
    "<body><h1>{title}</h1><p>{text}</p></body>\n"
    "</html>\n"
)
_HELP: Final = '{text} Please see the <a rel="help-page" href="{href}">service help page</a>.'


class EsmsResponse(NamedTuple):
    """One response of the eSMS side, to the byte; ``code`` is the result code in the body, for the request journal."""

    status: int
    body: bytes
    content_type: str = JSON
    headers: tuple[tuple[str, str], ...] = ()
    code: str | None = None


def write_response(request: "EsmsRequest", result: OperationResult, quirks: Quirks) -> EsmsResponse:
    """The response that says this result in the form that the client wants; business errors are 200 (FACTS 1).

    With the quirk ``sms_id: documented`` a voice operation prints the id as the documentation's page does.
    """
    shape = request.operation.response_shape
    if isinstance(result, Accepted):
        sms_id = result.sms_id
        if quirks.sms_id == "documented" and request.operation.host == "voice":
            sms_id = documented_id(sms_id)
        response = EsmsResponse(status=200, body=shape.accepted(sms_id), code=ACCEPTED)
    elif isinstance(result, Refusal):
        members = {**_refused(request, result, quirks), **_beside(request.operation, result)}
        response = EsmsResponse(status=200, body=shape.write(members), code=result.code)
    elif isinstance(result, Verbatim):
        return EsmsResponse(status=result.status, body=result.body, content_type=result.content_type)
    else:
        response = EsmsResponse(status=200, body=shape.write(result.members), code=ACCEPTED)
    if request.in_xml:
        return _as_xml(request, response)
    if request.accept is None or "xml" not in request.accept:
        return response
    return _in_xml(request, response) if request.operation.host == "rest" or quirks.voice_xml else response


def _refused(request: "EsmsRequest", refusal: Refusal, quirks: Quirks) -> ResponseMembers:
    """The members of a refusal; of those of brands there are two readings (``quirks.brandnames_refusal``)."""
    shape = request.operation.response_shape
    of_brands = shape is BRANDNAMES or shape is BRANDNAMES_V2
    refused = code_and_text if of_brands and quirks.brandnames_refusal == "CodeResult" else shape.refused
    return refused(refusal.code, refusal.message, request.sms_id)


def _beside(operation: "Operation", refusal: Refusal) -> ResponseMembers:
    """What a refusal of this operation says beside its code and text."""
    beside = operation.beside.get(refusal.code, {})
    return {**beside, "SMSID": refusal.sms_id} if refusal.sms_id else beside


def _in_xml(request: "EsmsRequest", response: EsmsResponse) -> EsmsResponse:
    """The same in XML where the client wants that most (CONTRACT 2)."""
    from mock_esms.esms.responses.xml import wants_xml  # noqa: PLC0415 - few clients do, and no start shall wait for it

    return _as_xml(request, response) if wants_xml(request.accept or "") else response


def _as_xml(request: "EsmsRequest", response: EsmsResponse) -> EsmsResponse:
    """The same in XML."""
    from mock_esms.esms.responses.xml import xml_body  # noqa: PLC0415 - few clients want it, and no start shall wait for it

    return response._replace(body=xml_body(response.body, request.operation.response_shape.name), content_type=XML)


def write_page(refused: "RefusedRequest") -> EsmsResponse:
    """The page, or the redirect, for a request that reaches no operation."""
    if refused.operation is not None and refused.operation.host == "status":
        return _write_web_api_page(refused)
    match refused.error:
        case "slash-missing":
            return _redirect(refused.location)
        case "method-not-allowed":
            page = _service_page("Method not allowed.", refused.origin)
            return EsmsResponse(405, page, HTML, headers=(("Allow", refused.allow),))
        case "body-unreadable":
            text = "The server encountered an error processing the request. See server logs for more details."
            return EsmsResponse(400, _page("Request Error", text), "text/html")
        case "not-found":
            return EsmsResponse(404, _service_page("Endpoint not found.", refused.origin), HTML)


def _write_web_api_page(refused: "RefusedRequest") -> EsmsResponse:
    """The same of the host of callback data, whose framework has no pages (assumed: ASP.NET Web API)."""
    if refused.error == "method-not-allowed":
        body = web_api_message(f"The requested resource does not support http method '{refused.method}'.")
        return EsmsResponse(405, body, JSON, headers=(("Allow", refused.allow),))
    return EsmsResponse(400, web_api_message("The request is invalid."), JSON)


def _redirect(location: str) -> EsmsResponse:
    """307: a POST operation was called without its trailing slash; ``location`` is the address with it."""
    text = f'The resource stands at <a href="{escape(location)}">{escape(location)}</a>.'
    return EsmsResponse(307, _page("Service", text), HTML, headers=(("Location", location),))


def _service_page(text: str, origin: str) -> bytes:
    return _page("Service", _HELP.format(text=text, href=escape(f"{origin}{HELP_PATH}")))


def _page(title: str, text: str) -> bytes:
    # What has no place in UTF-8 (half a surrogate pair, out of a mangled address) becomes a character reference.
    return _PAGE.format(title=title, text=text).encode("utf-8", "xmlcharrefreplace")
