"""What an editor makes of the schemas: the language server that VS Code and many others use for YAML reads them.

The gate installs yaml-language-server and says with YAML_LANGUAGE_SERVER where; elsewhere these tests are skipped.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

import pytest

from tests.documents import CHECKOUT

SERVER = os.environ.get("YAML_LANGUAGE_SERVER", "")
SCHEMAS = CHECKOUT / "scenarios" / "schema"
SCENARIO = f"# yaml-language-server: $schema={SCHEMAS / 'scenario.schema.json'}\n"
SETTINGS = f"# yaml-language-server: $schema={SCHEMAS / 'settings.schema.json'}\n"
OPTIONS = {"validate": True, "hover": True, "completion": True, "schemaStore": {"enable": False}}

pytestmark = pytest.mark.skipif(
    not SERVER or shutil.which("node") is None, reason="YAML_LANGUAGE_SERVER names no yaml-language-server to ask"
)


class Editor:
    """An editor without a screen, which speaks the Language Server Protocol with the server."""

    def __init__(self) -> None:
        self._asked = 0

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(["node", SERVER, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S607
        self.ask("initialize", processId=os.getpid(), rootUri=None, capabilities={"workspace": {"configuration": True}})
        self._send({"method": "initialized", "params": {}})
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.communicate(timeout=100)

    def ask(self, method: str, **params: object) -> Any:
        self._asked += 1
        self._send({"id": self._asked, "method": method, "params": params})
        return next(message for message in self._messages() if message.get("id") == self._asked).get("result")

    def opens(self, name: str, text: str) -> list[str]:
        """Open a file; gives what the editor underlines, with line and column."""
        document = {"uri": f"file:///{name}", "languageId": "yaml", "version": 1, "text": text}
        self._send({"method": "textDocument/didOpen", "params": {"textDocument": document}})
        for message in self._messages():
            if (
                message.get("method") == "textDocument/publishDiagnostics"
                and message["params"]["uri"] == document["uri"]
            ):
                marks = [(mark["range"]["start"], mark["message"]) for mark in message["params"]["diagnostics"]]
                return sorted(f"{start['line'] + 1}:{start['character'] + 1} {text}" for start, text in marks)
        return []

    def at(self, method: str, name: str, line: int, column: int) -> Any:
        position = {"line": line - 1, "character": column - 1}
        return self.ask(f"textDocument/{method}", textDocument={"uri": f"file:///{name}"}, position=position)

    def _send(self, message: dict[str, object]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self._process.stdin.flush()

    def _messages(self) -> Iterator[dict[str, Any]]:
        """What comes from the server; what it asks of the editor is answered."""
        stdout = self._process.stdout
        assert stdout is not None
        while head := stdout.readline():
            length = int(head.removeprefix(b"Content-Length: "))
            assert stdout.readline() == b"\r\n"
            message: dict[str, Any] = json.loads(stdout.read(length))
            if "id" in message and "method" in message:
                items = message["params"].get("items", []) if message["method"] == "workspace/configuration" else []
                result = [OPTIONS if item["section"] == "yaml" else None for item in items]
                self._send({"id": message["id"], "result": result or None})
            else:
                yield message


@pytest.fixture(scope="module")
def editor() -> Iterator[Editor]:
    with Editor() as opened:
        yield opened


def test_a_misspelt_key_is_underlined_at_its_place_and_named(editor):
    story = f"{SCENARIO}title: x\ndials:\n  - answered: {{rings: 3s, press: 1}}\nreply: {{dely: 1s}}\n"
    assert editor.opens("story.yaml", story) == [
        "4:16 Property rings is not allowed.",
        "5:9 Property dely is not allowed.",
    ]
    settings = f"{SETTINGS}accounts:\n  - {{api_key: a, secret_key: b, balanse: 3}}\n"
    assert editor.opens("settings.yaml", settings) == ["3:33 Property balanse is not allowed."]


def test_nothing_is_underlined_in_a_scenario_that_ships(editor):
    text = Path(CHECKOUT / "scenarios" / "answered-key.yaml").read_text(encoding="utf-8")
    assert editor.opens("shipped.yaml", SCENARIO + text.partition("\n")[2]) == []


def test_a_key_says_what_it_means_and_what_follows_is_offered(editor):
    editor.opens("half.yaml", f"{SCENARIO}title: x\nreply:\n  delay: 2s\n  \n")
    shown = editor.at("hover", "half.yaml", 4, 4)["contents"]["value"]
    assert "How long the answer is held back, in sandbox time. Left out: 0s." in shown
    offered = {item["label"] for item in editor.at("completion", "half.yaml", 5, 3)["items"]}
    assert {"code", "status", "fault", "lost"} <= offered
    assert "delay" not in offered
