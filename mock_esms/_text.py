"""Text that somebody else wrote, made harmless before it is shown."""

import re
from typing import Final

NOT_IN_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 has no way to write; to list what it has would make each start 6 ms slower."""


def printable(text: str) -> str:
    """Text in which nothing can move the cursor of a terminal or break the line."""
    return "".join(letter if letter.isprintable() else _escaped(letter) for letter in text)


def xml_text(text: str) -> str:
    """Text in which everything can be written in XML."""
    return NOT_IN_XML.sub(lambda found: _escaped(found[0]), text)


def _escaped(letter: str) -> str:
    return f"\\x{ord(letter):02x}"
