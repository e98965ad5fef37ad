"""The check from tests: ``esms.check_receiver(url)`` of both sandboxes."""

import asyncio
import re

import pytest

from mock_esms import AsyncSandbox, Sandbox, Settings
from mock_esms.config.settings import Egress, Quirks
from mock_esms.errors import UnmetError, UsageError
from tests.cli.running import Receiver as ReceiverInAThread
from tests.delivery.receiver_check.receivers import deciding
from tests.receiver import FAILS, OK, Receiver, serving


async def test_a_sandbox_checks_a_receiver_and_none_of_it_becomes_a_call():
    async with AsyncSandbox() as esms, deciding() as receiver:
        result = await esms.check_receiver(f"{receiver.url}/voice", only=["answered", "no-answer"])
        result.verify()
        assert [case.name for case in result.cases] == ["answered", "no-answer"]
        assert (esms.calls, esms.requests) == ((), ())
        assert not esms.hosted.checks


async def test_its_failure_is_an_assertion_with_the_evidence():
    async with AsyncSandbox() as esms, deciding(lambda _query, _time: FAILS) as receiver:
        result = await esms.check_receiver(f"{receiver.url}/voice", only="answered")
    assert not result.ok
    with pytest.raises(UnmetError, match=r"answers 500: eSMS will send this five more times\n(.*\n)*.*sent GET"):
        result.verify()


async def test_the_settings_of_the_sandbox_hold_for_its_checks():
    quirks = Quirks(callback_space="+", user_agent="eSMS", signature="X-Sign: abc")
    settings = Settings(quirks=quirks, egress=Egress(rewrite={"shop.invalid": "127.0.0.1"}))
    async with AsyncSandbox(settings) as esms, Receiver.run(OK) as receiver:
        await esms.check_receiver(f"http://shop.invalid:{receiver.port}/", only="no-answer")
        assert "CallStatus=NO+ANSWER" in receiver.targets[0]
        assert {b"User-Agent: eSMS", b"X-Sign: abc"} <= set(receiver.requests[0].split(b"\r\n"))
        with pytest.raises(UsageError, match="--allow-callback"):
            await esms.check_receiver("http://203.0.113.9/")


def test_a_blocking_sandbox_checks_as_well():
    with Sandbox() as esms, ReceiverInAThread(statuses=(200, 204)) as receiver:
        result = esms.check_receiver(
            receiver.url, only=["answered", "answered-key"], headers={"X-Token": "abcd"}, timeout="20s"
        )
    assert [case.ok for case in result.cases] == [True, False]


def test_whoever_blocks_without_a_sandbox_that_runs_is_told():
    with pytest.raises(UsageError, match="does not run"):
        Sandbox().check_receiver("http://127.0.0.1:9/")


async def test_whoever_blocks_the_loop_that_serves_the_receiver_is_told():
    with Sandbox() as esms:
        async with Receiver.run(OK) as receiver:
            with pytest.raises(UsageError, match=re.escape("it blocks the event loop")):
                esms.check_receiver(receiver.url)


async def test_a_loop_that_stands_still_for_a_receiver_that_is_served_elsewhere_is_no_deadlock():
    with Sandbox() as esms, ReceiverInAThread() as receiver:
        assert esms.check_receiver(receiver.url, only="answered-*").ok


async def test_a_check_that_is_given_up_leaves_nothing_behind():
    arrived = asyncio.Event()

    async def hangs(reader, _writer):
        await reader.readuntil(b"\r\n\r\n")
        arrived.set()
        await asyncio.Event().wait()

    async with AsyncSandbox() as esms, serving(hangs) as address:
        task = asyncio.create_task(esms.check_receiver(f"http://{address}/"))
        await arrived.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert not esms.hosted.checks
