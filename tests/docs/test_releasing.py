"""What only a publisher knows stands in named places, and a release that forgets one of them fails."""

import importlib.util
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from mock_esms._version import __version__
from mock_esms.scenarios.json_schema import scenario_schema, settings_schema
from tests.documents import CHECKOUT

SCRIPT = CHECKOUT / ".ci" / "release_check.py"
ENTRIES = json.loads((CHECKOUT / ".ci" / "schemastore.json").read_text(encoding="utf-8"))
SCHEMAS = {"mock-esms scenario": scenario_schema(), "mock-esms settings": settings_schema()}
TAG = f"v{__version__}"


def script():
    spec = importlib.util.spec_from_file_location("release_check", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


MARK, TO_FILL, URLS, missing = (getattr(script(), name) for name in ("MARK", "TO_FILL", "URLS", "missing"))


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """A checkout as it is on the day of the first release, but for what the publisher must not touch."""
    for name in {*TO_FILL, "mock_esms/_version.py", "Dockerfile", "CHANGELOG.md"}:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(CHECKOUT / name, tmp_path / name)
    for name in TO_FILL:
        change(tmp_path / name, lambda text: text.replace(MARK, "https://example.com"))
    urls = "".join(f'{name} = "https://example.com/{name}"\n' for name in URLS)
    change(
        tmp_path / "pyproject.toml",
        lambda text: text.replace("[project.optional-", f"[project.urls]\n{urls}\n[project.optional-", 1),
    )
    day = f"## {__version__} - 2026-01-31"
    change(tmp_path / "CHANGELOG.md", lambda text: re.sub(r"^## .*$", day, text, count=1, flags=re.MULTILINE))
    return tmp_path


def change(path: Path, how: Callable[[str], str]) -> None:
    path.write_text(how(path.read_text(encoding="utf-8")), encoding="utf-8")


def test_a_checkout_in_which_everything_is_filled_in_may_be_tagged(filled):
    assert list(missing(filled, TAG)) == []


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        *((name, "example.com", MARK) for name in TO_FILL),
        *(("pyproject.toml", f"\n{name} = ", f"\nmy-{name} = ") for name in URLS),
        (".ci/schemastore.json", "https://", ""),
        ("Dockerfile", f"ARG VERSION={__version__}", "ARG VERSION=0.0.9"),
        ("CHANGELOG.md", "2026-01-31", "not released yet"),
        ("CHANGELOG.md", f"## {__version__}", "## 0.0.9"),
        ("mock_esms/_version.py", __version__, "0.0.9"),
    ],
)
def test_what_is_forgotten_is_told_with_its_file(filled, name, old, new):
    change(filled / name, lambda text: text.replace(old, new, 1))
    told = list(missing(filled, TAG))
    assert any(line.startswith(name) for line in told), told


def test_a_release_begins_with_the_check_and_ends_there_when_something_is_missing():
    release = yaml.safe_load((CHECKOUT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8"))
    commands = [step["run"] for step in release["jobs"]["build"]["steps"] if "run" in step]
    assert commands[0] == 'python .ci/release_check.py "$GITHUB_REF_NAME"'
    assert [release["jobs"][job]["needs"] for job in ("publish", "image")] == ["build", "build"]
    done = subprocess.run([sys.executable, SCRIPT, "v0.0.0"], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert f"the tag is v0.0.0, and the version {__version__}" in done.stdout


def test_every_place_to_fill_in_is_in_the_list_for_people():
    page = (CHECKOUT / "docs" / "releasing.md").read_text(encoding="utf-8")
    assert [name for name in TO_FILL if f"`{name}`" not in page] == []
    tops = [path for path in CHECKOUT.iterdir() if path.is_file()]
    below = [path for folder in (".ci", ".github", "docs", "mock_esms") for path in (CHECKOUT / folder).rglob("*.*")]
    marked = {
        path.relative_to(CHECKOUT).as_posix()
        for path in (*tops, *below)
        if path.suffix in {"", ".py", ".md", ".toml", ".json", ".yml", ".yaml", ".mjs"} and path.is_file()
        if MARK in path.read_text(encoding="utf-8")
    }
    assert marked - {".ci/release_check.py", "docs/releasing.md", "docs/releasing.vi.md"} <= set(TO_FILL)


def test_no_address_of_the_project_is_made_up():
    pages = [*CHECKOUT.glob("*.md"), *(CHECKOUT / "docs").rglob("*.md")]
    address = re.compile(r"https?://[\w.]+/mock-esms\b")
    assert [path.name for path in pages if address.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["name"])
def test_schemastore_can_take_an_entry_as_it_is(entry):
    """By the rules of its own check of the catalogue: what a name may hold, and no pattern that takes others' files."""
    assert set(entry) == {"name", "description", "fileMatch", "url"}
    for text in (entry["name"], entry["description"]):
        assert re.fullmatch(r"[^\n,. \t-]([^\n]*[^\n,. \t-])?", text)
        assert "schema" not in text.lower()
    assert all(re.search(r"\besms\b", pattern) for pattern in entry["fileMatch"])


def test_each_schema_has_its_entry_which_leads_to_its_file():
    assert {entry["name"] for entry in ENTRIES} == set(SCHEMAS)
    for entry in ENTRIES:
        path = CHECKOUT / entry["url"].partition("/scenarios/")[2].join(("scenarios/", ""))
        assert json.loads(path.read_text(encoding="utf-8"))["$id"] == SCHEMAS[entry["name"]]["$id"]
        assert f"`{SCHEMAS[entry['name']]['$id']}`" in (CHECKOUT / "docs" / "releasing.md").read_text(encoding="utf-8")
