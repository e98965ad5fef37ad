"""``/_mock/scenarios``: the library, scenarios made over the API, and arming one for the next call."""

import json
import logging
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Annotated, Final, NamedTuple, TypedDict

from aiohttp import web

from mock_esms.config.documents import decoded_text
from mock_esms.config.documents.annotations import About, Reads
from mock_esms.config.documents.field_types import integer
from mock_esms.config.match import Match
from mock_esms.errors import DocumentError
from mock_esms.scenarios.armed import Armed
from mock_esms.scenarios.built_scenario import title_of
from mock_esms.scenarios.library import Library
from mock_esms.scenarios.loader import parse_scenario
from mock_esms.server.bodies import body_of
from mock_esms.server.control.decode import MAX_COUNT, NoBody, RequestMatch, decode_body
from mock_esms.server.control.json_types import ScenarioJson
from mock_esms.server.control.responses import document_error_response, json_response
from mock_esms.server.control.serializers import serialize_scenario, serialize_scenario_text

log: Final = logging.getLogger("mock_esms.control")


def _document(value: object) -> object:
    if not isinstance(value, dict):
        message = 'must be an object, such as {"dials": [{"busy": {}}]}'
        raise ValueError(message)  # noqa: TRY004 - callers catch one class, whatever was wrong
    return value


class ArmBody(NamedTuple):
    """Which calls play the scenario, and how many of them; null: all, until the next reset."""

    match: RequestMatch = Match()
    times: Annotated[int, integer(1, MAX_COUNT)] | None = 1


class ArmNewBody(NamedTuple):
    """A scenario that gets a name of its own, which calls or messages play it, and how many of them."""

    match: RequestMatch = Match()
    times: Annotated[int, integer(1, MAX_COUNT)] | None = 1
    scenario: Annotated[
        Mapping[str, object], Reads(_document, {"type": "object"}), About("A scenario without title and match.")
    ] = MappingProxyType({})


class TimesBody(NamedTuple):
    """How many requests play it in all, those that have played it already included; null: all."""

    times: Annotated[int, integer(0, MAX_COUNT)] | None = 1


class ScenariosJson(TypedDict):
    """Every scenario that can be reached by name."""

    scenarios: list[ScenarioJson]


class ScenariosControl:
    """Reads and changes the library."""

    def __init__(self, library: Library) -> None:
        """Serve this library."""
        self._library = library

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """The addresses."""
        return (
            web.get("/scenarios", self.scenarios),
            web.post("/scenarios", self.arm_new),
            web.get("/scenarios/{name}", self.scenario),
            web.put("/scenarios/{name}", self.put),
            web.delete("/scenarios/{name}", self.delete),
            web.post("/scenarios/{name}/arm", self.arm),
            web.put("/scenarios/{name}/arm", self.set_times),
            web.delete("/scenarios/{name}/arm", self.disarm),
        )

    async def scenarios(self, _request: web.Request) -> web.Response:
        """Every scenario that can be reached by name."""
        return json_response(ScenariosJson(scenarios=[serialize_scenario(entry) for entry in self._library.entries()]))

    async def scenario(self, request: web.Request) -> web.Response:
        """One scenario with its text, in YAML as it was written."""
        entry = self._library.entry(request.match_info["name"])
        return json_response(serialize_scenario_text(entry))

    async def put(self, request: web.Request) -> web.Response:
        """Add a scenario, in YAML or JSON, or replace the one of that name until the next reset."""
        name = request.match_info["name"]
        try:
            text = decoded_text(await body_of(request), name)
            scenario = parse_scenario(text, name, name)
        except DocumentError as error:
            return document_error_response(error)
        self._library.put(scenario, text)
        return json_response(serialize_scenario(self._library.entry(name)))

    async def delete(self, request: web.Request) -> web.Response:
        """Take away a scenario that was added over the API; one of that name beneath it comes back."""
        name = request.match_info["name"]
        entry = self._library.entry(name)
        _log_unused(self._library.delete(name))
        return json_response(serialize_scenario(entry))

    async def arm(self, request: web.Request) -> web.Response:
        """Let the next ``times`` calls that match play this scenario, whatever else would match."""
        body = await decode_body(request, ArmBody)
        name = request.match_info["name"]
        self._library.arm(name, body.match, body.times)
        return json_response(serialize_scenario(self._library.entry(name)))

    async def arm_new(self, request: web.Request) -> web.Response:
        """Arm a scenario under a name of its own, which the answer tells; it is forgotten with the next reset."""
        body = await decode_body(request, ArmNewBody)
        text = json.dumps({"title": title_of(body.match), **body.scenario}, ensure_ascii=False)
        armed = self._library.arm_new(body.match, body.times, text)
        return json_response(serialize_scenario(self._library.entry(armed.name)))

    async def set_times(self, request: web.Request) -> web.Response:
        """Change for how many requests it was armed last."""
        body = await decode_body(request, TimesBody)
        name = request.match_info["name"]
        self._library.set_times(name, body.times)
        return json_response(serialize_scenario(self._library.entry(name)))

    async def disarm(self, request: web.Request) -> web.Response:
        """Let no further call play this scenario because it was armed."""
        await decode_body(request, NoBody)
        name = request.match_info["name"]
        _log_unused(self._library.stand_down(name))
        return json_response(serialize_scenario(self._library.entry(name)))


def _log_unused(never_used: Iterable[Armed]) -> None:
    for unused in never_used:
        log.warning("the scenario %s was armed for %s and never used", unused.name, str(unused.match) or "any call")
