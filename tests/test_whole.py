"""Answers that go out in one write are the same to the byte as those that go aiohttp's own way."""

import re

import pytest

from tests.places import running
from tests.raw import connected

DATE = re.compile(rb"Date: \w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT\r\n")
ACCEPTED = "/MainService.svc/json/MakeCallRecord_V2?ApiKey=test-api-key&SecretKey=test-secret-key&TemplateId=1&Phone={}"
REFUSED = "/MainService.svc/json/MakeCallRecord_V2?ApiKey=nobody"
BALANCE = "/mainservice.svc/json/getbalance/test-api-key/test-secret-key"


def request(address: str, *headers: str) -> bytes:
    return "\r\n".join([f"GET {address} HTTP/1.1", "Host: 127.0.0.1", *headers, "", ""]).encode()


async def bytes_of(url: str, *requests: bytes) -> bytes:
    """All that comes back on one connection; the last request must close it."""
    async with connected(url) as wire:
        await wire.send(b"".join(requests))
        return await wire.to_the_end()


def undated(answer: bytes) -> bytes:
    undated, dates = DATE.subn(b"", answer)
    assert dates == 1, answer
    return undated


@pytest.mark.parametrize("address", [REFUSED, BALANCE])
async def test_an_answer_that_keeps_the_connection_differs_only_in_saying_nothing_of_closing_it(address):
    async with running() as client:
        closing = await bytes_of(client.sandbox.url, request(address, "Connection: close"))
        both = await bytes_of(client.sandbox.url, request(address), request(address, "Connection: close"))
        kept = both[: both.rindex(b"HTTP/1.1 200 OK")]
        assert undated(closing).replace(b"Connection: close\r\n", b"") == undated(kept)


async def test_requests_that_are_sent_together_are_answered_in_their_order():
    async with running() as client:
        phones = ["0901888481", "0901888482", "0901888483"]
        requests = [request(ACCEPTED.format(phone)) for phone in phones[:-1]]
        came = await bytes_of(client.sandbox.url, *requests, request(ACCEPTED.format(phones[-1]), "Connection: close"))
        ids = [body.decode() for body in re.findall(rb'"SMSID":"([^"]+)"', came)]
        calls = (await client.get("/_mock/calls")).json["calls"]
        assert ids == [call["sms_id"] for call in calls]
        assert [call["request"]["Phone"] for call in calls] == phones


async def test_a_client_that_speaks_http_1_0_is_answered_in_it():
    async with running() as client:
        asked = request(REFUSED).replace(b"HTTP/1.1", b"HTTP/1.0")
        assert (await bytes_of(client.sandbox.url, asked)).startswith(b"HTTP/1.0 200 OK\r\n")
