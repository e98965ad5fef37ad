import shutil
from pathlib import Path

import pytest

from tests.documents import Reader

DOCS = Path(__file__).parents[2] / "docs"

pytestmark = pytest.mark.skipif(not Path("/bin/sh").exists(), reason="documents are followed with /bin/sh")


def test_whoever_follows_the_page_on_testing_sees_what_it_says(tmp_path):
    with Reader(tmp_path) as reader:
        reader.follow((DOCS / "testing.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("recipe", "tool"),
    [("shell.md", "curl"), ("node.md", "node"), ("java.md", "java"), ("php.md", "php")],
    ids=["shell", "node", "java", "php"],
)
def test_whoever_follows_a_recipe_in_another_language_sees_what_it_says(tmp_path, recipe, tool):
    if shutil.which(tool) is None:
        pytest.skip(f"{tool} is not installed")
    with Reader(tmp_path) as reader:
        reader.follow((DOCS / "recipes" / recipe).read_text(encoding="utf-8"))


def test_every_recipe_is_followed_by_a_test():
    mark = next(mark for mark in test_whoever_follows_a_recipe_in_another_language_sees_what_it_says.pytestmark)
    assert sorted(recipe for recipe, _ in mark.args[1]) == sorted(
        path.name for path in (DOCS / "recipes").iterdir() if not path.name.endswith(".vi.md")
    )
