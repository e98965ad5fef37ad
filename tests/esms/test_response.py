from xml.etree import ElementTree as ET

import pytest

from mock_esms.esms.wcf_json import endpoint_not_found, method_not_allowed, redirect_to_slash, request_error

XHTML = "{http://www.w3.org/1999/xhtml}"
HELP = "http://voiceapi.esms.vn/MainService.svc/json/help"
NASTY = 'http://h/"><script>&\ud800'


def page(answer):
    return ET.fromstring(answer.body)  # noqa: S314 - our own page


def said(answer):
    return "".join(page(answer).itertext())


def test_an_unknown_operation_is_a_404_with_a_page_titled_service():
    answer = endpoint_not_found(HELP)
    assert (answer.status, answer.content_type, answer.headers) == (404, "text/html; charset=UTF-8", ())
    assert page(answer).findtext(f"{XHTML}head/{XHTML}title") == "Service"
    assert "Endpoint not found." in said(answer)


def test_a_wrong_method_is_a_405_with_allow():
    answer = method_not_allowed(HELP, "GET")
    assert (answer.status, answer.content_type, answer.headers) == (
        405,
        "text/html; charset=UTF-8",
        (("Allow", "GET"),),
    )
    assert page(answer).findtext(f"{XHTML}head/{XHTML}title") == "Service"
    assert "Method not allowed." in said(answer)


@pytest.mark.parametrize("answer", [endpoint_not_found(HELP), method_not_allowed(HELP, "GET")])
def test_a_service_page_links_to_the_help_page(answer):
    assert [link.get("href") for link in page(answer).iter(f"{XHTML}a")] == [HELP]


def test_a_request_error_is_a_400_that_points_to_the_logs():
    answer = request_error()
    assert (answer.status, answer.content_type) == (400, "text/html")
    assert page(answer).findtext(f"{XHTML}head/{XHTML}title") == "Request Error"
    assert "The server encountered an error processing the request. See server logs for more details." in said(answer)


def test_a_post_without_its_slash_is_sent_there_by_a_307():
    location = "http://rest.esms.vn/MainService.svc/json/SendMultipleMessage_V4_post_json/"
    answer = redirect_to_slash(location)
    assert (answer.status, answer.content_type) == (307, "text/html; charset=UTF-8")
    assert answer.headers == (("Location", location),)
    assert [link.get("href") for link in page(answer).iter(f"{XHTML}a")] == [location]


@pytest.mark.parametrize("answer", [endpoint_not_found(NASTY), redirect_to_slash(NASTY)])
def test_an_address_cannot_write_into_the_page(answer):
    assert b"<script>" not in answer.body
    assert b"&quot;&gt;&lt;script&gt;&amp;" in answer.body
