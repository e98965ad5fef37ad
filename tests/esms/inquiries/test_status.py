from decimal import Decimal

import pytest

from mock_esms.esms.inquiries.status import balance, receivers, sms_status, voice_status
from mock_esms.esms.responses.wcf_json import json_body
from mock_esms.model.calls import CallResult
from tests.makers import RESULT, make_call

DIALLING = make_call(state="dialling", steps=1)
ANSWERED = make_call(
    state="ended",
    steps=2,
    sms_id="505139d7-54f8-48a9-88fa-9460a78731dd",
    result=CallResult("ANSWERED", 13, "", "850.0000", 1, 5, "02871002454"),
)
UNANSWERED = make_call(state="ended", steps=6, result=RESULT._replace(call_status="NO ANSWER", sent_result=0))


def test_the_status_of_an_answered_call_is_that_of_facts_to_the_byte():
    assert json_body(voice_status(ANSWERED)) == (
        b'{"CallDuration":13,"CallStatus":"ANSWERED","CodeResponse":"100","Ivr":"",'
        b'"ReferenceId":"505139D7-54F8-48A9-88FA-9460A78731DD","SendStatus":5,"SentResult":1}'
    )


def test_nobody_answered_is_one_word_in_a_status():
    assert voice_status(UNANSWERED)["CallStatus"] == "NOANSWERED"


def test_a_pressed_key_is_told():
    call = make_call(state="ended", result=RESULT._replace(ivr="1"))
    assert voice_status(call)["Ivr"] == "1"


@pytest.mark.parametrize(
    ("call", "send_status"),
    [
        (make_call(), 2),
        (DIALLING, 7),
        (DIALLING._replace(state="talking"), 7),
        (ANSWERED, 5),
        (UNANSWERED, 5),
    ],
)
def test_send_status_is_2_while_it_waits_7_until_it_is_over_and_then_5(call, send_status):
    assert voice_status(call)["SendStatus"] == sms_status(call)["SendStatus"] == send_status


def test_a_call_that_is_not_over_has_no_result_yet():
    assert json_body(voice_status(make_call(sms_id="a"))) == (
        b'{"CallDuration":0,"CallStatus":"","CodeResponse":"100","Ivr":"","ReferenceId":"A","SendStatus":2,"SentResult":0}'
    )


def test_the_status_of_a_message_is_that_of_facts_to_the_byte():
    assert json_body(sms_status(ANSWERED)) == (
        b'{"CodeResponse":"100","SMSID":"505139d7-54f8-48a9-88fa-9460a78731dd","SendFailed":0,"SendStatus":5,'
        b'"SendSuccess":1,"TotalPrice":850.0000,"TotalReceiver":1,"TotalSent":1}'
    )


@pytest.mark.parametrize(
    ("call", "failed", "success", "sent"), [(make_call(), 0, 0, 0), (DIALLING, 0, 0, 1), (UNANSWERED, 1, 0, 1)]
)
def test_a_message_counts_as_sent_when_it_is_dialled_and_as_failed_when_nobody_took_it(call, failed, success, sent):
    status = sms_status(call)
    assert (status["SendFailed"], status["SendSuccess"], status["TotalSent"]) == (failed, success, sent)


def test_the_receivers_of_a_message_are_those_of_facts_to_the_byte():
    call = ANSWERED._replace(request=ANSWERED.request._replace(phone="0961888484"))
    assert json_body(receivers(call)) == (
        b'{"CodeResult":"100","ReceiverList":[{"IsSent":true,"NetworkName":"Viettel","Phone":"0961888484","Retry":0,'
        b'"SentResult":true}]}'
    )


@pytest.mark.parametrize(
    ("call", "receiver"),
    [
        (UNANSWERED, b'"IsSent":true,"NetworkName":"MobiFone","Phone":"0901888484","Retry":2,"SentResult":false'),
        (make_call(), b'"IsSent":false,"NetworkName":"MobiFone","Phone":"0901888484","Retry":0,"SentResult":false'),
    ],
)
def test_a_receiver_who_did_not_answer_was_dialled_again_and_one_who_waits_was_not(call, receiver):
    assert json_body(receivers(call)) == b'{"CodeResult":"100","ReceiverList":[{%s}]}' % receiver


def test_a_landline_has_no_network():
    call = ANSWERED._replace(request=ANSWERED.request._replace(phone="02871002454"))
    assert b"NetworkName" not in json_body(receivers(call))


@pytest.mark.parametrize(
    ("left", "written"), [("36693", b"36693"), ("36693.5", b"36693.5000"), ("-450", b"-450"), ("1E+6", b"1000000")]
)
def test_a_balance_is_a_whole_number_or_has_four_places(left, written):
    assert json_body(balance(Decimal(left))) == b'{"Balance":%s,"CodeResponse":"100","UserID":9999}' % written
