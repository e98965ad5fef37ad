"""Modules are short and told of, and one name of a class is one class."""

import ast
import re
from collections import defaultdict
from pathlib import Path
from typing import Final

import pytest

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


def types_in(module: Path) -> list[str]:
    """The names of a module's classes, and of its type aliases: those with a small letter, as CamelCase has."""
    tree = ast.parse(module.read_text())
    classes = [node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    assigned = [node.targets[0] for node in tree.body if isinstance(node, ast.Assign)]
    assigned += [node.target for node in tree.body if isinstance(node, ast.AnnAssign)]
    names = [target.id for target in assigned if isinstance(target, ast.Name)]
    return classes + [name for name in names if re.fullmatch("_?[A-Z].*[a-z].*", name)]


def test_one_name_of_a_class_or_a_type_is_one_thing():
    places = defaultdict(list)
    for module in modules():
        for name in types_in(module):
            places[name].append(module.relative_to(PACKAGE).as_posix())
    assert {name: where for name, where in places.items() if len(where) > 1} == {}


def test_no_file_name_occurs_twice_in_one_folder_tree_of_a_room():
    places = defaultdict(list)
    for module in modules():
        room = module.relative_to(PACKAGE).parts[0]
        if module.name != "__init__.py":
            places[room, module.name].append(module.relative_to(PACKAGE).as_posix())
    assert {name: where for name, where in places.items() if len(where) > 1} == {}


@pytest.mark.parametrize("page", ["mock_esms/__init__.py", "CONTRIBUTING.md"])
def test_whoever_comes_first_is_told_what_to_skip_the_first_time(page):
    docstrings = {module: ast.get_docstring(ast.parse(module.read_text())) or "" for module in modules()}
    skipped = [module for module, docstring in docstrings.items() if "skip it the first time." in docstring]
    names = [module.relative_to(PACKAGE).with_suffix("").as_posix().removesuffix("/__init__") for module in skipped]
    text = (Path(__file__).parents[1] / page).read_text(encoding="utf-8")
    told = re.findall(r"`([a-z/_]+/[a-z_]+)`", re.split("first time:", text)[1].partition("\n\n")[0])
    assert sorted(told) == sorted(name for name in names if "/" in name)


def test_each_room_tells_of_each_of_its_files():
    missing = {}
    for room in sorted(file.parent for file in modules() if file.name == "__init__.py"):
        docstring = ast.get_docstring(ast.parse((room / "__init__.py").read_text())) or ""
        told = re.findall(r"\w+", " ".join(re.findall(r"``.+?``|(?m:^    .+$)", docstring)))
        here = {file.stem for file in room.glob("*.py")} | {file.parent.name for file in room.glob("*/__init__.py")}
        missing[room.relative_to(PACKAGE).as_posix()] = sorted(here - {*told, "__init__", "__main__", "_version"})
    assert {room: files for room, files in missing.items() if files} == {}
