import pytest

from mock_esms.config.account import Account, Recording, VoiceTemplate
from mock_esms.esms.operations import EVERY_OPERATION
from mock_esms.esms.voice.voice import VALUE_READERS, spoken_text, template_warnings
from mock_esms.model.calls import CallRequest

ACCOUNT = Account(
    api_key="k",
    secret_key="s",
    recordings=("17", Recording(id="18", says="Thank you for your order.")),
    templates=("5", VoiceTemplate(id="6", text="Hello {1}, you owe {2} VND, {1}.")),
)


def request(operation, **values):
    return CallRequest(operation=operation, raw_parameters=tuple(values.items()), api_key="k", phone="0901888484")


CALLS = [operation for operation in EVERY_OPERATION if operation.does == "call"]
PLAYS = {operation.name: operation.plays for operation in CALLS if operation.plays is not None}


def test_every_row_that_calls_says_what_is_heard_by_parameters_that_can_be_read():
    assert [operation.name for operation in CALLS if operation.plays is None] == []
    assert {name for plays in PLAYS.values() for name in plays.values} <= VALUE_READERS.keys()


@pytest.mark.parametrize(
    ("asked", "heard"),
    [
        (request("MakeCallRecord_V2", TemplateId="18"), "Thank you for your order."),
        (request("MakeCallRecord_V2", TemplateId="17"), None),
        (request("MakeCallTemplate_V2", TemplateId="6", VariableListStr="Lan||42"), "Hello Lan, you owe 42 VND, Lan."),
        (request("MakeCallTemplate_V2", TemplateId="6", VariableListStr="Lan"), "Hello Lan, you owe  VND, Lan."),
        (request("MakeCallTemplate_V2", TemplateId="5", VariableListStr="Lan"), None),
        (request("VoiceOTP", Code="4711"), "4711"),
        (request("MakeCall", ApiCode="x", VarStr="Your code", VarNum="4711"), "Your code 4 7 1 1"),
        (request("MakeCall", ApiCode="6", VarStr="Lan", VarNum="42"), "Hello Lan, you owe 4 2 VND, Lan."),
        (request("MakeCall", ApiCode="x"), None),
        (request("SendMultipleMessage_V4_get", SmsType="8", Content="4711"), "4711"),
    ],
)
def test_what_is_said_to_whoever_answers(asked, heard):
    assert spoken_text(PLAYS[asked.operation], asked, ACCOUNT) == heard


def test_without_lists_any_recording_exists_and_nobody_knows_what_it_says():
    asked = request("MakeCallRecord_V2", TemplateId="1")
    assert spoken_text(PLAYS[asked.operation], asked, Account(api_key="k", secret_key="s")) is None


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (request("MakeCallTemplate_V2", TemplateId="6", VariableListStr="Lan||42"), None),
        (
            request("MakeCallTemplate_V2", TemplateId="6", VariableListStr="Lan"),
            "places for 2 values, and VariableListStr gives 1 value: the places without one stay empty",
        ),
        (
            request("MakeCallTemplate_V2", TemplateId="6", VariableListStr="Lan||42||7"),
            "VariableListStr gives 3 values: nobody hears the last",
        ),
        (request("MakeCall", ApiCode="6", VarStr="Lan"), "VarStr with VarNum gives 1 value: the places without"),
        (request("MakeCall", ApiCode="6", VarStr="Lan", VarNum="42"), None),
        (request("MakeCallTemplate_V2", TemplateId="5", VariableListStr="Lan"), None),
        (request("MakeCallRecord_V2", TemplateId="18"), None),
    ],
)
def test_a_template_that_is_given_another_number_of_values_than_it_has_places_is_told(asked, said):
    warnings = template_warnings(PLAYS[asked.operation], asked, ACCOUNT)
    assert [warning.code for warning in warnings] == ([] if said is None else ["template-values-unfit"])
    assert said is None or said in warnings[0].message, warnings
