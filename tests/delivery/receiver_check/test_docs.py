import shutil
from pathlib import Path

import pytest

from mock_esms.delivery.receiver_check import CASES
from tests.documents import CHECKOUT, Reader

PAGE = (CHECKOUT / "docs" / "receiver-check.md").read_text(encoding="utf-8")


@pytest.mark.skipif(shutil.which("sh") is None, reason="documents are followed with sh")
def test_whoever_follows_the_page_of_the_check_sees_what_it_says(tmp_path: Path):
    with Reader(tmp_path) as reader:
        reader.follow(PAGE)


def test_the_page_has_every_case_as_it_is():
    rows = [line for line in PAGE.splitlines() if line.startswith("| `") and "`--" not in line]
    assert [row for row in rows if "DURATION" not in row and "-v" not in row] == [
        f"| `{case.name}` | {case.title} | {case.proves} |" for case in CASES
    ]
