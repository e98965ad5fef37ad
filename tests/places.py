"""Sandboxes for tests, and a client that talks to them as an application would: over a real socket."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import quote, urlencode

import aiohttp
from yarl import URL

from mock_esms.config.settings import Settings
from mock_esms.esms.messages.message_draft import MessageDraft
from mock_esms.model.message import Message
from mock_esms.model.times import parse_instant
from mock_esms.sandbox.async_sandbox import AsyncSandbox

START = parse_instant("2026-01-05T09:00:00+07:00")
KEYS = MappingProxyType({"ApiKey": "test-api-key", "SecretKey": "test-secret-key", "TemplateId": "rec-1"})
MAKE_CALL = "/MainService.svc/json/MakeCallRecord_V2"


@dataclass
class Reply:
    """What came back: status, headers, and the body as bytes and as JSON."""

    status: int
    headers: Any
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def error(reply: Reply, status: int) -> str:
    """The sentence of an error of the control API, which must have this status and nothing beside it."""
    assert reply.status == status, reply.body
    assert set(reply.json["error"]) == {"code", "message"}
    message: str = reply.json["error"]["message"]
    return message


class Client:
    """An application that uses the sandbox."""

    def __init__(self, sandbox: AsyncSandbox, session: aiohttp.ClientSession) -> None:
        self.sandbox = sandbox
        self.session = session

    async def send(self, method: str, target: str, **options: Any) -> Reply:
        """Send a request whose target goes out byte for byte."""
        url = URL(self.sandbox.url + target, encoded=True)
        async with self.session.request(method, url, allow_redirects=False, **options) as response:
            return Reply(response.status, response.headers, await response.read())

    async def get(self, target: str, **options: Any) -> Reply:
        return await self.send("GET", target, **options)

    async def post(self, target: str, body: object = None) -> Reply:
        return await self.send("POST", target, json=body)

    async def put(self, target: str, body: object) -> Reply:
        return await self.send("PUT", target, json=body)

    async def place(self, phone: str = "0901888484", **parameters: str) -> Reply:
        """Place a call, every value percent-encoded."""
        query = urlencode({**KEYS, "Phone": phone, **parameters}, quote_via=quote, safe="")
        return await self.get(f"{MAKE_CALL}?{query}")

    async def placed(self, phone: str = "0901888484", **parameters: str) -> str:
        """Place a call that must be accepted; gives its SMSID."""
        reply = await self.place(phone, **parameters)
        assert reply.json["CodeResult"] == "100", reply.body
        return str(reply.json["SMSID"])

    async def advance(self, **how: str) -> Any:
        reply = await self.post("/_mock/clock/advance", how or {"until": "idle"})
        assert reply.status == 200, reply.body
        return reply.json

    async def call(self, sms_id: str) -> Any:
        reply = await self.get(f"/_mock/calls/{sms_id}")
        assert reply.status == 200, reply.body
        return reply.json

    def accept(self, draft: MessageDraft) -> Message:
        """A message that the sandbox accepts; which operation asked for it makes no difference to its way."""
        exchange, now = self.sandbox.exchange, self.sandbox.components.clock.now()
        message = exchange.placer.place(draft, (), now).outcome.placed
        assert isinstance(message, Message), "the scenario answers instead"
        return message

    async def message(self, sms_id: str) -> Any:
        reply = await self.get(f"/_mock/messages/{sms_id}")
        assert reply.status == 200, reply.body
        return reply.json


@asynccontextmanager
async def running(*paths: Path, **settings: Any) -> AsyncIterator[Client]:
    """A sandbox on a free port whose clock is manual and begins at ``START``, unless the settings say otherwise."""
    chosen = Settings(**{"clock": "manual", "now": START, **settings})
    sandbox = AsyncSandbox(chosen, scenarios=paths)
    async with sandbox, aiohttp.ClientSession() as session:
        yield Client(sandbox, session)
