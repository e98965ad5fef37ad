"""From plain data that a user wrote to a checked value: pydantic finds what is wrong, we say it and name the place."""

from collections.abc import Hashable
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, cast

from mock_esms.config.documents.messages import problems_of
from mock_esms.config.documents.yaml_tree import Tree
from mock_esms.errors import DocumentError

if TYPE_CHECKING:
    from pydantic import TypeAdapter

T = TypeVar("T")


def check(model: type[T], tree: Tree) -> T:
    """The dataclass ``model`` that the document describes.

    Raises ``DocumentError`` with everything that is wrong, in the order in which it stands in the document.
    """
    from pydantic import ValidationError  # 80 ms that a server without documents of users need not spend

    try:
        checked: T = adapter(cast("Hashable", model)).validate_python(tree.data)
    except ValidationError as error:
        raise DocumentError(tree.file, problems_of(model, tree, error.errors(include_url=False))) from None
    return checked


@cache
def adapter(model: Hashable) -> "TypeAdapter[Any]":
    """Pydantic's view of a dataclass; it also gives the JSON Schema."""
    from pydantic import TypeAdapter  # see check

    return TypeAdapter(cast("type", model))
