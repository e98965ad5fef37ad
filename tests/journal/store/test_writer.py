"""What is on disk when, and what happens when it cannot be."""

import asyncio
import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import aiohttp
import pytest

from mock_esms import AsyncSandbox, Sandbox, Settings
from mock_esms.errors import AddressInUseError, StoreLostError
from tests.journal.store.killed import killed
from tests.places import Client, running
from tests.receiver import OK, Receiver

SECRETS = {"ApiKey": "shop", "SecretKey": "s"}


async def test_a_call_that_is_answered_100_is_on_disk_by_then(tmp_path):
    path = tmp_path / "x.db"
    async with running(store=path) as client:
        for number in range(5):
            sms_id = await client.placed(f"090123456{number}")
            with closing(sqlite3.connect(killed(path, f"{number}.db"))) as copy:
                stored = [json.loads(row[0])["sms_id"] for row in copy.execute("SELECT immutable FROM calls")]
            assert sms_id in stored


async def test_an_attempt_is_on_disk_before_its_request_is_on_the_wire(tmp_path):
    path = tmp_path / "x.db"
    async with Receiver.run("hang") as receiver, running(store=path, grace=0) as client:
        sms_id = await client.placed(CallbackUrl=receiver.url)
        advancing = asyncio.create_task(client.advance())
        await receiver.arrived(1)
        copy = killed(path)
        advancing.cancel()
    async with Receiver.run(OK) as receiver, running(store=copy) as client:
        attempt = (await client.call(sms_id))["callbacks"][0]["attempts"][0]
        assert (attempt["number"], attempt["error"], attempt["ms"]) == (1, "interrupted", 0.0)


async def test_a_reset_empties_the_store(tmp_path):
    path = tmp_path / "x.db"
    async with running(store=path) as client:
        await client.placed(RequestId="one")
        await client.put("/_mock/scenarios/mine", {"title": "Mine"})
        await client.post("/_mock/scenarios/mine/arm")
        await client.post("/_mock/reset", {})
        first = await client.placed(RequestId="one")
    async with running(store=path) as client:
        calls = (await client.get("/_mock/calls")).json
        assert [call["sms_id"] for call in calls["calls"]] == [first]
        names = [scenario["name"] for scenario in (await client.get("/_mock/scenarios")).json["scenarios"]]
        assert "mine" not in names


async def test_a_reset_of_one_account_leaves_the_others_in_the_store(tmp_path):
    path = tmp_path / "x.db"
    async with running(store=path) as client:
        await client.put("/_mock/accounts/shop", {"secret_key": "s"})
        gone = await client.placed(RequestId="one")
        left = await client.placed(RequestId="one", **SECRETS)
        await client.post("/_mock/reset", {"api_key": "test-api-key"})
    async with running(store=path) as client:
        assert [call["sms_id"] for call in (await client.get("/_mock/calls")).json["calls"]] == [left]
        assert (await client.place(RequestId="one", **SECRETS)).json["CodeResult"] == "124"
        assert await client.placed(RequestId="one") == gone


async def test_what_the_journal_drops_is_dropped_from_the_store(tmp_path):
    path = tmp_path / "x.db"
    async with running(store=path, journal_limit=3) as client:
        for number in range(5):
            await client.placed(f"090123456{number}")
        await client.advance()
    with closing(sqlite3.connect(path)) as store:
        assert store.execute("SELECT number FROM calls ORDER BY number").fetchall() == [(3,), (4,), (5,)]
    async with running(store=path, journal_limit=2) as client:
        calls = (await client.get("/_mock/calls")).json
        assert (calls["total"], calls["dropped"]) == (2, 3)
        await client.placed("0901234567")
    async with running(store=path) as client:
        assert (await client.get("/_mock/calls")).json["total"] == 3


async def test_when_the_store_is_lost_no_call_is_answered_100_any_more(tmp_path, caplog):
    sandbox = AsyncSandbox(Settings(store=tmp_path / "x.db"))
    await sandbox.start()
    store = sandbox.components.store
    assert store is not None
    async with aiohttp.ClientSession() as session:
        client = Client(sandbox, session)
        assert (await client.place("0901234567")).status == 200
        connection = store._connection
        assert connection is not None
        connection.execute("PRAGMA max_page_count = 1")
        statuses = [(await client.place(f"09012{number:05}", VarStr="x" * 3000)).status for number in range(9)]
        assert statuses[-1] == 503
        assert [status for status in statuses if status == 200] == statuses[: statuses.index(503)]
        assert (await client.post("/_mock/scenarios/default/arm")).status == 503
        assert (await client.get("/_mock/calls")).status == 200
    with pytest.raises(StoreLostError, match="cannot be written any more: database or disk is full"):
        await sandbox.stop()
    assert caplog.text.count("cannot be written any more") == 1


def test_a_blocking_sandbox_says_at_its_end_that_not_all_was_written(tmp_path):
    esms = Sandbox(Settings(store=tmp_path / "x.db", journal_limit=9))
    esms.start()
    store = esms.components.store
    assert store is not None
    connection = store._connection
    assert connection is not None
    esms.inside(lambda: connection.execute("PRAGMA max_page_count = 1"))
    esms.on(phone="*7").callback(add={f"long{number}": "x" * 4_000 for number in range(5)})
    with pytest.raises(StoreLostError, match="database or disk is full"):
        esms.stop()


async def test_a_sandbox_that_cannot_listen_lets_its_store_go(tmp_path):
    async with running(store=tmp_path / "other.db") as client:
        port = int(client.sandbox.url.rpartition(":")[2])
        with pytest.raises(AddressInUseError):
            await AsyncSandbox(Settings(store=tmp_path / "x.db"), port=port).start()
    async with running(store=tmp_path / "x.db") as client:
        assert (await client.place()).json["CodeResult"] == "100"


def test_beginning_and_ending_with_a_store_leaves_no_warning_behind(tmp_path):
    code = (
        "import mock_esms, sys\n"
        "for _ in range(2):\n"
        "    with mock_esms.Sandbox(mock_esms.Settings(clock='auto', store=sys.argv[1])) as esms:\n"
        "        esms.on(phone='*').answered()\n"
    )
    done = subprocess.run(
        [sys.executable, "-X", "dev", "-W", "error", "-c", code, str(tmp_path / "x.db")],
        env={**os.environ, "PYTHONASYNCIODEBUG": "1", "PYTHONPATH": str(Path(__file__).parents[3])},
        capture_output=True,
        text=True,
        check=False,
    )
    # A step that takes long is no fault of the program on a busy machine.
    said = [line for line in done.stderr.splitlines() if not line.startswith("Executing <")]
    assert (done.returncode, said) == (0, [])
