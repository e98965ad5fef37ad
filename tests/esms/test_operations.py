import pytest

from mock_esms.esms.operations import OPERATIONS, operation_named
from mock_esms.esms.query import SECRET_NAMES


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


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=lambda operation: operation.name)
def test_every_secret_of_an_operation_is_masked_in_queries_too(operation):
    secrets = {parameter.name.lower() for parameter in operation.parameters if parameter.kind == "secret"}
    assert secrets
    assert secrets <= set(SECRET_NAMES)
