"""The sandbox as it is measured: ``mock-esms serve`` with an account that can pay for everything."""

import json
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from benchmarks.processes import OURS, THEIRS, Server, figures_of, serving
from benchmarks.queries import API_KEY, SECRET_KEY

_SETTINGS = f"""
accounts:
  - api_key: {API_KEY}
    secret_key: {SECRET_KEY}
    balance: 1000000000000
"""
_LONGEST = 600.0


@contextmanager
def sandbox(
    *options: str, clock: str = "manual", connection: str = "close", under: tuple[str, ...] = ()
) -> Iterator[Server]:
    """A sandbox that keeps what the default keeps, and says nothing; ``under`` as for ``serving``.

    ``connection`` is the quirk: a connection of its own for each attempt, or one that stays open.
    """
    with tempfile.TemporaryDirectory() as folder:
        settings = Path(folder, "bench.yaml")
        settings.write_text(f"{_SETTINGS}quirks: {{connection: {connection}}}\n", encoding="utf-8")
        arguments = ("serve", "--port", "0", "--clock", clock, "--config", str(settings), "--quiet", *options)
        with serving("mock_esms", *arguments, core=OURS, under=under) as server:
            yield server


def place(  # noqa: PLR0913 - how many, to whom, and how
    server: Server,
    count: int,
    callback_to: str | None,
    *,
    first: int = 0,
    connections: int = 64,
    messages: bool = False,
) -> None:
    """Place so many calls, numbered from ``first``, or post so many SMS; each must be accepted."""
    command = [sys.executable, "-m", "benchmarks.caller", server.url, "--count", str(count), "--first", str(first)]
    command += ["--connections", str(connections)]
    if messages:
        command.append("--messages")
    if callback_to is not None:
        command += ["--callback-to", callback_to]
    figures = figures_of(*command, core=THEIRS)
    assert figures["failed"] == 0, figures


def advance(server: Server, **how: str) -> float:
    """Move the clock (``by="5m"``, ``until="idle"``); gives the seconds until everything due had finished."""
    started = time.perf_counter()
    ask(server, "/_mock/clock/advance", how)
    return time.perf_counter() - started


def prove_delivered(server: Server, count: int) -> None:
    """That many calls have come to their end, and the callbacks of those that are looked at were acknowledged."""
    found = ask(server, "/_mock/calls?settled=true&limit=100")
    assert found["total"] + found["dropped"] == count, (found["total"], found["dropped"], count)
    states = [callback["state"] for call in found["calls"] for callback in call["callbacks"]]
    assert set(states) <= {"delivered"}, set(states)


def ask(server: Server, path: str, body: object = None, *, method: str = "POST") -> Any:
    """What the control API answers: to a GET, or to ``method`` where there is a body."""
    connection = HTTPConnection(urlsplit(server.url).netloc, timeout=_LONGEST)
    try:
        sent = json.dumps(body) if body is not None else None
        connection.request("GET" if body is None else method, path, sent, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        text = answer.read()
    finally:
        connection.close()
    assert answer.status == 200, text
    return json.loads(text)
