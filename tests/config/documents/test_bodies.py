"""The same way for what has no lines: the JSON body of a request, read by a frozen dataclass."""

from typing import Annotated, Literal

import pytest
from jsonschema import Draft202012Validator

from mock_esms.config.documents import WrongKeysError, build
from mock_esms.config.documents.annotations import About
from mock_esms.config.documents.field_types import FilledText, Truth, integer, number
from mock_esms.config.documents.json_schema import Definitions
from mock_esms.config.match import Match
from mock_esms.model.value import Struct


class Page(Struct):
    """Which part of a long answer is wanted."""

    limit: Annotated[int, integer(1, 100)] = 50
    newest: Truth = False


class WaitBody(Struct):
    """What is waited for, and how long."""

    state: Annotated[Literal["ended", "settled"], About("The state that is waited for.")]
    match: Match | None = None
    timeout: Annotated[float, number(0, 600), About("Seconds of real time.")] = 30.0
    page: Page = Page()
    api_key: FilledText | None = None


def refused(body: object) -> str:
    with pytest.raises(WrongKeysError) as caught:
        build(WaitBody, body)
    return str(caught.value)


def test_a_right_body_is_a_checked_value():
    body = {"state": "ended", "match": {"Phone": "09*"}, "timeout": 2, "page": {"limit": 3}, "api_key": None}
    assert build(WaitBody, body) == WaitBody(
        state="ended", match=Match((("phone", "09*"),)), timeout=2.0, page=Page(limit=3)
    )


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({}, "state: this key is required"),
        ([], "keys with values must stand here (state, match, timeout, page, api_key), not a list"),
        (None, "keys with values must stand here (state, match, timeout, page, api_key), not nothing"),
        ({"state": "over"}, "state: `over` is not possible here; write 'ended' or 'settled'"),
        ({"state": 5}, "state: `5` is not possible here; write 'ended' or 'settled'"),
        ({"state": "ended", "timeout": "x"}, "timeout: `x` is not possible here; write a number from 0 to 600"),
        ({"state": "ended", "timeout": True}, "timeout: true is not possible here; write a number from 0 to 600"),
        ({"state": "ended", "timeout": 601}, "timeout: `601` is not possible here; write a number from 0 to 600"),
        ({"state": "ended", "timeout": float("nan")}, "timeout: `nan` is not possible here; write a number from"),
        ({"state": "ended", "timeout": None}, "timeout: nothing is not possible here; write a number from 0 to 600"),
        ({"state": "ended", "page": {"limit": 0}}, "page.limit: 0 is out of range; write a whole number from 1 to"),
        ({"state": "ended", "page": {"limt": 1}}, "page.limt: there is no such key here; did you mean `limit`?"),
        ({"state": "ended", "match": {"Fone": "1"}}, "match.Fone: nothing can be matched by this name; did you mean"),
        ({"state": "ended", "api_key": ""}, "api_key: this must not be empty"),
    ],
)
def test_what_is_wrong_in_a_body_is_told_by_the_path_of_its_key(body, sentence):
    assert refused(body).startswith(sentence)


def test_everything_that_is_wrong_in_a_body_is_told():
    assert refused({"timeout": -1, "page": {"newest": 1}, "state": "ended"}) == (
        "timeout: `-1` is not possible here; write a number from 0 to 600; "
        "page.newest: `1` is neither true nor false; write one of the two"
    )


def test_the_bodies_schemas_may_stand_wherever_they_are_referred_to():
    definitions = Definitions("#/components/schemas/")
    assert definitions.of(WaitBody) == {"$ref": "#/components/schemas/WaitBody"}
    schemas = definitions.all()
    assert set(schemas) == {"WaitBody", "Page", "Match", "MatchOrNull"}
    assert schemas["WaitBody"]["required"] == ["state"]
    assert schemas["WaitBody"]["properties"]["state"] == {
        "enum": ["ended", "settled"],
        "description": "The state that is waited for.",
    }
    assert schemas["WaitBody"]["properties"]["page"] == {"$ref": "#/components/schemas/Page"}
    whole_schema = {"$ref": "#/components/schemas/WaitBody", "components": {"schemas": schemas}}
    validator = Draft202012Validator(whole_schema)
    assert [*validator.iter_errors({"state": "ended", "match": None, "timeout": 1.5, "api_key": None})] == []
    (error,) = validator.iter_errors({"state": "ended", "page": {"limt": 1}})
    assert error.message == "Additional properties are not allowed ('limt' was unexpected)"
