"""Python's development mode and asyncio's debug mode complain of whatever was not awaited, closed, or looked at."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterable
from importlib.util import find_spec
from urllib.parse import urlsplit

import pytest

from tests.cli.running import CHECKOUT, LONG, Receiver, Served, environment
from tests.cli.serve.test_cli_serve import place

signals_of_posix = pytest.mark.skipif(os.name != "posix", reason="signals are sent as POSIX has them")

WATCHFUL = {"PYTHONDEVMODE": "1", "PYTHONASYNCIODEBUG": "1", "PYTHONWARNINGS": "error"}
COMPLAINTS = ("traceback", "warning:", "never awaited", "destroyed", "never retrieved", "unclosed", "ignored in")


def posted(path: str, body: str, *, missing: int = 0) -> str:
    """A request of the control API, whose body may miss some bytes."""
    return f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body) + missing}\r\n\r\n{body}"


HANGING_ON = (
    "GET /_mock/events HTTP/1.1\r\nHost: localhost\r\n\r\n",
    posted("/_mock/wait", '{"match": {"phone": "nobody"}, "timeout": 600}'),
    posted("/_mock/clock/advance", '{"by": "1d"}'),
    posted("/_mock/wait", "{", missing=99),
    "GET /MainService.svc/json/MakeCall",
    "",
)
"""Who is still there at the end: a follower, one who waits, one who moves the clock, half requests, none at all."""


def complaints_in(lines: Iterable[str]) -> list[str]:
    return [line for line in lines if any(complaint in line.lower() for complaint in COMPLAINTS)]


@signals_of_posix
@pytest.mark.parametrize(
    ("signals", "status"),
    [
        (1, 0),
        pytest.param(
            2,
            130,
            marks=pytest.mark.skipif(
                find_spec("uvloop") is not None,
                reason="where warnings are errors, uvloop cannot free a connection that was cut off, and waits for it",
            ),
        ),
    ],
    ids=["once", "twice"],
)
def test_a_busy_sandbox_ends_without_a_complaint_of_python_or_asyncio(signals, status, tmp_path):
    options = ("--clock", "auto", "--store", str(tmp_path / "calls.db"), "--grace", "1h" if signals == 2 else "50ms")
    with (
        contextlib.ExitStack() as clients,
        Receiver((500, 302, 200)) as receiver,
        Receiver(hold=True) as holding,
        Served(*options, env=environment(**WATCHFUL)) as served,
    ):
        for url in (receiver.url, "http://127.0.0.1:1/", "http://203.0.113.9/", "http://[::1/", "https://127.0.0.1:1/"):
            place(served.url, CallbackUrl=url)
        settled = urllib.request.urlopen(f"{served.url}/_mock/wait", data=b'{"count": 5}', timeout=LONG)  # noqa: S310 - our own address
        settled.close()
        served.post("/_mock/reset")
        place(served.url, CallbackUrl=holding.url)
        address = urlsplit(served.url)
        for octets in HANGING_ON:
            client = clients.enter_context(socket.create_connection((address.hostname, address.port), timeout=LONG))
            client.sendall(octets.encode())
        assert holding.arrived.wait(LONG)
        served.popen.send_signal(signal.SIGINT)
        served.err.until("callbacks in flight: 1")
        if signals == 2:
            served.popen.send_signal(signal.SIGINT)
        assert served.popen.wait(LONG) == status
        said = [*served.err.seen, *served.err.rest()]
    assert complaints_in(said) == []
    assert [line for line in said if "interrupted" in line], "the attempt in flight was cut off, and that is told"


LIFE = """
import gc, socket, sys, urllib.request
from urllib.parse import quote
import mock_esms

def place(url):
    query = "ApiKey=test-api-key&SecretKey=test-secret-key&TemplateId=1&Phone=0901888484"
    query += f"&CallbackUrl={quote(url, safe='')}"
    urllib.request.urlopen(f"{esms.url}/MainService.svc/json/MakeCallRecord_V2?{query}").close()

hanging = socket.create_server(("127.0.0.1", 0))
with mock_esms.Sandbox(mock_esms.Settings(clock="auto", grace=0, store=sys.argv[1])) as esms:
    for url in ("http://127.0.0.1:1/", "http://203.0.113.9/", "http://[::1/", "https://127.0.0.1:1/"):
        place(url)
    esms.settle()
    place(f"http://127.0.0.1:{hanging.getsockname()[1]}/")
    taken, _ = hanging.accept()
del esms
hanging.close()
taken.close()
gc.collect()
"""
"""A sandbox that ends while a callback is on the wire; all that it was is let go before the program ends."""


def test_a_sandbox_in_a_program_leaves_nothing_open_behind_it(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", LIFE, str(tmp_path / "calls.db")],
        env=environment(**WATCHFUL, PYTHONPATH=str(CHECKOUT)),
        capture_output=True,
        text=True,
        timeout=LONG,
        check=False,
    )
    assert (done.returncode, complaints_in(done.stderr.splitlines())) == (0, []), done.stderr
