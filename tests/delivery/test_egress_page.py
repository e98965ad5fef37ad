"""Runs docs/egress.md's table: each row is a real attempt, stopped at the moment in which a socket would connect."""

import re
import socket
from typing import NamedTuple

import pytest

from mock_esms.config.settings import Egress
from mock_esms.delivery.http.connect import SocketAddress
from tests.documents import CHECKOUT
from tests.places import running

PAGE = (CHECKOUT / "docs" / "egress.md").read_text(encoding="utf-8")
CODE = re.compile(r"`([^`]+)`")


class Row(NamedTuple):
    url: str
    lookups: list[list[str]]
    egress: Egress
    outcome: str


def rows():
    for line in PAGE.splitlines():
        if not line.startswith("| `"):
            continue
        url, found, settings, outcome = (cell.strip() for cell in line.strip("|").split("|"))
        lookups = [CODE.findall(part) for part in found.split(" then ")] if found else []
        key, _, value = settings.strip("`").partition(": ")
        old, _, new = value.partition("=")
        allow = (value,) if key == "allow" else ()
        rewrite = {old: new} if key == "rewrite" else {}
        yield Row(url.strip("`"), lookups, Egress(allow=allow, rewrite=rewrite), outcome)


@pytest.mark.parametrize("row", list(rows()), ids=lambda row: f"{row.url} {row.outcome}")
async def test_every_row_of_the_page_is_true(row, monkeypatch):
    connected: list[str] = []
    lookups = iter(row.lookups)

    async def look_up(_loop, _host, port):
        return [
            SocketAddress(socket.AF_INET6 if ":" in address else socket.AF_INET, (address, port))
            for address in next(lookups)
        ]

    class Stopped(socket.socket):
        def connect(self, address):
            connected.append(address[0])
            raise ConnectionRefusedError(111, "stopped by the test")

    monkeypatch.setattr("mock_esms.delivery.http.connect.look_up", look_up)
    async with running(egress=row.egress) as client:
        sms_id = await client.placed(CallbackUrl=row.url)
        with monkeypatch.context() as patch:
            # The sandbox runs in this loop, so that the clock can be moved without a connection.
            patch.setattr("mock_esms.delivery.http.connect.socket.socket", Stopped)
            await client.sandbox.advance("6s")
        callback = (await client.call(sms_id))["callbacks"][0]
    attempt = callback["attempts"][0]
    if row.outcome in ("blocked", "bad-url"):
        assert (attempt["error"], connected, callback["state"]) == (row.outcome, [], "blocked"), attempt
        assert len(callback["attempts"]) == 1
    else:
        assert f"connects to {' and '.join(connected)}" == row.outcome, attempt
        assert attempt["error"] == "connection-refused"
