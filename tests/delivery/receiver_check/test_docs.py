import shutil
from pathlib import Path

import pytest

from mock_esms.delivery.receiver_check import CASES
from tests.documents import CHECKOUT, Reader

THREE_COLUMNS = 4
"""So many bars a row of them has."""
PAGE = (CHECKOUT / "docs" / "receiver-check.md").read_text(encoding="utf-8")


@pytest.mark.skipif(shutil.which("sh") is None, reason="documents are followed with sh")
def test_whoever_follows_the_page_of_the_check_sees_what_it_says(tmp_path: Path):
    with Reader(tmp_path) as reader:
        reader.follow(PAGE)


def _rows() -> list[str]:
    rows = [line for line in PAGE.splitlines() if line.startswith("| `") and "`--" not in line]
    return [row for row in rows if "DURATION" not in row and "-v" not in row]


def test_the_page_has_every_case_of_calls_as_it_is():
    assert [row for row in _rows() if row.count("|") == THREE_COLUMNS] == [
        f"| `{case.name}` | {case.title} | {case.proves} |" for case in CASES["voice"]
    ]


def test_the_page_has_every_case_of_messages_as_it_is_and_says_which_kinds_have_it():
    kinds: dict[str, list[str]] = {}
    for kind in ("sms", "zalo", "viber"):
        for case in CASES[kind]:
            kinds.setdefault(f"{case.title} | {case.proves} |", [f"| `{case.name}` |"]).append(kind)
    expected = {f"{name} {', '.join(of)} | {says}" for says, (name, *of) in kinds.items()}
    told = [row for row in _rows() if row.count("|") > THREE_COLUMNS]
    assert (set(told), len(told)) == (expected, len(expected))
