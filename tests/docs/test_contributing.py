"""CONTRIBUTING: its examples change a copy of the project, and do there what the text says."""

import shutil

import pytest

from tests.documents import CHECKOUT, Reader

COPIED = ("mock_esms", "scenarios", "tests", "docs", "README.md", "README.vi.md", "pyproject.toml")


@pytest.mark.skipif(shutil.which("curl") is None, reason="the page is followed with curl")
@pytest.mark.skipif(shutil.which("git") is None, reason="its examples are patches, which git applies")
def test_whoever_follows_the_page_changes_the_project_as_it_says(tmp_path):
    for name in COPIED:
        copied = CHECKOUT / name
        if copied.is_dir():
            shutil.copytree(copied, tmp_path / name)  # with what Python has compiled already
        else:
            shutil.copy(copied, tmp_path)
    with Reader(tmp_path, checkout=tmp_path) as reader:
        reader.follow((CHECKOUT / "CONTRIBUTING.md").read_text(encoding="utf-8"))
