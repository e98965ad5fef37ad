import shutil
from pathlib import Path

import pytest

from tests.cli.running import CHECKOUT
from tests.documents import Reader

PAGE = (CHECKOUT / "docs" / "learn.md").read_text(encoding="utf-8")


@pytest.mark.skipif(shutil.which("sh") is None, reason="documents are followed with sh")
def test_whoever_follows_the_page_makes_a_sandbox_of_a_log(tmp_path: Path):
    with Reader(tmp_path) as reader:
        reader.follow(PAGE)
