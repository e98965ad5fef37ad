import email
import json
import os
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

from mock_esms._version import __version__

CHECKOUT = Path(__file__).parents[1]
HEAVY = ("cryptography", "faker", "phonenumbers", "pydantic", "pydantic_core", "rich", "trustme")
PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))


def heavy_modules_after(statement: str) -> list[str]:
    report = f"import json, sys; print(json.dumps(sorted(set({HEAVY!r}) & set(sys.modules))))"
    done = subprocess.run(
        [sys.executable, "-c", f"{statement}\n{report}"], cwd=CHECKOUT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    loaded: list[str] = json.loads(done.stdout)
    return loaded


@pytest.mark.parametrize(
    "module",
    [
        "mock_esms",
        "mock_esms.server.app",
        "mock_esms.sandbox.async_sandbox",
        "mock_esms.cli",
        "mock_esms.sandbox.blocking",
        "mock_esms.pytest_plugin",
    ],
)
def test_importing_what_serves_loads_nothing_heavy(module):
    assert heavy_modules_after(f"import {module}") == []


def test_the_look_for_heavy_modules_sees_one_that_is_loaded():
    assert heavy_modules_after("import rich.console") == ["rich"]


def test_files_of_a_user_are_read_and_checked_with_nothing_heavy(tmp_path):
    scenario, settings = tmp_path / "mine.yaml", tmp_path / "settings.yml"
    scenario.write_text("title: Mine\ndials: [{choose: [{weight: 7, answered: {press: any}}, busy: ]}]\n")
    settings.write_text("callback: {policy: svix, retries: 1}\n")
    statement = (
        "from mock_esms.config.settings_file import read_settings; from mock_esms.scenarios.library import Library\n"
        "from pathlib import Path\n"
        f"assert read_settings(Path({str(settings)!r})).callback.retries == 1\n"
        f"assert Library([Path({str(scenario)!r})]).get('mine').title == 'Mine'"
    )
    assert heavy_modules_after(statement) == []


def test_a_server_that_is_ready_has_loaded_nothing_heavy():
    command = [sys.executable, "-X", "importtime", "-m", "mock_esms", "serve", "--port", "0"]
    with subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        ready = server.stdout.readline()
        server.terminate()
        _, errors = server.communicate(timeout=100)
    assert ready.startswith("mock-esms ready: "), errors
    imported = {line.rpartition("|")[2].strip() for line in errors.splitlines() if line.startswith("import time:")}
    assert "aiohttp" in imported
    assert imported & {*HEAVY, "yaml", "encodings.idna", "mock_esms.server.control"} == set()


def test_no_dataclass_is_made_on_the_way_to_a_running_server():
    """Each would take as long as twenty of ``mock_esms.model.value.Struct``."""
    program = (
        "import dataclasses, sys; from mock_esms.cli.serve import run_server\n"
        "made = {v for name, m in sys.modules.items() if name.startswith('mock_esms.') for v in vars(m).values()\n"
        "    if isinstance(v, type) and v.__module__ == name and dataclasses.is_dataclass(v)}\n"
        "print(*sorted(v.__qualname__ for v in made))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dist")
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-d", str(folder)],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def wheel(built):
    with zipfile.ZipFile(next(built.glob("*.whl"))) as archive:
        yield archive


@pytest.fixture(scope="module")
def sdist_names(built):
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        return {member.name.partition("/")[2] for member in archive.getmembers() if member.isfile()}


def sources(folder: str, pattern: str = "*") -> set[str]:
    found = (path for path in (CHECKOUT / folder).rglob(pattern) if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(CHECKOUT).as_posix() for path in found}


def test_the_wheel_carries_every_module_and_the_type_marker(wheel):
    assert sources("mock_esms") <= set(wheel.namelist())


def test_the_wheel_carries_every_shipped_scenario_inside_the_package(wheel):
    shipped = sources("scenarios", "*.yaml")
    assert shipped, "there is no scenario to ship"
    assert {f"mock_esms/_{name}" for name in shipped} <= set(wheel.namelist())


def test_the_wheel_carries_nothing_beside_the_package(wheel):
    tops = {name.partition("/")[0] for name in wheel.namelist()}
    assert tops == {"mock_esms", f"mock_esms-{__version__}.dist-info"}


def test_the_wheel_installs_the_command_mock_esms(wheel):
    entry_points = wheel.read(f"mock_esms-{__version__}.dist-info/entry_points.txt").decode()
    assert "mock-esms = mock_esms.cli:main" in entry_points


def test_the_wheel_says_the_version_and_the_oldest_python_it_runs_on(wheel):
    metadata = email.message_from_bytes(wheel.read(f"mock_esms-{__version__}.dist-info/METADATA"))
    assert metadata["Version"] == __version__
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata["License-Expression"] == "MIT"


def test_whoever_has_the_sdist_can_build_and_run_the_whole_gate(sdist_names):
    wanted = {
        "pyproject.toml",
        "Makefile",
        "README.md",
        "README.vi.md",
        "CHANGELOG.md",
        "SECURITY.md",
        "LICENSE",
        "Dockerfile",
        ".ci/run",
        ".ci/venv",
    }
    wanted |= sources("mock_esms") | sources("scenarios") | sources("tests") | sources("docs") | sources("examples")
    assert wanted - sdist_names == set()


def test_every_dependency_has_a_lower_bound_that_can_be_tried():
    extras = PROJECT["project"]["optional-dependencies"]
    named = [*PROJECT["project"]["dependencies"], *extras["tls"]]
    assert [line for line in named if not re.fullmatch(r"[\w.-]+>=\d+(\.\d+)*", line)] == []


def test_the_image_says_what_it_is():
    lines = (CHECKOUT / "Dockerfile").read_text(encoding="utf-8")
    labels = dict(re.findall(r'org\.opencontainers\.image\.(\w+)="([^"]*)"', lines))
    assert labels == {
        "title": "mock-esms",
        "description": PROJECT["project"]["description"],
        "licenses": PROJECT["project"]["license"],
        "version": "${VERSION}",
        "revision": "${REVISION}",
        "source": "${SOURCE}",
    }
    assert re.search(rf"^ARG VERSION={re.escape(__version__)}$", lines, re.MULTILINE)


def test_the_changelog_opens_with_the_present_version():
    changelog = (CHECKOUT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## (\S+)", changelog, re.MULTILINE)
    assert newest is not None
    assert newest[1] == __version__


@pytest.mark.parametrize("script", [".ci/run", ".ci/venv", ".ci/lowest"])
@pytest.mark.skipif(os.name != "posix", reason="Windows has no bit that makes a file executable")
def test_the_scripts_of_the_gate_can_be_executed(script):
    assert os.access(CHECKOUT / script, os.X_OK)


def test_the_image_serves_to_the_outside_as_a_user_other_than_root():
    lines = (CHECKOUT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    assert 'ENTRYPOINT ["mock-esms"]' in lines
    assert 'CMD ["serve", "--host", "0.0.0.0"]' in lines
    assert "USER 10001:10001" in lines
    assert "EXPOSE 8080" in lines


def test_the_image_is_built_from_every_file_that_the_wheel_needs():
    kept = {
        line.removeprefix("!")
        for line in (CHECKOUT / ".dockerignore").read_text(encoding="utf-8").splitlines()
        if line.startswith("!")
    }
    project = PROJECT["project"]
    build = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
    wanted = {"pyproject.toml", project["readme"], *project["license-files"], *build["packages"]}
    assert wanted | set(build["force-include"]) <= kept


def test_every_exemption_of_the_linter_says_its_reason():
    text = (CHECKOUT / "pyproject.toml").read_text(encoding="utf-8")
    codes = re.findall(r'^    "([A-Z]+\d*)",(.*)$', text, re.MULTILINE)
    assert len(codes) > 10
    assert [code for code, rest in codes if not rest.strip().startswith("# ")] == []
