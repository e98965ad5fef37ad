import pytest

from mock_esms.esms.inquiries.inquiry_checks import INQUIRY_CHECKS
from mock_esms.esms.inquiries.status_operations import GET_BALANCE
from mock_esms.esms.message_checks import MESSAGE_CHECKS
from mock_esms.esms.messages.sms_operations import SEND_CARE_JSON, SEND_VOICE_JSON
from mock_esms.esms.operations import EVERY_OPERATION, operation_of, operations_named
from mock_esms.esms.requests.masking import is_secret, shown_path
from mock_esms.esms.voice.voice_operations import GET_SEND_STATUS, MAKE_CALL_RECORD
from tests.makers import make_call


@pytest.mark.parametrize("name", ["MakeCallRecord_V2", "MAKECALLRECORD_V2", "makecallrecord_v2"])
def test_an_operation_is_found_by_its_name_in_any_case(name):
    assert operations_named(name) == (MAKE_CALL_RECORD,)


def test_no_operation_has_an_unknown_name():
    assert operations_named("MakeCoffee") == ()


def test_make_call_record_has_the_parameters_of_facts_in_facts_spelling():
    operation = MAKE_CALL_RECORD
    assert operation.method == "GET"
    assert [parameter.name for parameter in operation.parameters if parameter.required] == [
        "ApiKey",
        "SecretKey",
        "TemplateId",
        "Phone",
    ]
    assert [parameter.name for parameter in operation.parameters if not parameter.required] == [
        "SendDate",
        "MaxRepeat",
        "MaxRetry",
        "WaitRetry",
        "Ivr",
        "NumberForward",
        "TimeWaitToIvr",
        "CallbackUrl",
        "RequestId",
    ]


def test_request_id_is_one_parameter_however_it_is_spelled():
    operation = MAKE_CALL_RECORD
    assert operation.find("RequestID") is operation.find("requestid") is operation.find("RequestId") is not None


@pytest.mark.parametrize("operation", EVERY_OPERATION, ids=lambda operation: f"{operation.host}-{operation.name}")
def test_every_secret_of_an_operation_is_masked_in_queries_too(operation):
    secrets = {parameter.name.lower() for parameter in operation.parameters if parameter.kind == "secret"}
    assert secrets
    assert [name for name in secrets if not is_secret(name)] == []


def test_every_secret_in_an_address_is_masked():
    for operation in EVERY_OPERATION:
        path = operation.path.replace("{ApiKey}", "shop").replace("{SecretKey}", "hidden")
        assert "hidden" not in shown_path(path), f"name {operation.name} in masking"


def test_operations_of_one_address_are_told_apart_by_a_value():
    for operation in EVERY_OPERATION:
        does = {"call", "message", "look-up", "price"}
        namesakes = [each for each in operations_named(operation.name) if each.does in does]
        values = [value for each in namesakes if each.select is not None for value in each.select.values]
        assert len(values) == len(set(values)), operation.name
        assert sum(each.select is None for each in namesakes) < 2, operation.name


def test_an_operation_that_sends_says_what():
    for operation in EVERY_OPERATION:
        sends = operation.does in {"message", "messages", "price"}
        assert (operation.sends is not None) == sends, operation.name


def test_an_operation_that_answers_a_question_says_how():
    for operation in EVERY_OPERATION:
        assert (operation.answers is not None) == (operation.does in {"look-up", "price"}), operation.name


def test_every_check_of_a_question_that_a_row_names_is_made():
    named = {check for operation in EVERY_OPERATION if operation.answers for check in operation.answers.checks}
    assert named == set(INQUIRY_CHECKS)


def test_every_check_that_a_row_names_is_made():
    named = {check for operation in EVERY_OPERATION if operation.sends for check in operation.sends.checks}
    assert named == set(MESSAGE_CHECKS)


def test_a_call_knows_the_operation_that_it_was_asked_for_with():
    assert operation_of(make_call().request) is MAKE_CALL_RECORD
    request = make_call().request._replace(operation="SendMultipleMessage_V4_post_json")
    spoken = request._replace(raw_parameters=(("SmsType", "8"),))
    assert operation_of(spoken) is SEND_VOICE_JSON
    assert operation_of(request) is SEND_CARE_JSON


def test_parameters_stand_where_the_method_lets_them_stand():
    for operation in EVERY_OPERATION:
        in_body = operation.parameters_in in {"json", "raw-json", "form", "rqst"}
        assert (operation.method == "POST") == in_body, operation.name
        assert bool(operation.in_path) == (operation.parameters_in == "path"), operation.name
        assert operation.asks_about is None or operation.find(operation.asks_about) is not None


def test_of_two_operations_with_one_name_the_voice_hosts_comes_first():
    assert operations_named("GetSendStatus")[0] is GET_SEND_STATUS


def test_an_operation_that_places_a_call_says_what_it_plays_by_a_required_parameter():
    for operation in EVERY_OPERATION:
        assert (operation.plays is not None) == (operation.does == "call")
        if operation.plays is not None:
            parameter = operation.find(operation.plays.parameter)
            assert parameter is not None
            assert parameter.required


def test_the_path_of_an_operation_shows_slash_and_segments():
    assert GET_BALANCE.path == "/MainService.svc/json/GetBalance/{ApiKey}/{SecretKey}"
    assert SEND_VOICE_JSON.path == "/MainService.svc/json/SendMultipleMessage_V4_post_json/"
