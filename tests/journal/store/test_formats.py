"""What a store holds is listed for each version of its format; whoever changes it makes a new version.

A program that meets a field which it does not know can only take it for damage. So a file with a new field must bear a
higher version: then older programs say that it is newer, and by what.
"""

import json
import sqlite3
from contextlib import closing
from difflib import unified_diff
from pathlib import Path
from types import NoneType, UnionType
from typing import Literal, Union, get_args, get_origin

from mock_esms.config.account import Account
from mock_esms.journal.changes import ArmedState
from mock_esms.journal.store import migrations
from mock_esms.journal.store.call_codec import REQUEST_OWN, immutable_text, mutable_text
from mock_esms.journal.store.entry_codec import STORED_KINDS
from mock_esms.journal.store.load import StoredClock
from mock_esms.model.callback import Callback
from mock_esms.model.calls import CallRequest, CallResult, RequestWarning, ScenarioChoice, Timeline
from mock_esms.model.codec import stored_fields
from mock_esms.model.one_time_code import OneTimeCode
from mock_esms.model.value import NO_DEFAULT, is_value
from tests.makers import make_call, settled

FOLDER = Path(__file__).parent / "formats"
VERSION = len(migrations.STEPS)

CHANGED = """
What is stored is no longer what {file} lists:

{difference}

If a program that writes format {version} was released, add an entry to STEPS in journal/store/migrations.py (it may be
empty) and list what is stored now in formats/{next}.txt. If not, bring formats/{version}.txt up to date.
A field that only got another name in the code is read under its old one by journal/store/upgrade.py.
"""


VALUES = {
    "calls.immutable.request": CallRequest,
    "calls.immutable.chosen": ScenarioChoice,
    "calls.immutable.warnings[]": RequestWarning,
    "calls.immutable.course": Timeline,
    "calls.mutable.result": CallResult,
    "calls.mutable.callbacks[]": Callback,
    "accounts.account": Account,
    "codes.code": OneTimeCode,
    "armed.state": ArmedState,
    "sandbox.value, clock": StoredClock,
}
"""Where each value is stored; the callback of a timeline stands beside it."""


def name_of(declared):
    """A declared type in few words; which words a literal may be is no matter of the format."""
    if get_origin(declared) in (Union, UnionType):
        return " or ".join("null" if part is NoneType else name_of(part) for part in get_args(declared))
    if get_origin(declared) is Literal:
        return type(get_args(declared)[0]).__name__
    if get_origin(declared) is tuple:
        return f"[{', '.join('...' if part is ... else name_of(part) for part in get_args(declared))}]"
    return "object" if is_value(declared) else declared.__name__


def inside(declared, place):
    """The lines of the values in a declared type."""
    if is_value(declared):
        yield from fields_of(declared, place)
    elif get_origin(declared) is not Literal:
        for part in get_args(declared):
            yield from inside(part, f"{place}[]" if get_origin(declared) is tuple else place)


def fields_of(kind, place):
    """The lines of a value, and of all values in it."""
    for field in stored_fields(kind):
        if kind is CallRequest and field.name in REQUEST_OWN:
            continue
        default = "" if field.default is NO_DEFAULT else f" = {field.default!r}"
        yield f"{place}.{field.name}: {name_of(field.type)}{default}"
        yield from inside(field.type, f"{place}.{field.name}")


def what_is_stored():
    """All that this version stores: tables with their columns, the texts of calls, and the values in them."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        migrations.migrate(connection)
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in sorted(tables):
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            yield f"{table}: {', '.join(columns)}"
    call = settled(make_call(random_state=b"x", spoken="4711", warnings=(RequestWarning("code", "message"),)))
    yield f"calls.immutable: {', '.join(json.loads(immutable_text(call)))}"
    yield f"calls.mutable: {', '.join(json.loads(mutable_text(call)))}"
    for place, kind in VALUES.items():
        yield from fields_of(kind, place)
    for name, other in STORED_KINDS.items():
        for field in stored_fields(other.type):
            if field.name != "number":  # which is a column
                place = "calls.mutable" if field.name in other.happens else f"calls.immutable.{name}"
                default = "" if field.default is NO_DEFAULT else f" = {field.default!r}"
                yield f"{name}: {place}.{field.name}: {name_of(field.type)}{default}"
                yield from (f"{name}: {line}" for line in inside(field.type, f"{place}.{field.name}"))


def test_what_is_stored_is_what_is_listed_for_this_version_of_the_format():
    file = FOLDER / f"{VERSION}.txt"
    listed = file.read_text().splitlines() if file.exists() else []
    stored = list(what_is_stored())
    difference = "\n".join(unified_diff(listed, stored, "listed", "stored", lineterm=""))
    assert listed == stored, CHANGED.format(file=file.name, difference=difference, version=VERSION, next=VERSION + 1)


def test_every_version_has_a_list_of_its_own():
    lists = {file.stem: file.read_text() for file in FOLDER.iterdir()}
    assert set(lists) == {str(version) for version in range(1, VERSION + 1)}
    assert len(set(lists.values())) == len(lists)
