"""``/_mock/scenarios``: the library, scenarios made over the API, and arming one for the next call."""

import json
import logging
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Annotated, Final, NamedTuple, NotRequired, TypedDict

from mock_esms.config.documents import decoded_text
from mock_esms.config.documents.annotations import About, Reads
from mock_esms.config.documents.field_types import integer
from mock_esms.config.match import Match
from mock_esms.scenarios.armed import Armed
from mock_esms.scenarios.built_scenario import title_of
from mock_esms.scenarios.layers import ListedScenario, Source
from mock_esms.scenarios.loader import parse_scenario
from mock_esms.server.control.entries.entry_json import Globs
from mock_esms.server.control.serving.decode import MAX_COUNT, NoBody, RequestMatch
from mock_esms.server.control.serving.endpoint import ControlGroup, Endpoint
from mock_esms.server.control.serving.responses import DocumentErrorJson

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


class ScenarioJson(TypedDict):
    """A scenario of the library; ``problem`` says what is wrong with an edit of its file, which is not played."""

    name: str
    title: str
    source: Source
    match: Globs | None
    priority: int
    armed: int
    problem: NotRequired[str]


class ScenarioTextJson(ScenarioJson):
    """A scenario with its YAML."""

    yaml: str


class ScenariosJson(TypedDict):
    """Every scenario that can be reached by name."""

    scenarios: list[ScenarioJson]


class ScenariosControl(ControlGroup):
    """Reads and changes the library."""

    async def scenarios(self) -> ScenariosJson:
        """Every scenario."""
        return ScenariosJson(scenarios=[serialize_scenario(entry) for entry in self._components.library.entries()])

    async def scenario(self, name: str) -> ScenarioTextJson:
        """One scenario, with its YAML."""
        entry = self._components.library.entry(name)
        return {**serialize_scenario(entry), "yaml": entry.text}

    async def put(self, name: str, document: bytes) -> ScenarioJson:
        """Add a scenario until the next reset."""
        text = decoded_text(document, name)
        self._components.library.put(parse_scenario(text, name, name), text)
        return self._shown(name)

    async def delete(self, name: str) -> ScenarioJson:
        """Take away one that was added.

        One of that name beneath it comes back.
        """
        deleted = self._shown(name)
        _log_unused(self._components.library.delete(name))
        return deleted

    async def arm_new(self, body: ArmNewBody) -> ScenarioJson:
        """Arm a scenario under a name of its own, until the next reset."""
        text = json.dumps({"title": title_of(body.match), **body.scenario}, ensure_ascii=False)
        return self._shown(self._components.library.arm_new(body.match, body.times, text).name)

    async def arm(self, name: str, body: ArmBody) -> ScenarioJson:
        """Let the next calls that match play it."""
        self._components.library.arm(name, body.match, body.times)
        return self._shown(name)

    async def set_times(self, name: str, body: TimesBody) -> ScenarioJson:
        """Change for how many requests it was armed last."""
        self._components.library.set_times(name, body.times)
        return self._shown(name)

    async def disarm(self, name: str) -> ScenarioJson:
        """Let no further call play it because it was armed."""
        _log_unused(self._components.library.stand_down(name))
        return self._shown(name)

    def _shown(self, name: str) -> ScenarioJson:
        return serialize_scenario(self._components.library.entry(name))

    endpoints = (
        Endpoint("get", "/scenarios", scenarios),
        Endpoint("post", "/scenarios", arm_new, errors=(503,)),
        Endpoint("get", "/scenarios/{name}", scenario, errors=(404,)),
        Endpoint(
            "put",
            "/scenarios/{name}",
            put,
            body={"type": "object", "description": "a scenario, in YAML or JSON"},
            errors=(409, 503),
            error_answers={422: DocumentErrorJson},
        ),
        Endpoint("delete", "/scenarios/{name}", delete, errors=(404, 409)),
        Endpoint("post", "/scenarios/{name}/arm", arm, errors=(404, 503)),
        Endpoint("put", "/scenarios/{name}/arm", set_times, errors=(404, 409)),
        Endpoint("delete", "/scenarios/{name}/arm", disarm, body=NoBody, errors=(404,)),
    )


def _log_unused(never_used: Iterable[Armed]) -> None:
    for unused in never_used:
        log.warning("the scenario %s was armed for %s and never used", unused.name, str(unused.match) or "any call")


def serialize_scenario(entry: ListedScenario) -> ScenarioJson:
    """A scenario of the library."""
    serialized: ScenarioJson = {
        "name": entry.name,
        "title": entry.title,
        "source": entry.source,
        "match": None if entry.match is None else dict(entry.match.pairs),
        "priority": entry.priority,
        "armed": entry.armed,
    }
    if entry.problem:
        serialized["problem"] = entry.problem
    return serialized
