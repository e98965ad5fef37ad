"""Documents: YAML (or JSON, which is YAML here) in, frozen values out, and every mistake reported with its place.

::

    read_text.py     a file or bytes -> text: size, encoding, characters
    yaml_tree.py     text -> plain data, and the line and column of every key path; yaml_errors.py words what is no YAML
    yaml_scalars.py  what an unquoted word is: null, true, 5, 1.5 or text
    decoders.py      plain data -> a checked value, by the types and annotations of its fields, and back again
    annotations.py   what a field's type does not say: what the key means, "exactly one of these keys", how it is read
    field_types.py   types for fields that are read in our own way: counts, money, yes or no
    field_errors.py  the error of a value that knows which of its keys is wrong
    suggest.py       "did you mean `no_answer`?"
    json_schema.py   a value's type -> the JSON Schema that editors complete and check with

There is one way to a value, whoever wrote the data: ``check`` for a document, whose mistakes have lines; ``build`` for
plain data such as the JSON body of a control request, whose mistakes are reported by the path of the key.
"""

from mock_esms.config.documents.decoders import build, check
from mock_esms.config.documents.field_errors import WrongKeysError
from mock_esms.config.documents.read_text import MAX_BYTES, decoded_text, read_file
from mock_esms.config.documents.yaml_tree import Place, Tree, read_tree

__all__ = ["MAX_BYTES", "Place", "Tree", "WrongKeysError", "build", "check", "decoded_text", "read_file", "read_tree"]
