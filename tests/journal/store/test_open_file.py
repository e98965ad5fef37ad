"""Which files are refused as a store: with a sentence, and as they were to the byte."""

import os
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from mock_esms.errors import UsageError
from mock_esms.journal.store import migrations, stored_entries
from tests.places import running

NOW = len(migrations.STEPS)


async def begun(path: Path) -> None:
    """A sandbox that starts with this store, and ends."""
    async with running(store=path):
        pass


async def a_store(path: Path) -> Path:
    """A store with a call in it."""
    async with running(store=path) as client:
        await client.placed()
    return path


def contents(folder: Path) -> dict[str, bytes]:
    """Every file but the lock, and the index that SQLite makes of a log to read it: neither is part of the store."""
    beside = {".db-lock", ".db-shm"}
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file() and file.suffix not in beside}


def with_header(place: int, number: int) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        raw = bytearray(path.read_bytes())
        raw[place : place + 4] = number.to_bytes(4)
        path.write_bytes(raw)

    return change


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:6000])


def overwritten(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[4096:] = b"\xa5" * (len(raw) - 4096)
    path.write_bytes(raw)


def not_sqlite(path: Path) -> None:
    path.write_bytes(b"title: A scenario, and no store\n" * 9)


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def of_another_program(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE calls (number)")
        connection.commit()


def with_a_senseless_row(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE calls SET immutable = '{}'")
        connection.commit()


def with_a_text_for_a_request(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("""UPDATE calls SET immutable = '{"timeline": {}, "received_at": 1, "request": "?"}'""")
        connection.commit()


def without_a_table(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TABLE calls")
        connection.commit()


def with_a_log_left_over(path: Path) -> None:
    path.unlink()
    path.with_name(path.name + "-wal").write_bytes(b"frames of a store that is gone")


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (cut_short, "is damaged"),
        (overwritten, "is damaged"),
        (with_a_senseless_row, "is damaged (calls: the row 1 makes no sense: KeyError"),
        (with_a_text_for_a_request, "is damaged (calls: the row 1 makes no sense: AttributeError"),
        (without_a_table, "no such table: calls"),
        (not_sqlite, "is no store of mock-esms"),
        (emptied, "is empty and so no store"),
        (of_another_program, "is a database of another program"),
        (with_header(60, NOW + 1), f"was written by a newer mock-esms (format {NOW + 1}, this one knows up to {NOW})"),
        (with_header(68, 7), "is a database of another program"),
        (with_a_log_left_over, "is gone"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
async def test_what_is_no_store_of_this_version_is_refused_and_stays_as_it_is(tmp_path, damage, sentence):
    path = await a_store(tmp_path / "x.db")
    damage(path)
    before = contents(tmp_path)
    with pytest.raises(UsageError) as error:
        await begun(path)
    assert sentence in str(error.value)
    assert str(path) in str(error.value)
    assert "\n" not in str(error.value)
    assert contents(tmp_path) == before


async def test_a_newer_store_whose_log_is_still_beside_it_stays_as_it_is_with_it(tmp_path):
    path, elsewhere = tmp_path / "x.db", tmp_path / "killed"
    elsewhere.mkdir()
    async with running(store=path) as client:
        await client.placed()
        for ending in ("", "-wal"):
            (elsewhere / f"x.db{ending}").write_bytes((tmp_path / f"x.db{ending}").read_bytes())
    killed = elsewhere / "x.db"
    with_header(60, 9)(killed)
    before = contents(elsewhere)
    assert len(before["x.db-wal"]) > 0
    with pytest.raises(UsageError, match="newer mock-esms"):
        await begun(killed)
    assert contents(elsewhere) == before


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "is a folder; name a file"),
        ("nowhere/x.db", "does not exist; make it first"),
        ("pipe", "is no file; name a file"),
    ],
)
async def test_a_place_where_no_store_can_be_is_refused(tmp_path, name, sentence):
    if name == "pipe":
        os.mkfifo(tmp_path / name)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(UsageError) as error:
        await begun(tmp_path / name)
    assert sentence in str(error.value)
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("read_only", ["x.db", "."])
async def test_a_read_only_file_or_folder_is_refused(tmp_path, monkeypatch, read_only):
    # Root may write anywhere, so the system's own answer is given here by hand.
    path = await a_store(tmp_path / "x.db")
    locked, allowed = (tmp_path / read_only).resolve(), os.access
    monkeypatch.setattr(os, "access", lambda place, mode: Path(place) != locked and allowed(place, mode))
    before = contents(tmp_path)
    with pytest.raises(UsageError, match="is read-only"):
        await begun(path)
    assert contents(tmp_path) == before


async def test_one_store_serves_one_sandbox_at_a_time_and_the_next_when_that_has_ended(tmp_path):
    path = tmp_path / "x.db"
    async with running(store=path) as client:
        sms_id = await client.placed()
        with pytest.raises(UsageError, match="serves another sandbox"):
            await begun(path)
        assert (await client.call(sms_id))["sms_id"] == sms_id
    await begun(path)


async def test_only_its_owner_may_read_a_store_since_secrets_of_accounts_may_be_in_it(tmp_path):
    path = tmp_path / "x.db"
    async with running(store=path):
        assert [stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()] == [0o600] * 4


async def test_a_store_that_cannot_be_made_leaves_nothing_behind(tmp_path, monkeypatch):
    monkeypatch.setattr(migrations, "STEPS", (("CREATE TABLE calls (number)", "CREATE TABLE calls (number)"),))
    with pytest.raises(UsageError, match=r"cannot be made: table calls already exists"):
        await begun(tmp_path / "x.db")
    assert [file.name for file in tmp_path.iterdir()] == ["x.db-lock"]


async def test_a_store_is_one_file_again_when_its_sandbox_has_ended(tmp_path):
    await a_store(tmp_path / "x.db")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["x.db", "x.db-lock"]


async def test_a_name_with_signs_that_mean_something_in_addresses_is_a_name(tmp_path):
    path = await a_store(tmp_path / "a store? #1 100%25.db")
    assert path.exists()
    async with running(store=path) as client:
        assert (await client.get("/_mock/calls")).json["total"] == 1


async def test_a_store_that_was_removed_after_an_export_begins_anew(tmp_path):
    path = await a_store(tmp_path / "x.db")
    with stored_entries(path) as each_call:
        assert len(list(each_call())) == 1
    path.unlink()
    async with running(store=path) as client:
        assert (await client.get("/_mock/calls")).json["total"] == 0
