"""The language of scenarios, and the settings, as JSON Schema: what editors complete and check with.

Shipped as ``scenarios/schema/*.json``, where the first line of each shipped scenario points to.
"""

import json
from typing import Final

from mock_esms.config.documents.json_schema import Schema, json_schema
from mock_esms.config.settings import FileSettings
from mock_esms.scenarios.model import Scenario

SCENARIO_SCHEMA: Final = "scenario.schema.json"
SETTINGS_SCHEMA: Final = "settings.schema.json"


def scenario_schema() -> Schema:
    """The schema of a scenario file."""
    return json_schema(Scenario, "scenario", "A scenario of mock-esms")


def settings_schema() -> Schema:
    """The schema of a settings file (``--config``)."""
    return json_schema(FileSettings, "settings", "The settings of mock-esms")


def schema_text(schema: Schema) -> str:
    """A schema as it stands in its file."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
