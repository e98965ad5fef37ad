from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest

from mock_esms.config.settings import Quirks
from mock_esms.esms.requests.request import EsmsRequest, RawRequest, RefusedRequest, read_request
from mock_esms.esms.responses.operation_result import Accepted, Found, Refusal, Verbatim
from mock_esms.esms.responses.response import EsmsResponse, write_page, write_response

XHTML = "{http://www.w3.org/1999/xhtml}"
ORIGIN = "http://voiceapi.esms.vn"
HELP = f"{ORIGIN}/MainService.svc/json/help"
NASTY = 'http://h/"><script>&\ud800'
ROOT = "/MainService.svc/json"
DOCUMENTED_ID = "8eb2af6d-fb4c-4814-b9cc-4c0e3ed32edf"


def refused(error, *, origin=ORIGIN, **more):
    return RefusedRequest(error=error, operation=None, api_key=None, path="", query="", origin=origin, **more)


def request(operation="MakeCallRecord_V2", query="", accept=None):
    read = read_request(RawRequest(f"{ROOT}/{operation}", query, "localhost", accept), now=0)
    assert isinstance(read, EsmsRequest)
    return read


def page(response):
    return ET.fromstring(response.body)  # noqa: S314 - our own page


def said(response):
    return "".join(page(response).itertext())


def test_an_unknown_operation_is_a_404_with_a_page_titled_service():
    response = write_page(refused("not-found"))
    assert (response.status, response.content_type, response.headers) == (404, "text/html; charset=UTF-8", ())
    assert page(response).findtext(f"{XHTML}head/{XHTML}title") == "Service"
    assert "Endpoint not found." in said(response)


def test_a_wrong_method_is_a_405_with_allow():
    response = write_page(refused("method-not-allowed", allow="GET"))
    assert (response.status, response.content_type, response.headers) == (
        405,
        "text/html; charset=UTF-8",
        (("Allow", "GET"),),
    )
    assert page(response).findtext(f"{XHTML}head/{XHTML}title") == "Service"
    assert "Method not allowed." in said(response)


@pytest.mark.parametrize("error", ["not-found", "method-not-allowed"])
def test_a_service_page_links_to_the_help_page(error):
    assert [link.get("href") for link in page(write_page(refused(error))).iter(f"{XHTML}a")] == [HELP]


def test_a_request_error_is_a_400_that_points_to_the_logs():
    response = write_page(refused("body-unreadable"))
    assert (response.status, response.content_type) == (400, "text/html")
    assert page(response).findtext(f"{XHTML}head/{XHTML}title") == "Request Error"
    assert "The server encountered an error processing the request. See server logs for more details." in said(response)


def test_a_post_without_its_slash_is_sent_there_by_a_307():
    location = "http://rest.esms.vn/MainService.svc/json/SendMultipleMessage_V4_post_json/"
    response = write_page(refused("slash-missing", location=location))
    assert (response.status, response.content_type) == (307, "text/html; charset=UTF-8")
    assert response.headers == (("Location", location),)
    assert [link.get("href") for link in page(response).iter(f"{XHTML}a")] == [location]


@pytest.mark.parametrize("page", [refused("not-found", origin=NASTY), refused("slash-missing", location=NASTY)])
def test_an_address_cannot_write_into_the_page(page):
    body = write_page(page).body
    assert b"<script>" not in body
    assert b"&quot;&gt;&lt;script&gt;&amp;" in body


@pytest.mark.parametrize(
    ("operation", "body"),
    [
        ("MakeCallRecord_V2", b'{"CodeResult":"100","SMSID":"%s"}'),
        ("SendMultipleMessage_V4_get", b'{"CodeResult":"100","CountRegenerate":0,"SMSID":"%s"}'),
    ],
)
def test_an_accepted_call_is_answered_as_facts_has_it_to_the_byte(operation, body):
    response = write_response(request(operation), Accepted(DOCUMENTED_ID), Quirks())
    assert response == EsmsResponse(200, body % DOCUMENTED_ID.encode(), "application/json; charset=utf-8", (), "100")


def test_a_quirk_prints_the_id_as_the_documentation_does():
    response = write_response(request(), Accepted(DOCUMENTED_ID), Quirks(sms_id="documented"))
    assert response.body == b'{"CodeResult":"100","SMSID":"8eb2af6d-fb4c4814-b9cc-4c0e3ed32edf "}'


def test_the_quirk_is_the_voice_hosts():
    response = write_response(
        request("SendMultipleMessage_V4_get"),
        Accepted("d8e0f1f0702544b2acb456ca9ccfd111250"),
        Quirks(sms_id="documented"),
    )
    assert b'"SMSID":"d8e0f1f0702544b2acb456ca9ccfd111250"' in response.body


def test_wrong_keys_are_answered_as_facts_has_it_to_the_byte():
    assert write_response(request(), Refusal("101", "Authorize Failed"), Quirks()) == EsmsResponse(
        200,
        b'{"CodeResult":"101","ErrorMessage":"Authorize Failed"}',
        "application/json; charset=utf-8",
        (),
        "101",
    )


def test_a_refusal_echoes_letters_as_utf_8_and_escapes_slashes():
    response = write_response(request(), Refusal("108", 'The phone number số/1" is not valid.'), Quirks())
    assert response.body == '{"CodeResult":"108","ErrorMessage":"The phone number số\\/1\\" is not valid."}'.encode()


def test_a_refused_question_repeats_the_id_where_its_operation_does():
    response = write_response(request("GetSendStatus", "RefId=A%2Fb"), Refusal("105", "The id is not found."), Quirks())
    assert response.body == b'{"CodeResponse":"105","SMSID":"A\\/b"}'


def test_what_is_found_is_written_with_its_code():
    response = write_response(
        request("GetBalance/k/s"), Found({"CodeResponse": "100", "Balance": Decimal("1.5")}), Quirks()
    )
    assert (response.body, response.code) == (b'{"Balance":1.5000,"CodeResponse":"100"}', "100")


def test_what_a_scenario_says_to_the_byte_stays_so_whatever_accept_says():
    verbatim = Verbatim(500, b"{not json", "application/json; charset=utf-8")
    response = write_response(request(accept="application/xml"), verbatim, Quirks())
    assert response == EsmsResponse(500, b"{not json", "application/json; charset=utf-8", (), None)


def test_xml_is_written_where_the_client_wants_it_and_its_host_may():
    for accept, quirks, xml in (
        ("application/xml", Quirks(), True),
        ("application/xml", Quirks(voice_xml=False), False),
        ("application/json, application/xml", Quirks(), False),
        (None, Quirks(), False),
    ):
        response = write_response(request(accept=accept), Accepted(DOCUMENTED_ID), quirks)
        assert (response.content_type == "application/xml; charset=utf-8") is xml, (accept, quirks)
