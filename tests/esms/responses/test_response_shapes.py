import pytest

from mock_esms.esms.operations import EVERY_OPERATION
from mock_esms.esms.responses import response_shapes
from mock_esms.esms.responses.wcf_json import json_body


@pytest.mark.parametrize(
    ("shape", "body"),
    [
        (response_shapes.VOICE_CALL, b'{"CodeResult":"101","ErrorMessage":"Authorize Failed"}'),
        (response_shapes.SMS_CALL, b'{"CodeResult":"101","CountRegenerate":0,"ErrorMessage":"Authorize Failed"}'),
        (response_shapes.VOICE_STATUS, b'{"CodeResult":"101","CountRegenerate":0,"ErrorMessage":"Authorize Failed"}'),
        (response_shapes.SMS_STATUS, b'{"CodeResponse":"101","SMSID":"d8e0f1"}'),
        (response_shapes.RECEIVERS, b'{"CodeResult":"101","ErrorMessage":"Authorize Failed"}'),
        (response_shapes.BALANCE, b'{"Balance":0,"CodeResponse":"101","ErrorMessage":"Authorize Failed","UserID":0}'),
    ],
    ids=lambda value: value.name if isinstance(value, response_shapes.ResponseShape) else "",
)
def test_wrong_keys_are_answered_as_facts_prints_it_in_each_shape(shape, body):
    assert json_body(shape.refused("101", "Authorize Failed", "d8e0f1")) == body


def test_an_unknown_id_is_answered_with_the_members_of_the_status_and_its_numbers_at_zero():
    assert json_body(response_shapes.VOICE_STATUS.refused("105", "The id is not found.", "x")) == (
        b'{"CallDuration":0,"CodeResponse":"105","ErrorMessage":"The id is not found.","SendStatus":0,"SentResult":0}'
    )


@pytest.mark.parametrize(
    ("shape", "body"),
    [
        (response_shapes.VOICE_CALL, r'{"CodeResult":"100","SMSID":"8eb2af6d-fb4c-4814-b9cc-4c0e3ed32edf"}'),
        (
            response_shapes.VOICE_STATUS,
            (
                r'{"CallDuration":13,"CallStatus":"ANSWERED","CodeResponse":"100","Ivr":"","ReferenceId":'
                r'"505139D7-54F8-48A9-88FA-9460A78731DD","SendStatus":5,"SentResult":1}'
            ),
        ),
        (
            response_shapes.SMS_CALL,
            r'{"CodeResult":"100","CountRegenerate":0,"SMSID":"d8e0f1f0702544b2acb456ca9ccfd111250"}',
        ),
        (response_shapes.BALANCE, r'{"Balance":36693,"CodeResponse":"100","UserID":9999}'),
        (
            response_shapes.SMS_STATUS,
            (
                r'{"CodeResponse":"100","SMSID":"d8e0f1f0702544b2acb456ca9ccfd111250","SendFailed":0,"SendStatus":5,'
                r'"SendSuccess":1,"TotalPrice":850.0000,"TotalReceiver":1,"TotalSent":1}'
            ),
        ),
        (
            response_shapes.RECEIVERS,
            (
                r'{"CodeResult":"100","ReceiverList":[{"IsSent":true,"NetworkName":"Viettel","Phone":"0901888484",'
                r'"Retry":0,"SentResult":true}]}'
            ),
        ),
    ],
    ids=lambda value: value.name if isinstance(value, response_shapes.ResponseShape) else "",
)
def test_the_example_of_each_shape_is_the_one_that_facts_prints(shape, body):
    assert json_body(shape.example).decode() == body


def test_every_shape_is_some_operations():
    every = {shape.name for shape in vars(response_shapes).values() if isinstance(shape, response_shapes.ResponseShape)}
    # Those of questions are held in tests/server/lookups.
    assert {operation.response_shape.name for operation in EVERY_OPERATION if operation.answers is None} == every
