import asyncio
import json

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from mock_esms.esms.openapi import esms_schemas
from mock_esms.esms.operations import EVERY_OPERATION
from mock_esms.server.app import create_app
from mock_esms.server.control.endpoints import ENDPOINTS
from mock_esms.server.control.history.event_json import serialize_event
from mock_esms.server.control.openapi import document
from mock_esms.server.control.schemas import Schemas
from tests.places import running
from tests.receiver import FAILS, OK, Receiver

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
NEVER_END = {"get /events", "get /otp/{phone}", "post /wait"}
"""Addresses that answer late or never, as they should; tests of their own hold them against what they promise."""


def test_the_document_is_valid():
    assert [str(error) for error in OpenAPIV31SpecValidator(document("/")).iter_errors()] == []


async def test_the_document_is_served():
    async with running() as client:
        reply = await client.get("/_mock/openapi.json")
        assert (reply.status, reply.headers["Content-Type"]) == (200, "application/json; charset=utf-8")
        assert reply.json == json.loads(json.dumps(document("/")))


def test_every_operation_of_the_table_is_in_it_with_every_parameter():
    paths = document("/")["paths"]
    for operation in EVERY_OPERATION:
        described = paths[operation.path][operation.method.lower()]
        if operation.method == "POST":
            (content,) = described["requestBody"]["content"].values()
            told = set(content["schema"]["properties"])
        else:
            told = {parameter["name"] for parameter in described["parameters"]}
        assert {parameter.name for parameter in operation.parameters} <= told


async def test_it_has_every_address_of_the_control_api_and_no_other():
    routes = {
        (route.method.lower(), route.resource.canonical)
        for route in create_app().router.routes()
        if route.resource is not None
    }
    # Web pages and what belongs to them are no addresses of the API.
    served = {(m, p) for m, p in routes if p.startswith("/_mock/") and m not in {"*", "head"} and p != "/_mock/"}
    assert {(each.method, f"/_mock{each.path}") for each in ENDPOINTS} <= served
    api = {(m, p) for m, p in served if not p.startswith("/_mock/assets/")}
    assert api - {(each.method, f"/_mock{each.path}") for each in ENDPOINTS} == set()


def examples():
    """Each example of an answer with the schema that it must fit."""
    whole = document("/")
    for path, methods in whole["paths"].items():
        for described in methods.values():
            for content in described["responses"]["200"].get("content", {}).values():
                for name, example in content.get("examples", {}).items():
                    schema = {**content["schema"], "components": whole["components"]}
                    yield pytest.param(schema, example["value"], id=f"{path.rpartition('json/')[2]}-{name}")


@pytest.mark.parametrize(("schema", "value"), list(examples()))
def test_each_example_fits_its_schema(schema, value):
    assert [error.message for error in Draft202012Validator(schema).iter_errors(value)] == []


def check_every_operation(url, mode):
    """Send what schemathesis makes up to every address, and hold each answer against the document; gives how many.

    Data that the document does not allow can only be made up where it describes a query or a body.
    """
    schema = schemathesis.openapi.from_dict(document("/"))
    tried = 0
    for result in schema.get_all_operations():
        assert isinstance(result, Ok), result
        operation = result.ok()
        wanted = mode is GenerationMode.POSITIVE or operation.query.items or operation.body.items
        if operation.definition.raw.get("operationId") in NEVER_END or not wanted:
            continue

        @settings(max_examples=5, suppress_health_check=list(HealthCheck), database=None)
        @given(case=operation.as_strategy(generation_mode=mode))
        def holds(case):
            response = case.call(base_url=url, headers={"Connection": "close"})
            case.validate_response(response, checks=CHECKS)

        holds()
        tried += 1
    return tried


@pytest.mark.filterwarnings("default")
async def test_no_answer_to_what_the_document_allows_is_a_500_or_outside_of_it():
    async with running() as client:
        tried = await asyncio.to_thread(check_every_operation, client.sandbox.url, GenerationMode.POSITIVE)
    assert tried == len({(op.method, op.path) for op in EVERY_OPERATION}) + len(ENDPOINTS) - len(NEVER_END)


@pytest.mark.filterwarnings("default")
async def test_no_answer_to_what_the_document_does_not_allow_is_a_500_or_outside_of_it():
    async with running() as client:
        tried = await asyncio.to_thread(check_every_operation, client.sandbox.url, GenerationMode.NEGATIVE)
    described = [
        operation
        for methods in document("/")["paths"].values()
        for operation in methods.values()
        if "requestBody" in operation
        or any(parameter["in"] == "query" for parameter in operation.get("parameters", ()))
    ]
    assert tried == len(described) - len(NEVER_END)


def objects_of(schema):
    """Every object in a schema that names its fields."""
    if isinstance(schema, dict):
        if "properties" in schema:
            yield schema
        for part in schema.values():
            yield from objects_of(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from objects_of(part)


def test_no_object_of_the_control_api_may_have_a_field_that_is_not_described():
    whole = document("/")
    described = [each for methods in whole["paths"].values() for each in methods.values()]
    control = [each for each in described if "control" in each["tags"]]
    named = [schema for name, schema in whole["components"]["schemas"].items() if name not in esms_schemas()]
    assert [closed for closed in objects_of([control, named]) if closed.get("additionalProperties") is not False] == []


def test_the_two_sides_have_no_schema_of_one_name():
    schemas = Schemas()
    for each in ENDPOINTS:
        schemas.of(each.types["answer"])
    assert set(schemas.named) & set(esms_schemas()) == set()


async def test_every_event_is_as_it_is_described():
    whole = document("/")
    fits = Draft202012Validator({"$ref": "#/components/schemas/Event", "components": whole["components"]})
    async with Receiver.run(FAILS, OK) as receiver, running() as client:
        await client.placed("0901555501", CallbackUrl=receiver.url, Ivr="1")
        await client.place("0901888484", SecretKey="wrong")
        await client.advance(by="10s")
        await client.advance()
        await client.placed("0901888484", CallbackUrl=receiver.url)
        await client.post("/_mock/reset")
        events = client.sandbox.components.journal.events.since(0)
        kinds = {event.kind for event in events}
        assert kinds == {"request", "call", "dial", "ended", "attempt", "settled", "clock", "reset"}
        wrong = [(event.kind, error.message) for event in events for error in fits.iter_errors(serialize_event(event))]
        assert wrong == []
