"""From YAML to a scenario, with the place of every mistake."""

import re
from pathlib import Path
from typing import Final

from mock_esms.config.documents import check, read_file, read_tree
from mock_esms.errors import DocumentError, Problem
from mock_esms.scenarios.model import Scenario

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
NAME_HINT: Final = "use letters, digits, `-`, `_` and `.`, at most 64, beginning with a letter or a digit"


def load_scenario(path: Path) -> Scenario:
    """The scenario in a user's file; its name is the file's, without the ending.

    Raises ``DocumentError`` with file, line, column and key path for everything that is wrong in it.
    """
    return parse_scenario(read_file(path), path.stem, str(path))


def parse_scenario(text: str, name: str, file: str) -> Scenario:
    """The scenario that a text tells; ``file`` is what the text is called in errors."""
    check_name(name, file)
    return check(Scenario, read_tree(text, file)).named(name)


def check_name(name: str, file: str) -> None:
    """Raise ``DocumentError`` when ``name`` cannot be a scenario's: it stands in addresses, commands and tables."""
    if not _NAME.fullmatch(name):
        message = f"a scenario is named after its file, and {name[:80]!r} cannot be a name; {NAME_HINT}"
        raise DocumentError(file, (Problem(message),))
