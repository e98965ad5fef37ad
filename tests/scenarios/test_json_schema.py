"""The JSON Schema that editors get: in step with the language, and neither stricter nor much laxer than it."""

import json

import pytest
import yaml
from hypothesis import given
from jsonschema import Draft202012Validator

from mock_esms.config.documents import read_tree
from mock_esms.config.settings_file import parse_settings
from mock_esms.errors import DocumentError
from mock_esms.scenarios.files import shipped_folder
from mock_esms.scenarios.json_schema import (
    scenario_schema,
    settings_schema,
)
from mock_esms.scenarios.loader import parse_scenario
from tests.config.test_settings_file import documents
from tests.scenarios.stories import refusals, stories

SCENARIO = Draft202012Validator(scenario_schema())
SETTINGS = Draft202012Validator(settings_schema())


def complaints(validator, data) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(data)]


@pytest.mark.parametrize("schema", [scenario_schema(), settings_schema()], ids=["scenario", "settings"])
def test_a_schema_is_one(schema):
    Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("path", sorted(shipped_folder().glob("*.yaml")), ids=lambda path: path.name)
def test_the_schema_accepts_every_shipped_scenario_as_other_readers_of_yaml_read_it(path):
    text = path.read_text(encoding="utf-8")
    assert complaints(SCENARIO, read_tree(text, path.name).data) == []
    assert complaints(SCENARIO, yaml.safe_load(text)) == []


@given(stories | refusals)
def test_the_schema_accepts_whatever_can_be_told(data):
    assert complaints(SCENARIO, data) == []


@given(documents)
def test_the_schema_accepts_whatever_can_be_set(data):
    assert complaints(SETTINGS, data) == []


MISTAKES = [
    "titel: x",
    "title: ''",
    "title: x\ncalback: {}",
    "title: x\npriority: high",
    "title: x\nmatch: {phon: '1'}",
    "title: x\ndials: {busy: }",
    "title: x\ndials: [bussy: ]",
    "title: x\ndials: [{busy: , failed: }]",
    "title: x\ndials: [{answered: {rings: 3s}}]",
    "title: x\ndials: [{answered: {ring: 3 seconds}}]",
    "title: x\ndials: [{answered: {ring: -3}}]",
    "title: x\ndials: [{answered: {press: 12}}]",
    "title: x\ndials: [{answered: {press: 1, forward: 1m}}]",
    "title: x\ndials: [{no_answer: {talk: 3s}}]",
    "title: x\ndials: [{failed: {ring: 3s}}]",
    "title: x\ndials: [{weight: 3, busy: }]",
    "title: x\ndials: [{choose: {busy: }}]",
    "title: x\ndials: [{choose: [{weight: x, busy: }]}]",
    "title: x\ndials: [{choose: [{choose: [busy: ]}]}]",
    "title: x\nreply: {code: 100}",
    "title: x\nreply: {code: 42}",
    "title: x\nreply: {status: 99}",
    "title: x\nreply: {status: 500, content_type: html}",
    "title: x\nreply: {fault: broken}",
    "title: x\nreply: {lost: yep}",
    "title: x\ncallback: {retries: -1}",
    "title: x\ncallback: {wait: 10s}",
    "title: x\ncallback: {wait: [10 s]}",
    "title: x\ncallback: {success: 201}",
    "title: x\ncallback: {policy: esmz}",
    "title: x\ncallback: {progress: [5]}",
    "title: x\ncallback: {progress: [2, 2]}",
    "title: x\ncallback: {copies: 0}",
    "title: x\ncallback: {set: {Status: 1}}",
    "title: x\ncallback: {set: {Ivr: true}}",
    "title: x\ncallback: {omit: [Prise]}",
    "title: x\ncallback: {omit: Price}",
    "title: x\ncallback: {add: {'': 1}}",
]


@pytest.mark.parametrize("text", MISTAKES)
def test_the_schema_refuses_what_the_reader_refuses(text):
    with pytest.raises(DocumentError):
        parse_scenario(text, "x", "x")
    assert complaints(SCENARIO, read_tree(text, "x").data) != []


@pytest.mark.parametrize(
    "text",
    [
        "acounts: []",
        "accounts: [{api_key: a}]",
        "accounts: [{api_key: a, secret_key: b, balance: lots}]",
        "callback: {retries: x}",
        "callback: {copies: 2}",
        "callback: {policy: none}",
        "egress: {allow: '*'}",
        "quirks: {sms_id: other}",
        "quirks: {no_answer_sent_result: 2}",
    ],
)
def test_the_schema_of_settings_refuses_what_their_reader_refuses(text):
    with pytest.raises(DocumentError):
        parse_settings(text, "x")
    assert complaints(SETTINGS, read_tree(text, "x").data) != []


@pytest.mark.parametrize(
    ("text", "path", "key"),
    [
        ("titel: x\ntitle: x", "$", "titel"),
        ("title: x\ndials: [bussy: ]", "$.dials[0]", "bussy"),
        ("title: x\ndials: [{busy: , bussy: }]", "$.dials[0]", "bussy"),
        ("title: x\ndials: [{answered: {rings: 3s}}]", "$.dials[0].answered", "rings"),
        ("title: x\ndials: [{answered: {press: 1, forward: {tallk: 1s}}}]", "$.dials[0].answered.forward", "tallk"),
        ("title: x\ndials: [{choose: [{wieght: 3, busy: }]}]", "$.dials[0].choose[0]", "wieght"),
        ("title: x\ndials: [{choose: [{weight: 3, busy: {rong: 1s}}]}]", "$.dials[0].choose[0].busy", "rong"),
        ("title: x\ndials: [{busy: {rong: 1s}}, {busy: }, {answered: }]", "$.dials[0].busy", "rong"),
        ("title: x\nreply: {dely: 1s}", "$.reply", "dely"),
        ("title: x\ncallback: {retires: 1}", "$.callback", "retires"),
    ],
)
def test_the_schema_names_a_misspelt_key_at_its_place(text, path, key):
    told = complaints(SCENARIO, read_tree(text, "x").data)
    assert f"{path}: Additional properties are not allowed ('{key}' was unexpected)" in told
    assert all(line.startswith(f"{path}: ") for line in told)


@pytest.mark.parametrize("text", ["title: x\ndials: [{busy: , failed: }]", "title: x\ndials: [{choose: [weight: 1]}]"])
def test_the_schema_wants_exactly_one_of_several_keys(text):
    assert complaints(SCENARIO, read_tree(text, "x").data) != []


@pytest.mark.parametrize(("schema", "name"), [(scenario_schema(), "scenario"), (settings_schema(), "settings")])
def test_a_schema_has_a_stable_name(schema, name):
    assert schema["$id"] == f"urn:mock-esms:{name}"


def test_every_key_says_what_it_means():
    def properties(schema):
        if isinstance(schema, dict):
            for name, part in schema.get("properties", {}).items():
                yield name, part
            for part in schema.values():
                yield from properties(part)
        elif isinstance(schema, list):
            for part in schema:
                yield from properties(part)

    parameters = set(scenario_schema()["$defs"]["CallbackRule"]["properties"]["set"]["properties"])
    for schema in (scenario_schema(), settings_schema()):
        silent = {name for name, part in properties(schema) if not part.get("description")}
        assert silent <= parameters


def test_the_schema_tells_defaults_as_a_document_would():
    defs = scenario_schema()["$defs"]
    assert defs["Answered"]["properties"]["ring"]["default"] == "1s"
    assert defs["CallbackRule"]["properties"]["copies"]["default"] == 1
    assert json.dumps(settings_schema()["$defs"]["Account"]["properties"]["balance"]["default"]) == "1000000"
