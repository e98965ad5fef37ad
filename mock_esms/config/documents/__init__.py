"""Documents: YAML (or JSON, which is YAML here) in, frozen dataclasses out, and every mistake told with its place.

::

    text.py      a file or bytes -> text: size, encoding, characters
    tree.py      text -> plain data, and the line and column of every key path; syntax.py words what is no YAML
    scalars.py   what an unquoted word is: null, true, 5, 1.5 or text
    near.py      "did you mean `no_answer`?"
    wrong.py     the error of a value that knows which of its keys is wrong
    kinds.py     annotations for fields that are read in our own way: counts, money, yes or no
    one_of.py    the annotations for "exactly one of these keys" and for what is written as something else
    about.py     the annotation that tells people what a key means
    shape.py     a dataclass, seen as a document: how it is built, and which keys it may have
    schema.py    a dataclass -> the JSON Schema that editors complete and check with
    check.py     data that a user wrote -> a checked value, by pydantic; sentences.py words what it found

There are two ways from a tree to a value. ``check`` asks pydantic and names everything that is wrong: for whatever a
user wrote. ``build`` trusts the data: for what is shipped and proven by tests, because a server that imports pydantic
starts 80 ms later. Both use the same dataclasses, and a test holds them against each other.
"""

from mock_esms.config.documents.annotations import OneOf, Written
from mock_esms.config.documents.build import build
from mock_esms.config.documents.field_errors import WrongKeysError
from mock_esms.config.documents.read_text import MAX_BYTES, read_file, text_of
from mock_esms.config.documents.suggest import near
from mock_esms.config.documents.validate import check
from mock_esms.config.documents.yaml_tree import Place, Tree, read_tree

__all__ = [
    "MAX_BYTES",
    "OneOf",
    "Place",
    "Tree",
    "Written",
    "WrongKeysError",
    "build",
    "check",
    "near",
    "read_file",
    "read_tree",
    "text_of",
]
