"""A peer: what it is called, how its answer is set, and how it is run."""

import json
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.processes import OURS, Server, free_port, on_core
from benchmarks.queries import phone, target

_LONGEST_START = 90.0
_BETWEEN_LOOKS = 0.1
_ACCEPTED = b'"CodeResult":"100"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """How a peer is started: a command that runs in a folder with these files in it."""

    command: tuple[str, ...]
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """A server to compare with; ``setup(program, port, receiver)`` says how it is started.

    With a receiver (a URL) it calls back after each answer, with None it only answers.
    """

    name: str
    program: Path
    """Below the folder of the peers; it is installed when this is there."""
    setup: Callable[[Path, int, str | None], Setup]
    warm_up: float = 1.0
    """Seconds of load before anything is measured; a Java machine compiles meanwhile."""
    calls_back: bool = True

    def installed(self, home: Path) -> bool:
        """Whether it can be started."""
        return self.found(home) is not None

    def version(self, home: Path) -> str:
        """As its package says; empty where it does not say."""
        program = self.found(home)
        for folder in program.parents if program is not None else ():
            described = folder / "package.json"
            if described.is_file():
                return str(json.loads(described.read_text(encoding="utf-8")).get("version", ""))
        return ""

    def found(self, home: Path) -> Path | None:
        """Where its program is; the name may hold a pattern, since jars have versions in theirs."""
        return next(iter(sorted(home.glob(str(self.program)))), None)


@contextmanager
def running(peer: Peer, home: Path, receiver: str | None = None) -> Iterator[Server]:
    """Run it on the core of the side that is measured until the block ends; it answers when the block begins."""
    program = peer.found(home)
    assert program is not None, f"{peer.name} is not installed in {home}"
    port = free_port()
    setup = peer.setup(program, port, receiver)
    with tempfile.TemporaryDirectory() as folder:
        for name, text in setup.files.items():
            file = Path(folder, name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        output = Path(folder, "output.log")
        with output.open("w", encoding="utf-8") as log:
            with on_core(OURS):
                process = subprocess.Popen(setup.command, cwd=folder, stdout=log, stderr=log, text=True)
            with process:
                try:
                    server = Server(process, f"http://127.0.0.1:{port}")
                    _await_answer(peer, process, server.url, output)
                    yield server
                finally:
                    process.kill()


def _await_answer(peer: Peer, process: "subprocess.Popen[str]", url: str, output: Path) -> None:
    """Ask until it accepts a call; who does not within its time, or says something else, is shown with its output."""
    latest = b"nothing"
    until = time.monotonic() + _LONGEST_START
    while time.monotonic() < until and process.poll() is None:
        try:
            latest = _answer(url)
        except OSError:
            time.sleep(_BETWEEN_LOOKS)
            continue
        if _ACCEPTED in latest.replace(b" ", b""):
            return
        time.sleep(_BETWEEN_LOOKS)
    printed = output.read_text(encoding="utf-8", errors="replace")[-2_000:]
    message = f"{peer.name} does not accept a call (its status: {process.poll()}): {latest!r}; it printed: {printed}"
    raise RuntimeError(message)


def _answer(url: str) -> bytes:
    connection = HTTPConnection(urlsplit(url).netloc, timeout=10)
    try:
        connection.request("GET", target(None, phone(0), "order-0"))
        return connection.getresponse().read()
    finally:
        connection.close()
