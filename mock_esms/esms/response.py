"""The pages that WCF answers with where no operation does, and the redirect to an address with a slash (FACTS 1).

Titles, headings and the sentence of the error page are what clients have seen; the markup around them is ours.
"""

from html import escape
from typing import Final

from mock_esms.esms.answers import HTML, EsmsResponse

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


def endpoint_not_found(help_url: str) -> EsmsResponse:
    """404: no operation has this address."""
    return EsmsResponse(404, _service_page("Endpoint not found.", help_url), HTML)


def method_not_allowed(help_url: str, allow: str) -> EsmsResponse:
    """405: the operation is called with another method; ``allow`` is the one that it has."""
    return EsmsResponse(405, _service_page("Method not allowed.", help_url), HTML, headers=(("Allow", allow),))


def request_error() -> EsmsResponse:
    """400: the server could not make sense of the request, or failed at it."""
    text = "The server encountered an error processing the request. See server logs for more details."
    return EsmsResponse(400, _page("Request Error", text), "text/html")


def redirect_to_slash(location: str) -> EsmsResponse:
    """307: a POST operation was called without its trailing slash; ``location`` is the address with it."""
    text = f'The resource stands at <a href="{escape(location)}">{escape(location)}</a>.'
    return EsmsResponse(307, _page("Service", text), HTML, headers=(("Location", location),))


def _service_page(text: str, help_url: str) -> bytes:
    return _page("Service", _HELP.format(text=text, href=escape(help_url)))


def _page(title: str, text: str) -> bytes:
    # What has no place in UTF-8 (half a surrogate pair, out of a mangled address) becomes a character reference.
    return _PAGE.format(title=title, text=text).encode("utf-8", "xmlcharrefreplace")
