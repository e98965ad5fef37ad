"""What a suite pays for once, and before each test: start and reset, beside pytest-httpserver's start and clear."""

import logging
import time
from collections.abc import Callable, Iterator
from statistics import median
from typing import Any
from urllib.request import urlopen

from benchmarks.comparison import Comparison, Promise, in_turn
from benchmarks.extent import Extent
from benchmarks.peers.python import library
from benchmarks.queries import PATH, phone, target
from mock_esms.sandbox.blocking import Sandbox

PEER = "pytest_httpserver"
_RESETS = 100
"""In each round."""


def comparisons(extent: Extent) -> Iterator[Comparison]:
    """Milliseconds of each in one process; nothing where pytest-httpserver is not installed."""
    peer = library(extent.peers, PEER)
    if peer is None:
        return
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # what it is built on logs every request
    rounds = 1 if extent.quick else 9

    def start_theirs() -> float:
        return _start(peer.HTTPServer())

    in_turn(1, _start_ours, start_theirs)  # the first start of each imports what it needs
    ours, theirs = in_turn(rounds, _start_ours, start_theirs)
    yield _beside("start of the fixture beside pytest-httpserver's", ours, theirs)
    ours, theirs = in_turn(rounds, _reset_ours, lambda: _clear_theirs(peer.HTTPServer()))
    yield _beside("reset of the fixture beside pytest-httpserver's clear", ours, theirs)


def _beside(name: str, ours: tuple[float, ...], theirs: tuple[float, ...]) -> Comparison:
    return Comparison(name=name, unit="ms", ours=ours, bare=theirs, promise=Promise(1.0, at_most=True))


def _start_ours() -> float:
    return _start(Sandbox())


def _start(server: Any) -> float:
    took = _milliseconds(server.start)
    server.stop()
    return took


def _reset_ours() -> float:
    with Sandbox() as esms:
        return _forget(esms.url + target(None, phone(0), ""), esms.reset)


def _clear_theirs(server: Any) -> float:
    with server:

        def expect() -> None:
            server.expect_request(PATH).respond_with_data("100")

        expect()
        return _forget(server.url_for(PATH), server.clear, expect)


def _forget(url: str, forget: Callable[[], None], begin: Callable[[], None] = lambda: None) -> float:
    """The median of many, each after one request, as after a test."""

    def once() -> float:
        with urlopen(url) as answer:  # noqa: S310 - our own server
            assert b"100" in answer.read()
        took = _milliseconds(forget)
        begin()
        return took

    return median(once() for _ in range(_RESETS))


def _milliseconds(do: Callable[[], object]) -> float:
    began = time.perf_counter()
    do()
    return (time.perf_counter() - began) * 1000
