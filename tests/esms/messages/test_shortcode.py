"""What a partner is told when somebody writes to a shortcode, and what its answer comes to (FACTS-MESSAGES 5)."""

import pytest

from mock_esms.config.account import Shortcode
from mock_esms.config.settings import Quirks
from mock_esms.esms.callbacks.entry_callback import entry_callback_url
from mock_esms.esms.messages.shortcode import (
    inbound_request,
    keyword_of,
    reply_of,
    shortcode_for,
    signature,
)
from mock_esms.model.callback import DONE, Attempt, Callback
from mock_esms.model.calls import ScenarioChoice
from mock_esms.model.inbound import Inbound
from mock_esms.model.times import parse_instant
from tests.makers import PLAN

AT = parse_instant("2013-02-28T13:01:01+07:00")
EIGHT = Shortcode(number="8041", url="http://domain.abc/receive_mo", keyword="DK", cpid="abcdef", private_key="key")


def make_inbound(*answers, url=EIGHT.url, content="DK ABC"):
    """What somebody wrote, and the attempts to tell of it that were answered so."""
    shortcode = Shortcode(number="8041", url=url, cpid="abcdef", private_key="key")
    request = inbound_request(
        shortcode, api_key="test-api-key", phone="0901888484", content=content, sms_id="1234", at=AT
    )
    attempts = tuple(
        answer
        if isinstance(answer, Attempt)
        else Attempt(number=number, at=AT, url=url, ms=1.0, status=200, acknowledged=True, answer=answer)
        for number, answer in enumerate(answers, 1)
    )
    return Inbound(
        sms_id="1234",
        number=1,
        request=request,
        scenario="default",
        chosen=ScenarioChoice("default"),
        received_at=AT,
        callback_plan=PLAN,
        callbacks=(Callback(send_status=DONE, attempts=attempts),),
    )


def reply_to(*answers):
    """What comes of these answers; there must be something."""
    reply = reply_of(make_inbound(*answers))
    assert reply is not None
    return reply


def answer(message="Hello", sms_id="1234", receiver="84901888484"):
    return (
        f"<ClientResponse><Message>{message}</Message><Smsid>{sms_id}</Smsid>"
        f"<Receiver>{receiver}</Receiver></ClientResponse>"
    )


def test_the_sign_is_the_one_that_the_documentation_computes():
    signed = signature("abcdef", "1234", "xyz", "", "17417a0d20114d36a902e49cad0e97f3")
    assert signed == "O85nc2XByOhTm8a8t2rYKA=="


def test_the_sign_is_over_cpid_smsid_content_receivertime_and_key_in_utf_8():
    parts = ("cp", "id", "Chào bạn", "20130228130101", "key")
    assert signature(*parts) == signature("", "", "".join(parts[:4]), "", "key")
    assert signature(*parts) != signature("cp", "id", "Chao ban", "20130228130101", "key")


def test_the_partner_is_told_eight_parameters_in_the_documented_order():
    assert entry_callback_url(make_inbound(content="DK Hà Nội"), Callback(send_status=DONE), Quirks(), None) == (
        "http://domain.abc/receive_mo?sender=84901888484&content=DK%20H%C3%A0%20N%E1%BB%99i&serviceNumber=8041"
        f"&keyword=DK&sign={make_inbound(content='DK Hà Nội').request.sign.replace('+', '%2B').replace('/', '%2F')}"
        "&cpid=abcdef&smsid=1234&receiverTime=20130228130101"
    ).replace("==&", "%3D%3D&")


def test_an_address_that_has_a_query_keeps_it():
    inbound = make_inbound(url="http://domain.abc/mo?token=1#top")
    url = entry_callback_url(inbound, Callback(send_status=DONE), Quirks(), None)
    assert url.startswith("http://domain.abc/mo?token=1&sender=84901888484&content=DK%20ABC&")


@pytest.mark.parametrize(("content", "keyword"), [("DK ABC", "DK"), ("  dk", "dk"), ("Một hai", "Một")])
def test_the_keyword_is_the_first_word(content, keyword):
    assert keyword_of(content) == keyword


def test_a_keyword_is_found_in_any_case_and_before_the_entry_that_takes_all():
    every = Shortcode(number="8041", url="http://every")
    other = Shortcode(number="8079", url="http://other")
    entries = (every, other, EIGHT)
    assert shortcode_for(entries, "8041", "dk abc") is EIGHT
    assert shortcode_for(entries, "8041", "TC abc") is every
    assert shortcode_for(entries, "8079", "DK") is other
    assert shortcode_for(entries, "6088", "DK") is None
    assert shortcode_for((EIGHT,), "8041", "TC") is None


def test_the_answer_is_the_reply():
    reply = reply_to(answer("Chào &amp; cảm ơn\r\n"))
    assert (reply.text, reply.problem, reply.at) == ("Chào & cảm ơn", "", AT)


@pytest.mark.parametrize(
    "said",
    [
        answer().replace("</Smsid>", "</Smdid>"),  # as the documentation's own sample closes it
        f'<?xml version="1.0" encoding="utf-16"?>\n{answer()}',  # as .NET writes a string
        f"\n  {answer()}\n",
        answer("<![CDATA[Hello]]>"),
    ],
)
def test_answers_that_partners_write_are_understood(said):
    assert reply_to(said) == (AT, "Hello", "")


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ("OK", "the answer is no XML: syntax error"),
        ("", "the answer is no XML: no element found"),
        ("<ClientResponse><Message>Hello</Mesage></ClientResponse>", "the answer is no XML: mismatched tag"),
        (answer("A & B"), "with & in a text written as &amp; and < as &lt;"),
        (answer("1 < 2"), "with & in a text written as &amp; and < as &lt;"),
        ("<Response><Message>Hello</Message></Response>", "the answer's root is Response, not ClientResponse"),
        (answer(" "), "the answer has no Message"),
        ("<ClientResponse><message>Hello</message></ClientResponse>", "the answer has no Message"),
        ('<!DOCTYPE a [<!ENTITY b "c">]>' + answer("&b;"), "the answer has a document type"),
        (f"<ClientResponse>{'<a>' * 9}{'</a>' * 9}</ClientResponse>", "more than 4 elements deep"),
    ],
)
def test_an_answer_that_cannot_be_used_is_no_reply_and_says_why(said, problem):
    reply = reply_to(said)
    assert reply.text is None
    assert problem in reply.problem


def test_a_reply_that_names_another_message_or_phone_is_sent_and_told():
    reply = reply_to(answer(sms_id="99", receiver="0911000000"))
    assert reply.text == "Hello"
    assert "Smsid is '99', and it was told '1234'" in reply.problem
    assert "Receiver is '0911000000', and it was told '84901888484'; the reply goes to whoever wrote" in reply.problem


def test_an_answer_that_was_not_acknowledged_is_no_reply():
    refused = Attempt(number=1, at=AT, url="http://x", ms=1.0, status=500, answer=answer())
    silent = Attempt(number=1, at=AT, url="http://x", ms=1.0, error="timeout", detail="no answer within 10s")
    on_the_wire = Attempt(number=1, at=AT, url="http://x")
    assert reply_to(refused) == (AT, None, "the answer's status is 500")
    assert reply_to(silent) == (AT, None, "no answer within 10s")
    assert reply_of(make_inbound(on_the_wire)) is None
    assert reply_to(refused, answer("at last")).text == "at last"


def test_one_message_has_one_reply_however_often_it_was_told():
    assert reply_to("OK", answer("first"), answer("second")).text == "first"
