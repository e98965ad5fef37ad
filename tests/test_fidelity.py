"""docs/fidelity.md says how sure every behaviour is; this test refuses a row without a grade, a source or a proof."""

import ast
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from mock_esms.config.settings import BUILT_IN_CALLBACK, Quirks
from mock_esms.esms.operations import EVERY_OPERATION
from mock_esms.model.value import fields_of
from tests.places import MAKE_CALL, running

CHECKOUT = Path(__file__).parents[1]
LEDGER = CHECKOUT / "docs" / "fidelity.md"
GRADES = ("doc", "seen", "assumed")
HEADER = ["behaviour", "grade", "source", "test"]
TEST_ID = re.compile(r"`(tests/[\w/]+\.py::[\w:]+)`", re.ASCII)
COUNTS = re.compile(r"(\d+) documented, (\d+) seen, (\d+) assumed")


@dataclass(frozen=True, slots=True)
class Row:
    line: int
    behaviour: str
    grade: str
    source: str
    tests: tuple[str, ...]


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]


def rows_of(text: str) -> list[Row]:
    """The rows of every table whose header is the ledger's; a table with another header is a mistake."""
    rows = []
    previous = ""
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("|"):
            found = cells(line)
            if not previous.startswith("|"):
                assert found == HEADER, f"line {number}: a table of the ledger has the header {HEADER}, not {found}"
            elif not set(line) <= set("|-: "):
                assert len(found) == len(HEADER), f"line {number}: {len(found)} cells instead of {len(HEADER)}: {line}"
                behaviour, grade, source, proof = found
                rows.append(Row(number, behaviour, grade, source, tuple(TEST_ID.findall(proof))))
        previous = line
    return rows


def names_of_tests_in(path: Path) -> set[str]:
    """The ids of the tests of one file, read and not run: `test_…` and `TestClass::test_…`."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    ids = set()
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            inner = (each for each in node.body if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef))
            ids |= {f"{node.name}::{each.name}" for each in inner if each.name.startswith("test_")}
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
            ids.add(node.name)
    return ids


def complaints(rows: list[Row], checkout: Path = CHECKOUT) -> list[str]:
    """Everything that is wrong with the rows, a sentence each."""
    found = []
    for row in rows:
        where = f"line {row.line} ({row.behaviour})"
        if not row.behaviour:
            found.append(f"{where}: names no behaviour")
        if row.grade not in GRADES:
            found.append(f"{where}: the grade is {row.grade!r}; it is one of {', '.join(GRADES)}")
        if len(row.source) < len("FACTS"):
            found.append(f"{where}: says no source")
        if not row.tests:
            found.append(f"{where}: names no test that proves it")
        for test in row.tests:
            file, _, name = test.partition("::")
            if not (checkout / file).is_file():
                found.append(f"{where}: there is no file {file}")
            elif name not in names_of_tests_in(checkout / file):
                found.append(f"{where}: there is no test {test}")
    found += [f"{name!r} has {times} rows" for name, times in Counter(r.behaviour for r in rows).items() if times > 1]
    return found


@pytest.fixture(scope="module")
def rows():
    return rows_of(LEDGER.read_text(encoding="utf-8"))


def test_every_row_has_a_grade_a_source_and_a_test_that_exists(rows):
    assert rows
    assert "\n".join(complaints(rows)) == ""


def test_every_quirk_has_a_row_and_every_quirk_with_a_row_exists(rows):
    told = {name for row in rows for name in re.findall(r"`quirks\.(\w+)`", row.behaviour)}
    assert told == {field.name for field in fields_of(Quirks)}


def without_a_row(rows: list[Row], headings: str) -> list[str]:
    """The operations that no row names, nor the heading of a table."""
    told = " ".join([headings, *(row.behaviour for row in rows)])
    return [operation.name for operation in EVERY_OPERATION if not re.search(rf"\b{operation.name}\b", told)]


def test_some_row_of_each_operation_has_the_grade_that_its_row_in_the_table_has(rows):
    grades = {
        f"{operation.name} is {operation.grade}": operation.grade
        in {row.grade for row in rows if re.search(rf"\b{operation.name}\b", row.behaviour)}
        for operation in EVERY_OPERATION
    }
    assert [told for told, right in grades.items() if not right] == []


def headings_of(text: str) -> str:
    return " ".join(line for line in text.splitlines() if line.startswith("## "))


def test_every_operation_has_a_row(rows):
    assert without_a_row(rows, headings_of(LEDGER.read_text(encoding="utf-8"))) == []


def test_an_operation_without_a_row_is_noticed(rows):
    others = [row for row in rows if "Send_Multiple_Sms_OTT" not in row.behaviour]
    assert without_a_row(others, "## MakeCallRecord_V2") == ["Send_Multiple_Sms_OTT"]


def test_the_readme_tells_the_counts_of_the_ledger(rows):
    grades = Counter(row.grade for row in rows)
    told = COUNTS.findall((CHECKOUT / "README.md").read_text(encoding="utf-8"))
    assert told == [tuple(str(grades[grade]) for grade in GRADES)]


TABLE = "| behaviour | grade | source | test |\n| --- | --- | --- | --- |\n"


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("| a | doc | page of the call | `tests/test_a.py::test_it` |", ""),
        ("| a | doc | page of the call | `tests/test_a.py::TestAll::test_this`, `tests/test_a.py::test_it` |", ""),
        ("|  | doc | page of the call | `tests/test_a.py::test_it` |", "names no behaviour"),
        ("| a | known | page of the call | `tests/test_a.py::test_it` |", "the grade is 'known'"),
        ("| a | doc |  | `tests/test_a.py::test_it` |", "says no source"),
        ("| a | doc | page of the call | to come |", "names no test"),
        ("| a | doc | page of the call | `tests/test_b.py::test_it` |", "no file tests/test_b.py"),
        ("| a | doc | page of the call | `tests/test_a.py::test_that` |", "no test tests/test_a.py::test_that"),
        ("| a | doc | page of the call | `tests/test_a.py::helper` |", "no test tests/test_a.py::helper"),
    ],
)
def test_a_row_that_lacks_something_is_refused(tmp_path, row, complaint):
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_a.py").write_text(
        "async def test_it(): ...\ndef helper(): ...\nclass TestAll:\n    def test_this(self): ...\n", encoding="utf-8"
    )
    found = complaints(rows_of(TABLE + row), tmp_path)
    assert len(found) == (1 if complaint else 0)
    assert complaint in "".join(found)


def test_a_behaviour_that_is_told_twice_is_refused(tmp_path):
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_a.py").write_text("def test_it(): ...\n", encoding="utf-8")
    row = "| a | doc | page of the call | `tests/test_a.py::test_it` |\n"
    assert complaints(rows_of(TABLE + row + row), tmp_path) == ["'a' has 2 rows"]


@pytest.mark.parametrize("text", [TABLE + "| a | doc |", "| what | grade |\n| --- | --- |\n"])
def test_a_table_of_another_shape_is_refused(text):
    with pytest.raises(AssertionError):
        rows_of(text)


# What follows proves rows of the ledger that have no better place.


async def test_a_call_with_a_slash_at_the_end_of_its_address_is_not_found():
    async with running() as client:
        assert (await client.get(f"{MAKE_CALL}/?ApiKey=a")).status == 404
        assert (await client.get(f"{MAKE_CALL}?ApiKey=a")).status == 200


async def test_a_refused_call_is_answered_200_with_compact_json():
    async with running() as client:
        reply = await client.place(SecretKey="wrong")
    assert reply.status == 200
    assert reply.headers["Content-Type"] == "application/json; charset=utf-8"
    assert reply.body == b'{"CodeResult":"101","ErrorMessage":"Authorize Failed"}'


def test_the_built_in_callback_is_what_the_ledger_says():
    rules = BUILT_IN_CALLBACK
    assert [str(wait) for wait in rules.wait or ()] == ["10s", "30s", "1m", "5m", "15m"]
    assert (str(rules.delay), str(rules.timeout), rules.retries) == ("1s", "10s", 5)
    assert (rules.success, rules.follow_redirects) == ("200", False)
