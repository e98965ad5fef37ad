"""XML that somebody else wrote, read by expat.

Whatever may grow or reach beyond the document is refused: a document type, and with it entities and all that is
external.
"""

from typing import NamedTuple, NoReturn
from xml.parsers.expat import ExpatError, ParserCreate


class XmlElement(NamedTuple):
    """An element below the root, ``depth`` steps below it; ``text`` is all that stands in it, in inner ones, too."""

    depth: int
    name: str
    text: str
    is_innermost: bool


class NoXmlError(ValueError):
    """It is no XML at all; expat says where."""


def xml_elements(
    document: bytes | str, what: str, *, root: str, any_case: bool = False, deepest: int
) -> list[XmlElement]:
    """The elements below the root, each when it ends; ``what`` names the document in errors.

    ``any_case`` tells that the root's name may be in any case. What a text says of its encoding counts for nothing: it
    has been decoded. Raises ``NoXmlError``, and ``ValueError`` for a document type, for another root, and for what is
    deeper than so many elements.
    """
    collector = _Collector(what, root, deepest, any_case=any_case)
    parser = ParserCreate("utf-8" if isinstance(document, str) else None)
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = collector.refuse_document_type
    parser.StartElementHandler = collector.begin
    parser.EndElementHandler = collector.end
    parser.CharacterDataHandler = collector.text
    try:
        raw = document.strip()
        parser.Parse(raw.encode("utf-8", "replace") if isinstance(raw, str) else raw, True)  # noqa: FBT003 - expat takes it by position
    except (ExpatError, LookupError) as error:  # an encoding that nobody knows is a LookupError
        message = f"{what} is no XML: {error}"
        raise NoXmlError(message) from None
    return collector.found


class _Collector:
    """Takes in what expat finds."""

    def __init__(self, what: str, root: str, deepest: int, *, any_case: bool) -> None:
        self.found: list[XmlElement] = []
        self._what = what
        self._root = root
        self._deepest = deepest
        self._any_case = any_case
        self._open: list[list[str]] = []
        self._is_innermost = False

    def begin(self, name: str, _attributes: dict[str, str]) -> None:
        if not self._open and name != self._root and not (self._any_case and name.upper() == self._root.upper()):
            message = f"{self._what}'s root is {name}, not {self._root}"
            raise ValueError(message)
        self._open.append([])
        if len(self._open) > self._deepest:
            message = f"{self._what} is more than {self._deepest} elements deep"
            raise ValueError(message)
        self._is_innermost = True

    def text(self, text: str) -> None:
        for pieces in self._open:
            pieces.append(text)

    def end(self, name: str) -> None:
        text = "".join(self._open.pop())
        if self._open:
            self.found.append(XmlElement(len(self._open), name, text, self._is_innermost))
        self._is_innermost = False

    def refuse_document_type(self, *_declaration: object) -> NoReturn:
        message = f"{self._what} has a document type; entities and what lies outside of it are not read"
        raise ValueError(message)
