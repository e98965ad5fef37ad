"""What pydantic found, as problems with a place and one sentence that says what to change."""

from typing import TYPE_CHECKING

from mock_esms.config.documents.build import Shape, shape_of
from mock_esms.config.documents.field_errors import Key, WrongKeysError, key_text
from mock_esms.config.documents.field_types import kind, shown
from mock_esms.config.documents.suggest import near
from mock_esms.config.documents.yaml_tree import Path, Tree
from mock_esms.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic_core import ErrorDetails


def problems_of(model: type, tree: Tree, found: "Sequence[ErrorDetails]") -> tuple[Problem, ...]:
    """A problem for each thing that is wrong, in the order of the document."""
    shape = shape_of(model)
    wrong = [entry for details in found for entry in _wrong(shape, tree, details)]
    problems = [Problem(sentence, *tree.place(path), key_text(path)) for path, sentence in wrong]
    return tuple(sorted(problems, key=lambda problem: (problem.line or 0, problem.column or 0)))


def _wrong(shape: Shape, tree: Tree, details: "ErrorDetails") -> list[tuple[Path, str]]:
    path: Path = details["loc"]
    error = details.get("ctx", {}).get("error")
    if isinstance(error, WrongKeysError):
        return _wrong_keys(tree, path, error)
    if isinstance(error, ValueError):
        return [(path, str(error))]
    return [(path, _sentence(shape, path, details))]


def _wrong_keys(tree: Tree, path: Path, error: WrongKeysError) -> list[tuple[Path, str]]:
    """Each key with its sentence; of two that clash, the one that stands second in the document."""
    found = [(_below(path, key), sentence) for key, sentence in error.wrong]
    for clash in error.clashes:
        second = max((clash.one, clash.other), key=lambda key: tree.place(_below(path, key)))
        found.append((_below(path, second), clash.sentence(second)))
    return found


def _below(path: Path, key: Key) -> Path:
    return (*path, *key) if isinstance(key, tuple) else (*path, key)


def _sentence(shape: Shape, path: Path, details: "ErrorDetails") -> str:  # noqa: PLR0911 - one a sort of error
    match details["type"]:
        case "unexpected_keyword_argument" | "extra_forbidden":
            holder = _at(shape, path[:-1])
            hint = near(str(path[-1]), holder.keys() if holder else ())
            return f"there is no such key here; {hint}" if hint else "there is no such key here"
        case "missing" | "missing_argument":
            return "this key is required"
        case "dataclass_type" | "dict_type":
            holder = _at(shape, path)
            keys = f" ({', '.join(holder.keys())})" if holder and holder.keys() else ""
            return f"keys with values must stand here{keys}, not {kind(details['input'])}"
        case "tuple_type":
            return f"a list must stand here, as in [a, b], not {kind(details['input'])}"
        case "string_type":
            # The value is not repeated: it may be a secret.
            number = isinstance(details["input"], int | float)
            return "this must be text; put the value in quotes" if number else "this must be text"
        case "literal_error":
            return f"{shown(details['input'])} is not possible here; write {details['ctx']['expected']}"
        case _:
            return details["msg"]


def _at(shape: Shape, path: Path) -> Shape | None:
    found: Shape | None = shape
    for key in path:
        found = found.below(key) if found else None
    return found
