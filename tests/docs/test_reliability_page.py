import shutil

import pytest

from tests.documents import CHECKOUT, Reader

PAGE = (CHECKOUT / "docs" / "reliability.md").read_text(encoding="utf-8")


@pytest.mark.skipif(shutil.which("sh") is None, reason="documents are followed with sh")
def test_whoever_follows_the_page_of_reliability_sees_what_it_says(tmp_path):
    with Reader(tmp_path) as reader:
        reader.follow(PAGE)
