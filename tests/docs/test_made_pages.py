"""Pages that are made from the code, and how long the README may be."""

import shutil

import pytest

from tests.docs.made import MADE
from tests.documents import CHECKOUT, Reader

LONGEST = 200


@pytest.mark.parametrize("name", MADE)
def test_a_file_says_what_the_code_says(name):
    assert (CHECKOUT / name).read_text(encoding="utf-8") == MADE[name](), "write it anew: make pages"


@pytest.mark.skipif(shutil.which("curl") is None, reason="the pages' reader has curl, and this machine has not")
@pytest.mark.parametrize("name", ["docs/control-api.md", "docs/settings.md"])
def test_whoever_follows_the_page_sees_what_it_says(tmp_path, name):
    with Reader(tmp_path) as reader:
        reader.follow(MADE[name]())


@pytest.mark.parametrize("name", ["README.md", "README.vi.md"])
def test_the_readme_is_read_in_some_minutes(name):
    assert len((CHECKOUT / name).read_text(encoding="utf-8").splitlines()) <= LONGEST
