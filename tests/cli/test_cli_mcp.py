"""`mock-esms mcp`: an agent's client talks to the command as it is installed, and uses each of the ten tools."""

import json
import sys
from contextlib import asynccontextmanager

import pytest

from mock_esms.cli.mcp.mcp_tools import Tools
from tests.cli.running import run
from tests.receiver import OK, Receiver
from tests.sms import CARE, DEMO

mcp = pytest.importorskip("mcp", reason="the SDK is an extra: pip install mock-esms[mcp]")

NAMES = ["place", "send", "wait", "inbox", "otp", "arm", "advance", "check", "explain", "evidence"]


class Agent:
    """What an agent does with the tools."""

    def __init__(self, session):
        self._session = session

    async def use(self, name, **arguments):
        """The result of a tool, as JSON where it is JSON."""
        result = await self._session.call_tool(name, arguments)
        text = result.content[0].text
        assert not result.is_error, text
        return json.loads(text) if text.startswith("{") else text

    async def mistake(self, name, **arguments):
        """What a tool says that was used wrongly."""
        result = await self._session.call_tool(name, arguments)
        assert result.is_error
        return result.content[0].text


@asynccontextmanager
async def agent(*options):
    from mcp.client.stdio import stdio_client  # noqa: PLC0415 - it is there when the test is not skipped

    command = mcp.StdioServerParameters(command=sys.executable, args=["-m", "mock_esms", "mcp", *options])
    async with stdio_client(command) as streams, mcp.ClientSession(*streams) as session:
        hello = await session.initialize()
        assert "in the place of https://voiceapi.esms.vn" in hello.instructions
        listed = (await session.list_tools()).tools
        assert [tool.name for tool in listed] == NAMES
        assert all(tool.description for tool in listed)
        yield Agent(session)


async def test_an_agent_writes_an_integration_with_ten_tools_over_a_sandbox_of_its_own():
    async with Receiver.run(OK) as receiver, agent() as esms:
        placed = await esms.use("place", phone="0901555102", callback_url=f"{receiver.url}/voice")
        assert placed["answer"]["CodeResult"] == "100"
        (call,) = (await esms.use("wait", match={"phone": "0901555102"}))["calls"]
        assert call["result"]["Ivr"] == "1"
        assert "acknowledged" in await esms.use("evidence", match={"phone": "0901555102"})

        assert (await esms.use("arm", scenario="message-failed", match={"phone": "0912345678"}))["armed"] == 1
        message = {name: value for name, value in CARE.items() if name not in {"ApiKey", "SecretKey"}}
        sent = await esms.use("send", operation="SendMultipleMessage_V4_post_json", parameters=message)
        assert (sent["status"], sent["warnings"]) == (200, [])
        assert (await esms.use("advance"))["pending"] == 0
        (item,) = (await esms.use("inbox", phone=CARE["Phone"]))["items"]
        assert item["text"] == DEMO
        assert (await esms.use("otp", phone=CARE["Phone"]))["code"] == "123456"

        assert "no_answer" in (await esms.use("explain", scenario="no-answer"))["yaml"]
        assert len((await esms.use("explain"))["scenarios"]) > 100
        verdict = await esms.use("check", callback_url=f"{receiver.url}/sms", only="delivered", kind="sms")
        assert (verdict["kind"], verdict["cases"][0]["ok"]) == ("sms", True)


async def test_what_an_agent_does_wrong_is_told_in_a_sentence():
    async with agent() as esms:
        assert "eSMS has no operation 'SendSms'; it has: " in await esms.mistake(
            "send", operation="SendSms", parameters={}
        )
        assert "no code" in await esms.mistake("otp", phone="0901888484")
        assert "nobody listens" in await esms.mistake("check", callback_url="http://127.0.0.1:9/voice")


def test_without_a_sandbox_at_the_address_one_sentence_says_so():
    done = run("mcp", "--url", "http://127.0.0.1:9")
    assert done.returncode == 2
    assert done.stderr.count("\n") <= 2
    assert "127.0.0.1:9" in done.stderr
    assert "Traceback" not in done.stderr


def test_without_the_sdk_one_sentence_says_how_to_get_it(monkeypatch):
    from click.testing import CliRunner  # noqa: PLC0415 - the command itself is what is tried

    from mock_esms.cli.mcp import mcp_command  # noqa: PLC0415
    from mock_esms.errors import UsageError  # noqa: PLC0415

    monkeypatch.delitem(sys.modules, "mock_esms.cli.mcp.mcp_server", raising=False)
    monkeypatch.setitem(sys.modules, "mcp.server.mcpserver", None)
    result = CliRunner().invoke(mcp_command.command, [])
    assert isinstance(result.exception, UsageError)
    assert "pip install 'mock-esms[mcp]'" in str(result.exception)


def test_each_tool_says_in_its_docstring_what_it_is_for():
    assert all((getattr(Tools, name).__doc__ or "").strip() for name in NAMES)
