import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from mock_esms.delivery.receiver_check import CASES
from tests.cli.running import CHECKOUT, COMMAND, LONG, environment
from tests.cli.test_cli_docs import PAGE


def completed(line: str, *, shell: str = "bash", **more: str) -> list[str]:
    """What the program answers when a shell asks it to complete the last word of a line."""
    words = line.split(" ")
    word = {"bash": str(len(words) - 1), "zsh": str(len(words) - 1), "fish": words[-1]}[shell]
    done = subprocess.run(
        COMMAND,
        env=environment(COMP_WORDS=line, COMP_CWORD=word, _MOCK_ESMS_COMPLETE=f"{shell}_complete", **more),
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        timeout=LONG,
        check=True,
    )
    assert done.stderr == ""
    return done.stdout.splitlines()


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("mock-esms sc", ["scenarios"]),
        ("mock-esms scenarios sh", ["show"]),
        ("mock-esms scenarios show answered-key-a", ["answered-key-any"]),
        ("mock-esms call 09 --scenario burs", ["burst"]),
        ("mock-esms call 090155510", [f"090155510{digit}" for digit in range(1, 6)]),
        ("mock-esms call 84912555201", ["84912555201"]),
        ("mock-esms check --only burs", ["burst"]),
        ("mock-esms check --kind zalo --only us", ["user-id"]),
        ("mock-esms serve --clock a", ["auto"]),
        ("mock-esms serve --journal", ["--journal-limit"]),
    ],
)
def test_a_word_that_has_begun_is_completed(line, names):
    assert completed(line) == [f"plain,{name}" for name in names]


def test_all_scenarios_and_all_cases_are_offered_where_nothing_was_typed():
    scenarios = {line.removeprefix("plain,") for line in completed("mock-esms scenarios show ")}
    assert scenarios == {file.stem for file in (CHECKOUT / "scenarios").glob("*.yaml")}
    cases = [line.removeprefix("plain,") for line in completed("mock-esms check --only ")]
    assert cases == [case.name for case in CASES["voice"]]


@pytest.mark.parametrize(
    ("shell", "line", "answer"),
    [
        ("zsh", "scenarios show answered-key-a", ["plain", "answered-key-any", "_"]),
        ("fish", "scenarios show answered-key-a", ["plain,answered-key-any"]),
        ("fish", "call 0901555102", ["plain,0901555102\tAnswered, and the customer presses 1"]),
    ],
)
def test_zsh_and_fish_are_answered_in_their_own_form(shell, line, answer):
    assert completed(f"mock-esms {line}", shell=shell) == answer


def test_a_service_link_in_the_environment_puts_nothing_between_the_words():
    assert completed("mock-esms serve --clock a", MOCK_ESMS_PORT="tcp://10.0.0.1:8080") == ["plain,auto"]


def documented(shell: str) -> str:
    found = re.search(rf"^\| {shell}[^|]*\|[^|]*\| `(.*)` \|$", PAGE, re.MULTILINE)
    assert found is not None
    return found[1].replace("\\|", "|")


BASH_LINES = """
COMP_WORDS=(mock-esms scenarios show bus)
COMP_CWORD=3
_mock_esms_completion mock-esms
echo ${COMPREPLY[0]}
"""
SCRIPTS = {
    "bash": BASH_LINES,
    "zsh": "whence -w _mock_esms_completion",
    "fish": "complete -C 'mock-esms scenarios show bus'",
}
SEEN = {"bash": "busy", "zsh": "_mock_esms_completion: function", "fish": "busy"}


@pytest.mark.parametrize("shell", SCRIPTS)
@pytest.mark.skipif(os.name != "posix", reason="these shells are used elsewhere")
def test_the_documented_line_makes_a_shell_complete(shell, tmp_path: Path):
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"{shell} is not installed")
    command = tmp_path / "mock-esms"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m mock_esms "$@"\n')
    command.chmod(0o755)
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    before = "autoload -Uz compinit && compinit -u -D\n" if shell == "zsh" else ""
    done = subprocess.run(
        [program, "-c", f"{before}{documented(shell)}\n{SCRIPTS[shell]}"],
        env=environment(PATH=path, PYTHONPATH=str(CHECKOUT), HOME=str(tmp_path)),
        capture_output=True,
        text=True,
        timeout=LONG,
        check=False,
    )
    assert SEEN[shell] in done.stdout, done.stderr
