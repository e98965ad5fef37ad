"""Files that are made from the code. ``make pages`` writes them anew; the tests hold each to what the code says."""

from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType
from typing import Final

from mock_esms.scenarios.json_schema import scenario_schema, schema_text, settings_schema
from mock_esms.server.control.openapi import document_text
from tests.config.settings_page import settings_page
from tests.documents import CHECKOUT
from tests.scenarios.library_page import library_page
from tests.server.control.control_page import control_page

MADE: Final = MappingProxyType[str, Callable[[], str]](
    {
        "docs/control-api.md": control_page,
        "docs/library.md": library_page,
        "docs/openapi.json": document_text,
        "docs/settings.md": settings_page,
        "scenarios/schema/scenario.schema.json": lambda: schema_text(scenario_schema()),
        "scenarios/schema/settings.schema.json": lambda: schema_text(settings_schema()),
    }
)


def write_all(folder: Path) -> None:
    """Write every one of them below a folder."""
    for name, make in MADE.items():
        (folder / name).write_text(make(), encoding="utf-8")


if __name__ == "__main__":
    write_all(CHECKOUT)
