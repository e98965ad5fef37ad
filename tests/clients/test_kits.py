"""The test kits for other languages: each example suite passes against a sandbox, where the language is installed."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from mock_esms import Sandbox, Settings
from tests.documents import CHECKOUT

CLIENTS = CHECKOUT / "clients"
KITS = ("node/esms.mjs", "java/Esms.java", "php/Esms.php", "csharp/Esms.cs")
LONGEST = 200
STORIES = 5
PROJECT = """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><OutputType>Exe</OutputType>
<TargetFramework>net8.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable>
</PropertyGroup></Project>"""


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox(Settings(clock="auto", grace=0, control_token="t")) as served:
        yield served


def run(sandbox: Sandbox, *command: str, folder: Path) -> str:
    """What a program says, as far as it ends well, that finds the sandbox by its environment."""
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    environment = {**os.environ, "MOCK_ESMS_URL": sandbox.url, "MOCK_ESMS_CONTROL_TOKEN": "t"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def all_passed(said: str, sandbox: Sandbox) -> None:
    assert len(re.findall("^ok", said, re.MULTILINE)) == STORIES, said
    assert [account.api_key for account in sandbox.components.ledger] == ["test-api-key"]
    assert sandbox.calls == ()


def test_the_suite_in_node_passes(sandbox):
    command = ("node", "--test", "--test-reporter=tap", "example.test.mjs")
    all_passed(run(sandbox, *command, folder=CLIENTS / "node"), sandbox)


def test_the_suite_in_java_passes(sandbox, tmp_path):
    run(
        sandbox,
        "javac",
        "-Xlint:all",
        "-Werror",
        "-d",
        str(tmp_path),
        "Esms.java",
        "EsmsExample.java",
        folder=CLIENTS / "java",
    )
    all_passed(run(sandbox, "java", "EsmsExample", folder=tmp_path), sandbox)


def test_the_suite_in_php_passes(sandbox):
    all_passed(run(sandbox, "php", "example_test.php", folder=CLIENTS / "php"), sandbox)


def test_the_suite_in_csharp_passes(sandbox, tmp_path):
    for file in ("Esms.cs", "Program.cs"):
        shutil.copy(CLIENTS / "csharp" / file, tmp_path)
    (tmp_path / "Example.csproj").write_text(PROJECT)
    all_passed(run(sandbox, "dotnet", "run", folder=tmp_path), sandbox)


@pytest.mark.parametrize("kit", KITS)
def test_a_kit_is_one_short_file(kit):
    lines = (CLIENTS / kit).read_text(encoding="utf-8").splitlines()
    assert len(lines) <= LONGEST


def test_every_method_of_the_kit_for_node_has_its_types():
    code, types = ((CLIENTS / "node" / name).read_text(encoding="utf-8") for name in ("esms.mjs", "esms.d.ts"))
    methods = set(re.findall(r"^  (?:static )?async (\w+)\(", code, re.MULTILINE))
    typed = set(re.findall(r"^  (?:static )?(\w+)(?:<[^>]*>)?\(", types.partition("class Esms ")[2], re.MULTILINE))
    assert methods == typed
    assert len(methods) > 10
