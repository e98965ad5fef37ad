"""Runs the code blocks of a Markdown document, in order, as a reader would who follows it line by line.

A block's language says what is done with it, and a comment on the line above may say it more exactly::

    ```console            every `$ ` line is run by sh; what it prints must be what stands below it
    <!-- start -->        … the command goes on in the background; the output below it is what one waits for
    ```python             is run and must end with status 0
    <!-- file: NAME -->   … any block: is written to NAME, and not run
    <!-- scenario: NAME -->   … yaml: is written to NAME and must be a valid scenario
    <!-- settings: NAME -->   … yaml: is written to NAME, and a sandbox must start with it
    <!-- not run: REASON -->  … any block: is left alone

Any other block is an error. In output, `…` stands for any text in its line, and alone for any number of lines. The
ports that a document names (PORTS) are replaced: the server that is started gets a free one.
"""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path
from types import MappingProxyType
from typing import NoReturn, Self

CHECKOUT = Path(__file__).parents[1]
SANDBOX_PORT = "8080"
READER_PYTHON = os.environ.get("READER_PYTHON", "")
"""A Python in whose environment the package is installed, for readers who have no checkout; else this one reads."""
SPEED = "20"
"""Sandbox seconds a real second, where a document does not say it: what it claims holds at any speed."""
PORTS = re.compile(r"\b(?:8080|8443|9000)\b")
"""The sandbox's ports in documents, and that of the reader's own receiver."""
FENCE = re.compile(r"(`{3,})(\S*)\s*")
NOTE = re.compile(r"<!--\s*([a-z ]+?)\s*(?::\s*(.*?)\s*)?-->")
NOTES = {"start": False, "file": True, "scenario": True, "settings": True, "not run": True}
"""The comments that mean something, and whether they need a text after the colon."""


class DocumentIsWrongError(AssertionError):
    """A block does not do what the document says, or nobody knows what to do with it."""


@dataclass(frozen=True, slots=True)
class Block:
    """A code block: the line of its fence, its language, the comment above it, and its text."""

    line: int
    language: str
    note: str
    argument: str
    text: str

    def refuse(self, message: str) -> NoReturn:
        text = f"line {self.line}: {message}"
        raise DocumentIsWrongError(text)


def blocks_of(text: str) -> Iterator[Block]:
    lines = enumerate(text.splitlines(), 1)
    above = ""
    for number, line in lines:
        fence = FENCE.fullmatch(line)
        if fence is None:
            above = line if line.strip() else above
            continue
        body = []
        for _, inner in lines:
            if inner.strip() == fence[1]:
                break
            body.append(inner)
        else:
            message = f"line {number}: the block never ends"
            raise DocumentIsWrongError(message)
        note = NOTE.fullmatch(above.strip())
        above = ""
        block = Block(
            number, fence[2], note[1] if note else "", (note[2] or "") if note else "", "\n".join(body) + "\n"
        )
        if note and block.note not in NOTES:
            block.refuse(f"nobody knows the comment {note[0]}; known are {', '.join(NOTES)}")
        if note and NOTES[block.note] and not block.argument:
            block.refuse(f"the comment {note[0]} needs a text after a colon")
        yield block


def commands_of(block: Block) -> Iterator[tuple[str, str]]:
    """The commands of a console block, each with the output that the document promises."""
    parts = re.split(r"^\$ ", block.text, flags=re.MULTILINE)
    if parts[0]:
        block.refuse("a console block starts with a line `$ command`")
    for part in parts[1:]:
        command = re.match(r"(?:.*\\\n)*.*\n", part)
        assert command is not None
        yield command[0].strip(), part[command.end() :]


def fits(expected: str, actual: str) -> bool:
    """Whether an output is what the document says, with `…` standing for what differs from run to run."""
    pattern = ""
    for line in expected.rstrip().splitlines():
        if line.strip() == "…":
            pattern += r"(?:.*\n)*"
        else:
            pattern += "[^\n]*".join(re.escape(part) for part in line.rstrip().split("…")) + "\n"
    seen = "".join(line.rstrip() + "\n" for line in actual.rstrip().splitlines())
    return re.fullmatch(pattern, seen) is not None


PLUGIN = "mock_esms.pytest_plugin"


class Reader:
    """Somebody who follows a document in an empty folder; what was started ends with the `with` block."""

    def __init__(
        self, folder: Path, ports: Mapping[str, str] = MappingProxyType({}), *, checkout: Path = CHECKOUT
    ) -> None:
        """``ports`` are those that nothing on standard output tells: by the documents' numbers, the real ones.

        The commands are those of the ``checkout``.
        """
        self._folder = folder
        self._ports = dict(ports)
        self._stack = ExitStack()
        self.printed: list[str] = []
        """What each command of a console block has printed, so far."""
        commands = folder / ".commands"
        commands.mkdir()
        python = READER_PYTHON or sys.executable
        for name, words in {"mock-esms": [python, "-m", "mock_esms"], "python3": [python]}.items():
            (commands / name).write_text(f'#!/bin/sh\nexec {shlex.join(words)} "$@"\n', encoding="utf-8")
            (commands / name).chmod(0o755)
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("MOCK_ESMS_")}
        if not READER_PYTHON:
            inherited["PYTHONPATH"] = str(checkout)
            if not any(entry.value == PLUGIN for entry in entry_points(group="pytest11")):
                inherited["PYTEST_PLUGINS"] = PLUGIN  # a checkout on the path is no installation
        self._environment = inherited | {
            "PATH": f"{commands}{os.pathsep}{os.environ['PATH']}",
            "PYTHONUTF8": "1",
            "PYTHONUNBUFFERED": "1",
            "NO_COLOR": "1",
            "COLUMNS": "120",
            "no_proxy": "127.0.0.1,localhost",
            "XDG_DATA_HOME": str(folder / ".data"),  # a reader's authority is not the developer's own
        }

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def follow(self, text: str) -> None:
        """Do what every block of a document says; raises at the first one that does not hold."""
        for block in blocks_of(text):
            self._follow_block(block)

    def _follow_block(self, block: Block) -> None:
        match block.note or block.language, block.language:
            case "not run", _:
                pass
            case "file", _:
                self._write(block)
            case "start", "console":
                self._start(block)
            case "scenario", "yaml":
                self._write(block)
                self._run(block, f"mock-esms scenarios validate {shlex.quote(block.argument)}")
            case "settings", "yaml":
                self._write(block)
                with Reader(self._folder_within()) as another:
                    config = shlex.quote(str(self._folder / block.argument))
                    told = f"$ mock-esms serve --config {config}\nmock-esms ready: http://127.0.0.1:{SANDBOX_PORT}\n"
                    another._start(Block(block.line, "console", "start", "", told))
            case "console", _:
                for command, expected in commands_of(block):
                    actual = self._run(block, self._with_ports(command))
                    self.printed.append(actual)
                    promised = self._with_ports(expected)
                    if not fits(promised, actual):
                        block.refuse(f"$ {command}\n--- the document says\n{promised}--- it printed\n{actual}")
            case "python", _:
                self._run(block, f"python3 -c {shlex.quote(self._with_ports(block.text))}")
            case _:
                name = block.note or block.language or "without a language"
                block.refuse(f"nobody knows how to run a block {name}; write `<!-- not run: reason -->` above it")

    def _folder_within(self) -> Path:
        folder = self._folder / f".inner-{sum(1 for _ in self._folder.iterdir())}"
        folder.mkdir()
        return folder

    def _with_ports(self, text: str) -> str:
        return PORTS.sub(lambda found: self._ports.get(found[0], "0"), text)

    def _write(self, block: Block) -> None:
        (self._folder / block.argument).write_text(self._with_ports(block.text), encoding="utf-8")

    def _run(self, block: Block, command: str) -> str:
        done = subprocess.run(
            ["/bin/sh", "-c", command],
            cwd=self._folder,
            env=self._environment_of(command),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        if done.returncode != 0:
            block.refuse(f"$ {command}\n--- ended with status {done.returncode}\n{done.stdout}")
        return done.stdout

    def _environment_of(self, command: str) -> dict[str, str]:
        """What a reader's commands find; the address of the sandbox stands in for its port, of which suites know none.

        A suite that had it would use the sandbox of the page, in the place of one of its own.
        """
        left_out = "MOCK_ESMS_URL" if " pytest" in command else None
        return {name: value for name, value in self._environment.items() if name != left_out}

    def _start(self, block: Block) -> None:
        """Start a server and wait for the lines that the document shows; the ports in them are learnt."""
        [*others, (command, expected)] = commands_of(block)
        if others or not expected.strip():
            block.refuse("a block that starts something has one command, and the output that one waits for")
        errors = self._stack.enter_context((self._folder / f".errors-{block.line}").open("w+", encoding="utf-8"))
        process = subprocess.Popen(
            ["/bin/sh", "-c", f"exec {self._with_ports(command)}"],
            cwd=self._folder,
            env=self._environment | {"MOCK_ESMS_PORT": "0", "MOCK_ESMS_SPEED": SPEED},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            encoding="utf-8",
        )
        self._stack.callback(end, process)
        assert process.stdout is not None
        for promised in expected.splitlines():
            line = process.stdout.readline().rstrip()
            names = PORTS.findall(promised)
            parts = (".*".join(map(re.escape, part.split("…"))) for part in PORTS.split(promised))
            found = re.fullmatch(r"(\d+)".join(parts), line)
            if found is None:
                errors.seek(0)
                message = f"$ {command}\n--- the document says\n{promised}\n--- it printed\n{line}\n{errors.read()}"
                block.refuse(message)
            self._ports.update(zip(names, found.groups(), strict=True))
        if SANDBOX_PORT in self._ports:
            self._environment["MOCK_ESMS_URL"] = f"http://127.0.0.1:{self._ports[SANDBOX_PORT]}"


def end(process: subprocess.Popen[str]) -> None:
    process.terminate()
    process.communicate(timeout=100)
