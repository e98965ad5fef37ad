"""Modules are short and told of, and one class name is one class."""

import ast
import re
from collections import defaultdict
from pathlib import Path
from typing import Final

import mock_esms

PACKAGE = Path(mock_esms.__file__).parent
MOST_LINES: Final = 300


def modules() -> list[Path]:
    found = sorted(PACKAGE.rglob("*.py"))
    assert found
    return found


def test_no_module_is_longer_than_300_lines():
    lengths = {module.relative_to(PACKAGE).as_posix(): len(module.read_text().splitlines()) for module in modules()}
    assert {module: length for module, length in lengths.items() if length > MOST_LINES} == {}


def test_one_class_name_is_one_class():
    places = defaultdict(list)
    for module in modules():
        for node in ast.walk(ast.parse(module.read_text())):
            if isinstance(node, ast.ClassDef):
                places[node.name].append(module.relative_to(PACKAGE).as_posix())
    assert {name: where for name, where in places.items() if len(where) > 1} == {}


def test_no_file_name_occurs_twice_in_one_folder_tree_of_a_room():
    places = defaultdict(list)
    for module in modules():
        room = module.relative_to(PACKAGE).parts[0]
        if module.name != "__init__.py":
            places[room, module.name].append(module.relative_to(PACKAGE).as_posix())
    assert {name: where for name, where in places.items() if len(where) > 1} == {}


def test_each_room_tells_of_each_of_its_files():
    missing = {}
    for room in sorted(file.parent for file in modules() if file.name == "__init__.py"):
        docstring = ast.get_docstring(ast.parse((room / "__init__.py").read_text())) or ""
        told = re.findall(r"\w+", " ".join(re.findall(r"``.+?``|(?m:^    .+$)", docstring)))
        here = {file.stem for file in room.glob("*.py")} | {file.parent.name for file in room.glob("*/__init__.py")}
        missing[room.relative_to(PACKAGE).as_posix()] = sorted(here - {*told, "__init__", "__main__", "_version"})
    assert {room: files for room, files in missing.items() if files} == {}
