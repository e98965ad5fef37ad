"""Pages that are made from the code, and how long the README may be."""

import shutil

import pytest

from tests.config.settings_page import settings_page
from tests.documents import CHECKOUT, Reader
from tests.server.control.control_page import control_page

MADE = {
    "settings.md": (settings_page, "tests.config.settings_page"),
    "control-api.md": (control_page, "tests.server.control.control_page"),
}
LONGEST = 200


@pytest.mark.parametrize("name", MADE)
def test_a_page_says_what_the_code_says(name):
    make, module = MADE[name]
    page = (CHECKOUT / "docs" / name).read_text(encoding="utf-8")
    assert page == make(), f"write it anew: python -m {module} > docs/{name}"


@pytest.mark.skipif(shutil.which("curl") is None, reason="the pages' reader has curl, and this machine has not")
@pytest.mark.parametrize("name", MADE)
def test_whoever_follows_the_page_sees_what_it_says(tmp_path, name):
    with Reader(tmp_path) as reader:
        reader.follow(MADE[name][0]())


@pytest.mark.parametrize("name", ["README.md", "README.vi.md"])
def test_the_readme_is_read_in_some_minutes(name):
    assert len((CHECKOUT / name).read_text(encoding="utf-8").splitlines()) <= LONGEST
