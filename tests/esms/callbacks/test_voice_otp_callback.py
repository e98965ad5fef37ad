import pytest

from mock_esms.config.settings import Quirks
from mock_esms.esms.callbacks.voice_otp_callback import voice_otp_callback_url
from mock_esms.esms.voice.voice import is_trial_call, progress_of
from mock_esms.model.delivery_plan import CallbackEdits
from tests.makers import RESULT, make_call

QUIRKS = Quirks()
NUMBERS = "SendFailed=0&SendStatus=5&SendSuccess=1&TotalPrice=450.0000&TotalReceiver=1&TotalSent=1"
SAID = f"SMSID=id-1&{NUMBERS}&RequestId=order-1&TypeId=8&telcoid=2&phonenumber=0901888484"


def address(template="http://h/cb", call=None, result=RESULT, quirks=QUIRKS, edits=None):
    call = call or make_call(state="ended", result=RESULT)
    return voice_otp_callback_url(template, call, result, quirks, edits)


def of(**changes):
    call = make_call(state="ended", result=RESULT)
    return call._replace(request=call.request._replace(**changes))


def test_a_message_is_reported_in_the_documented_order():
    assert address() == f"http://h/cb?{SAID}"


@pytest.mark.parametrize(
    ("template", "begins"),
    [
        ("http://h/cb?token=a%20b", "http://h/cb?token=a%20b&SMSID="),
        ("http://h/cb?token=1&", "http://h/cb?token=1&SMSID="),
        ("http://h/cb?", "http://h/cb?SMSID="),
        ("http://h/cb#part", "http://h/cb?SMSID="),
        ("http://h/a b", "http://h/a%20b?SMSID="),
        ("http://h/cb?SMSID=&SendStatus=", "http://h/cb?SMSID=&SendStatus=&SMSID="),
    ],
)
def test_everything_is_appended_behind_what_the_address_has_already(template, begins):
    assert address(template).startswith(begins)


def test_without_a_request_id_its_name_is_sent_with_nothing():
    assert "&RequestId=&TypeId=8" in address(call=of(raw_parameters=()))


@pytest.mark.parametrize(
    ("phone", "telcoid"),
    [
        ("0961888484", "1"),
        ("0901888484", "2"),
        ("0911888484", "3"),
        ("0921888484", "4"),
        ("0991888484", "5"),
        ("0871888484", "6"),
        ("0551888484", "7"),
        ("02871002454", "0"),
    ],
)
def test_telcoid_is_the_number_of_the_carrier(phone, telcoid):
    assert address(call=of(phone=phone)).endswith(f"&telcoid={telcoid}&phonenumber={phone}")


def test_a_message_that_nobody_took_has_failed():
    result = RESULT._replace(call_status="NO ANSWER", sent_result=0, price="0.0000")
    assert "SendFailed=1&SendStatus=5&SendSuccess=0&TotalPrice=0.0000&TotalReceiver=1&TotalSent=1" in address(
        result=result
    )


@pytest.mark.parametrize(("send_status", "sent"), [(2, "0"), (7, "1")])
def test_before_its_end_a_message_has_neither_failed_nor_arrived(send_status, sent):
    url = address(result=progress_of(send_status, ""))
    assert f"SendFailed=0&SendStatus={send_status}&SendSuccess=0&TotalPrice=0.0000" in url
    assert f"&TotalSent={sent}&" in url


def test_a_quirk_decides_the_type_id():
    assert "&TypeId=24&" in address(quirks=Quirks(type_id="24"))


def test_values_are_percent_encoded_and_a_quirk_decides_how_a_space_is():
    call = of(raw_parameters=(("RequestId", "a b/ễ&"),))
    assert "&RequestId=a%20b%2F%E1%BB%85%26&" in address(call=call)
    assert "&RequestId=a+b%2F%E1%BB%85%26&" in address(call=call, quirks=Quirks(callback_space="+"))


def test_a_scenario_may_replace_leave_out_and_add_what_is_said():
    edits = CallbackEdits(
        set=(("sendstatus", "9"), ("CallStatus", "none of a message's")),
        omit=("SMSID", "telcoid"),
        add=(("Extra", "1"),),
    )
    url = address(edits=edits)
    assert url.startswith("http://h/cb?SendFailed=0&sendstatus=9&SendSuccess=1")
    assert url.endswith("&TypeId=8&phonenumber=0901888484&Extra=1")


@pytest.mark.parametrize(("value", "trial"), [("1", True), ("0", False), ("", False), ("true", False), ("2", False)])
def test_only_sandbox_1_asks_for_an_answer_only(value, trial):
    assert is_trial_call(of(raw_parameters=(("Sandbox", value),)).request) is trial
