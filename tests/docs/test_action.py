# ruff: noqa: S310, S607 - addresses of our own sandbox, and the machine's own node
"""The action for GitHub, .ci/action: its two scripts do what action.yml says, as a runner calls them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest
import yaml

from tests.documents import CHECKOUT

ACTION = CHECKOUT / ".ci" / "action"
CALL = (
    "/MainService.svc/json/MakeCallRecord_V2?ApiKey=test-api-key&SecretKey=test-secret-key&TemplateId=1"
    "&Phone=0901888484"
)
SUMMARY = """\
### mock-esms

| what | how many |
| --- | --- |
| calls | 1 |
| messages | 0 |
| callbacks sent | 1 |
| of them acknowledged | 0 |
| callbacks that nobody took | 1 |
| warnings | 1 |
| requests that no operation answered | 1 |
"""

pytestmark = pytest.mark.skipif(shutil.which("node") is None, reason="actions run in Node, and this machine has none")


class Runner:
    """What GitHub's runner gives to a step, in files of a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"

    def run(self, script: str, **variables: str) -> subprocess.CompletedProcess[str]:
        files = {name: str(self._folder / name) for name in ("GITHUB_OUTPUT", "GITHUB_STATE", "GITHUB_STEP_SUMMARY")}
        environment = {**os.environ, **files, **variables, "RUNNER_TEMP": str(self._folder), "PATH": self._path}
        return subprocess.run(
            ["node", str(ACTION / script)], env=environment, capture_output=True, text=True, check=False, timeout=100
        )

    def written(self, name: str) -> str:
        path = self._folder / name
        return path.read_text(encoding="utf-8") if path.exists() else ""

    def values(self, name: str) -> dict[str, str]:
        return dict(line.split("=", 1) for line in self.written(name).splitlines())


def test_it_starts_the_sandbox_hands_out_its_address_and_tells_at_the_end_what_happened(tmp_path):
    runner = Runner(tmp_path)
    started = runner.run(
        "start.mjs", INPUT_INSTALL="", INPUT_ARGUMENTS="--clock auto --now '2026-01-05T09:00:00+07:00'"
    )
    assert started.returncode == 0, started.stdout
    url = runner.values("GITHUB_OUTPUT")["url"]
    with urlopen(f"{url}{CALL}&CallbackUrl=http://203.0.113.9/") as answer:
        assert answer.read().startswith(b'{"CodeResult":"100"')
    with pytest.raises(OSError, match="404"):
        urlopen(f"{url}/elsewhere")
    urlopen(f"{url}/_mock/wait", b'{"match": {}, "timeout": 30}').close()

    state = {f"STATE_{name}": value for name, value in runner.values("GITHUB_STATE").items()}
    stopped = runner.run("stop.mjs", **state)
    assert stopped.returncode == 0, stopped.stdout
    assert runner.written("GITHUB_STEP_SUMMARY").strip() == SUMMARY.strip()
    assert "::group::The log of mock-esms" in stopped.stdout
    assert "blocked" in stopped.stdout
    assert not Path(f"/proc/{state['STATE_pid']}/cmdline").exists() or sys.platform != "linux"


def test_what_keeps_it_from_starting_is_said_with_its_log(tmp_path):
    started = Runner(tmp_path).run("start.mjs", INPUT_INSTALL="", INPUT_ARGUMENTS="--clock sundial")
    assert started.returncode == 1
    assert "sundial" in started.stdout
    assert "::error title=mock-esms::It did not start: it ended with status 2." in started.stdout


def test_the_action_and_the_workflows_name_what_is_there():
    action = yaml.safe_load((ACTION / "action.yml").read_text(encoding="utf-8"))
    scripts = {action["runs"]["main"], action["runs"]["post"]}
    assert scripts == {path.name for path in ACTION.glob("*.mjs")}
    told = "".join((ACTION / script).read_text(encoding="utf-8") for script in scripts)
    assert all(f'input("{name}")' in told for name in action["inputs"])
    assert all(f'"GITHUB_OUTPUT", "{name}"' in told for name in action["outputs"])
    gate = yaml.safe_load((CHECKOUT / ".github" / "workflows" / "gate.yml").read_text(encoding="utf-8"))
    (step,) = (step for step in gate["jobs"]["action"]["steps"] if step.get("uses", "").startswith("./"))
    assert (CHECKOUT / step["uses"]) == ACTION
    assert set(step["with"]) <= set(action["inputs"])
