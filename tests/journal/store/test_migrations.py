"""A store of an older version becomes one of this version, or stays what it was."""

import json
import sqlite3
from contextlib import closing

import pytest

from mock_esms.errors import UsageError
from mock_esms.journal.store import migrations
from mock_esms.model.times import HOUR
from tests.journal.store import format_1
from tests.journal.store.killed import killed
from tests.places import START, running
from tests.receiver import FAILS, Receiver

NOW = len(migrations.STEPS)
NEXT = ("ALTER TABLE calls ADD COLUMN note TEXT DEFAULT 'new'",)


BACK_TO_2 = (
    "ALTER TABLE calls RENAME COLUMN immutable TO decided",
    "ALTER TABLE calls RENAME COLUMN mutable TO happened",
    "ALTER TABLE sandbox RENAME TO standing",
    "DROP TABLE codes",
    "DROP TABLE approved",
)
"""What step 3 did, undone."""


async def test_a_step_brings_a_store_with_calls_to_the_next_version(tmp_path, monkeypatch):
    path = tmp_path / "x.db"
    async with running(store=path) as client:
        sms_id = await client.placed()
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, NEXT))
    async with running(store=path) as client:
        assert (await client.call(sms_id))["sms_id"] == sms_id
    with closing(sqlite3.connect(path)) as connection:
        assert migrations.version_of(connection) == NOW + 1
        assert connection.execute("SELECT note FROM calls").fetchall() == [("new",)]


async def test_a_step_that_fails_changes_nothing(tmp_path, monkeypatch):
    path = tmp_path / "x.db"
    async with running(store=path) as client:
        sms_id = await client.placed()
    released = migrations.STEPS
    monkeypatch.setattr(migrations, "STEPS", (*released, (*NEXT, "CREATE TABLE calls (number)")))
    with pytest.raises(UsageError, match="table calls already exists"):
        async with running(store=path):
            pass
    with closing(sqlite3.connect(path)) as connection:
        assert migrations.version_of(connection) == NOW
        assert [row[1] for row in connection.execute("PRAGMA table_info(calls)")] == ["number", "immutable", "mutable"]
    monkeypatch.setattr(migrations, "STEPS", released)
    async with running(store=path) as client:
        assert (await client.call(sms_id))["sms_id"] == sms_id


async def test_a_migrated_store_says_its_version_in_its_own_header_even_beside_a_log(tmp_path, monkeypatch):
    path = tmp_path / "x.db"
    async with running(store=path) as client:
        await client.placed()
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, NEXT))
    async with running(store=path):
        assert int.from_bytes(path.read_bytes()[60:64]) == NOW + 1


async def test_a_store_of_format_1_goes_on_and_what_is_written_then_stands_beside_what_was(tmp_path):
    path = tmp_path / "x.db"
    async with Receiver.run(FAILS) as receiver:
        async with running(store=path) as client:
            await client.placed(RequestId="order-1")
        with closing(sqlite3.connect(path)) as connection:
            immutable = format_1.DECIDED.replace("http://127.0.0.1:9000", receiver.url)
            connection.execute("UPDATE calls SET immutable = ?, mutable = ?", (immutable, format_1.HAPPENED))
            for statement in BACK_TO_2:
                connection.execute(statement)
            connection.execute("INSERT INTO counts VALUES ('test-api-key', '0901888484', 1)")
            connection.execute("INSERT INTO request_ids VALUES ('test-api-key', 'order-1', ?)", (START + 24 * HOUR,))
            connection.execute("PRAGMA user_version = 1")
            connection.commit()
            sms_id = json.loads(format_1.DECIDED)["sms_id"]
        for attempts in (2, 3):
            async with running(store=path) as client:
                assert (await client.place(RequestId="order-1")).json["CodeResult"] == "124"
                assert (await client.call(sms_id))["callbacks"][0]["state"] == "pending"
                await client.post(f"/_mock/calls/{sms_id}/redeliver")
                call = await client.call(sms_id)
                assert len(call["callbacks"][0]["attempts"]) == attempts
                [dial] = call["dials"]
                assert (dial["at"], dial["ring"], dial["outcome"]) == ("2026-01-05T09:00:00.000+07:00", 1.0, "answered")


MUCH = "UPDATE calls SET immutable = immutable || printf('%4000s', '')"
"""A step that changes more pages than SQLite keeps in memory, so that some are written before it is complete."""


@pytest.mark.parametrize("moment", ["in the middle", "at the end"])
async def test_a_kill_during_a_migration_loses_nothing_and_it_is_done_at_the_next_start(tmp_path, monkeypatch, moment):
    path = tmp_path / "x.db"
    async with running(store=path) as client:
        sms_ids = [await client.placed() for _ in range(20)]
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, (MUCH, *NEXT)))
    migrate = migrations.migrate

    def copied(connection: sqlite3.Connection) -> None:
        if moment == "in the middle":
            connection.execute("PRAGMA cache_size = 2")
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(MUCH)
            killed(path)
            connection.execute("ROLLBACK")
        migrate(connection)
        if moment == "at the end":
            killed(path)

    with monkeypatch.context() as patch:
        patch.setattr(migrations, "migrate", copied)
        async with running(store=path):
            pass
    async with running(store=tmp_path / "killed.db") as client:
        assert [call["sms_id"] for call in (await client.get("/_mock/calls")).json["calls"]] == sms_ids
    with closing(sqlite3.connect(tmp_path / "killed.db")) as connection:
        assert migrations.version_of(connection) == NOW + 1


@pytest.mark.parametrize("text", ["order-1", "đơn hàng", "", "a\x00b", "half \ud83d of a pair"])
def test_a_column_comes_back_as_it_was(text):
    assert migrations.from_column(migrations.as_column(text)) == text
