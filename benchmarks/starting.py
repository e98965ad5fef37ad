"""From process start to the first answer: ``mock-esms serve``, without and with a user's file, beside one handler."""

import tempfile
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.comparison import Comparison, Promise, in_turn
from benchmarks.extent import Extent
from benchmarks.processes import OURS, serving
from benchmarks.queries import phone, target

OWN = """\
title: Busy, then answered with a key
match: {phone: "*777777"}
dials:
  - busy:
  - choose: [{weight: 70, answered: {ring: 3s..12s, talk: 14s, press: any}}, {no_answer: {ring: 30s}}]
callback: {retries: 2, wait: [1s, 5s]}
"""
"""A scenario as a user writes one."""


def comparisons(extent: Extent) -> Iterator[Comparison]:
    """Milliseconds until the answer to a request that places a call has been read."""
    rounds = 1 if extent.quick else 15
    with tempfile.TemporaryDirectory() as folder:
        bytecode, own = Path(folder) / "bytecode", Path(folder) / "own.yaml"
        own.write_text(OWN, encoding="utf-8")

        def bare() -> float:
            return _first_answer(bytecode, "benchmarks.bare_server")

        for name, files, most in (
            ("process start to first answer", (), 1.4),
            ("the same with a scenario of one's own", (str(own),), 1.5),
        ):

            def ours(files: tuple[str, ...] = files) -> float:
                return _first_answer(bytecode, "mock_esms", "serve", *files, "--port", "0", "--quiet")

            # The first start of each compiles what it imports, as an installation would have done.
            in_turn(1, ours, bare)
            of_ours, of_bare = in_turn(rounds, ours, bare)
            yield Comparison(name=name, unit="ms", ours=of_ours, bare=of_bare, promise=Promise(most, at_most=True))


def _first_answer(bytecode: Path, module: str, *arguments: str) -> float:
    started = time.perf_counter()
    with serving(module, *arguments, core=OURS, bytecode=bytecode) as server:
        connection = HTTPConnection(urlsplit(server.url).netloc)
        connection.request("GET", target("http://127.0.0.1:9000", phone(0), "order-0"))
        answer = connection.getresponse().read()
        took = time.perf_counter() - started
        connection.close()
    assert b'"CodeResult":"100"' in answer, answer
    return took * 1000
