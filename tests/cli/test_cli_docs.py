import re
import shutil
from pathlib import Path

import click
import pytest

from mock_esms.cli import main
from mock_esms.cli.serve.serve_command import command
from tests.cli.running import CHECKOUT
from tests.documents import Reader

PAGE = (CHECKOUT / "docs" / "commands.md").read_text(encoding="utf-8")


@pytest.mark.skipif(shutil.which("sh") is None, reason="documents are followed with sh")
def test_whoever_follows_the_page_of_commands_sees_what_it_says(tmp_path: Path):
    with Reader(tmp_path) as reader:
        reader.follow(PAGE)


def test_the_page_has_every_command():
    missing = [name for name in main.list_commands(click.Context(main)) if f"\n| `{name}" not in PAGE]
    assert missing == []


def test_the_page_has_every_option_of_serve_with_its_twin_and_nothing_that_is_none():
    table = PAGE[PAGE.index("## serve") : PAGE.index("## call")]
    options = {option for param in command.params for option in param.opts if option.startswith("--")}
    written = set(re.findall(r"`(--[a-z-]+)", table))
    assert written == options - {"--verbose", "--quiet"}
    twins = {param.envvar for param in command.params if param.envvar}
    assert set(re.findall(r"`(MOCK_ESMS_[A-Z_]+)`", table)) == twins
