"""``mock-esms record`` in a process of its own, with another sandbox in eSMS's place."""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.cli.running import CHECKOUT, Process, environment


def free_port() -> int:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        port: int = bound.getsockname()[1]
        return port


class Recorded(Process):
    """``record`` on a free port; ``url`` is where applications and eSMS reach it."""

    def __init__(self, upstream: str, output: Path | None, *args: str, public_url: str | None = None) -> None:
        port = free_port()
        public = public_url or f"http://127.0.0.1:{port}"
        given = ["--upstream", upstream, "--public-url", public, "--port", str(port), "--yes", *args]
        if output is not None:
            given += ["--output", str(output)]
        super().__init__("record", *given, env=environment(PYTHONPATH=str(CHECKOUT)))
        ready = self.out.next()
        assert ready == f"mock-esms record ready: http://127.0.0.1:{port}", ready
        self.url = f"http://127.0.0.1:{port}"
        self._output = output

    def entries(self) -> list[dict[str, Any]]:
        assert self._output is not None
        return [json.loads(line) for line in self._output.read_text(encoding="utf-8").splitlines()]


@contextmanager
def recorded(upstream: str, output: Path | None, *args: str) -> Iterator[Recorded]:
    with Recorded(upstream, output, *args) as process:
        yield process
