import pytest

from mock_esms.esms.masking import is_secret
from mock_esms.esms.operations import EVERY_OPERATION, GET_BALANCE, GET_SEND_STATUS, OPERATIONS, operation_named


@pytest.mark.parametrize("name", ["MakeCallRecord_V2", "MAKECALLRECORD_V2", "makecallrecord_v2"])
def test_an_operation_is_found_by_its_name_in_any_case(name):
    operation = operation_named(name)
    assert operation is not None
    assert operation.name == "MakeCallRecord_V2"


def test_an_unknown_operation_is_none():
    assert operation_named("MakeCoffee") is None


def test_make_call_record_has_the_parameters_of_facts_in_facts_spelling():
    operation = OPERATIONS["makecallrecord_v2"]
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
    operation = OPERATIONS["makecallrecord_v2"]
    assert operation.find("RequestID") is operation.find("requestid") is operation.find("RequestId") is not None


@pytest.mark.parametrize("operation", EVERY_OPERATION, ids=lambda operation: f"{operation.host}-{operation.name}")
def test_every_secret_of_an_operation_is_masked_in_queries_too(operation):
    secrets = {parameter.name.lower() for parameter in operation.parameters if parameter.kind == "secret"}
    assert secrets
    assert [name for name in secrets if not is_secret(name)] == []


def test_only_operations_that_place_no_call_share_a_name():
    names = [operation.name for operation in EVERY_OPERATION if operation.does == "call"]
    assert len(names) == len(set(names))


def test_of_two_operations_with_one_name_the_voice_hosts_comes_first():
    assert operation_named("GetSendStatus") is GET_SEND_STATUS


def test_an_operation_that_places_a_call_says_what_it_plays_by_a_required_parameter():
    for operation in EVERY_OPERATION:
        assert (operation.plays is not None) == (operation.does == "call")
        if operation.plays is not None:
            parameter = operation.find(operation.plays.parameter)
            assert parameter is not None
            assert parameter.required


def test_the_path_of_an_operation_shows_slash_and_segments():
    assert GET_BALANCE.path == "/MainService.svc/json/GetBalance/{ApiKey}/{SecretKey}"
    post = operation_named("SendMultipleMessage_V4_post_json")
    assert post is not None
    assert post.path == "/MainService.svc/json/SendMultipleMessage_V4_post_json/"
