"""The XML body of the text operations, RQST (FACTS-MESSAGES 3), read by expat.

::

    <RQST><APIKEY>…</APIKEY><CONTENT>…</CONTENT><CONTACTS><CUSTOMER><PHONE>…</PHONE></CUSTOMER>…</CONTACTS></RQST>

Whatever may grow or reach beyond the body is refused: a document type, and with it entities and all that is external.
"""

from typing import Final, NoReturn
from xml.parsers.expat import ExpatError, ParserCreate

_DEEPEST: Final = 8
"""The documented body is four elements deep."""


def parse_rqst(body: bytes) -> tuple[tuple[str, str], ...]:
    """The innermost elements with their text, in the order of the body; repeated ones stand repeatedly.

    Raises ``ValueError`` for what is no XML, has a document type, is deeper than needed, or has another root.
    """
    collector = _LeafCollector()
    parser = ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_document_type
    parser.StartElementHandler = collector.begin
    parser.EndElementHandler = collector.end
    parser.CharacterDataHandler = collector.text
    try:
        parser.Parse(body.strip(), True)  # noqa: FBT003 - expat takes it by position
    except (ExpatError, LookupError) as error:  # an encoding that nobody knows is a LookupError
        message = f"the body is no XML: {error}"
        raise ValueError(message) from None
    return tuple(collector.found)


class _LeafCollector:
    """Collects the elements that hold text and no other elements."""

    def __init__(self) -> None:
        self.found: list[tuple[str, str]] = []
        self._depth = 0
        self._pieces: list[str] = []
        self._is_leaf = False

    def begin(self, name: str, _attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth == 1 and name.upper() != "RQST":
            message = f"the body's root is {name}, not RQST"
            raise ValueError(message)
        if self._depth > _DEEPEST:
            message = f"the body is more than {_DEEPEST} elements deep"
            raise ValueError(message)
        self._pieces = []
        self._is_leaf = True

    def text(self, text: str) -> None:
        self._pieces.append(text)

    def end(self, name: str) -> None:
        if self._is_leaf and self._depth > 1:
            self.found.append((name, "".join(self._pieces).strip()))
        self._is_leaf = False
        self._depth -= 1


def _refuse_document_type(*_declaration: object) -> NoReturn:
    message = "the body has a document type; entities and what lies outside of it are not read"
    raise ValueError(message)
