"""From text to plain data, and to the line and column of every key path.

Built from the parser's events, not from its documents, so that each limit holds while reading: nesting and expansion
are counted before anything is built, and no depth of the text can become a depth of our stack.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, NamedTuple, NoReturn, Protocol

from mock_esms.config.documents.field_errors import Path, key_text
from mock_esms.config.documents.read_text import checked_text
from mock_esms.config.documents.yaml_errors import MAX_DEPTH, TOO_DEEP, mark_of, syntax_sentence
from mock_esms.config.documents.yaml_scalars import scalar_of
from mock_esms.errors import DocumentError, Problem

if TYPE_CHECKING:
    from yaml import Event

MAX_NODES: Final = 10_000
"""Values and keys, those that an alias repeats counted each time (CONTRACT 5)."""

_NO_CHARACTER: Final = re.compile("[\x00\ud800-\udfff]")
_COMMENT: Final = re.compile(r"[ \t]+#")
_PAIR: Final = re.compile(r"(?<!\\)((?:\\\\)*)\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})", re.IGNORECASE)
"""JSON's way to escape a character beyond U+FFFF, which YAML does not know."""


class _Mark(Protocol):
    """Where an event begins, as both of yaml's parsers say it: from 0."""

    index: int
    line: int
    column: int


class Place(NamedTuple):
    """Where something stands; both count from 1."""

    line: int
    column: int


class YamlMapping(dict[str, object]):
    """A mapping that also knows its ``blank`` keys, behind which nothing is written: there, too, stands None."""

    blank: frozenset[str] = frozenset()


class _Node:
    """A value, where it begins, and what is below it; ``size`` and ``height`` count what it expands to.

    ``blank`` is None for a value that is written; for one that is not, whether a comment stands in its place.
    """

    __slots__ = ("below", "blank", "height", "place", "size", "value")

    def __init__(self, value: object, place: Place, *, blank: bool | None = None) -> None:
        self.value = value
        self.place = place
        self.blank = blank
        self.size = 1
        self.height = 0
        self.below: _Below = {}

    def at(self, place: Place) -> "_Node":
        """The same once more, where an alias repeats it."""
        again = _Node(self.value, place, blank=self.blank)
        again.size, again.height, again.below = self.size, self.height, self.below
        return again


_Below = dict[str | int, tuple[Place, _Node]]


class _Open:
    """A mapping or list that is being read; ``key`` is the mapping's key whose value comes next."""

    __slots__ = ("anchor", "key", "node")

    def __init__(self, node: _Node, anchor: str | None) -> None:
        self.node = node
        self.anchor = anchor
        self.key: _Node | None = None


class Tree:
    """A document's plain data (a mapping), and where everything in it stands."""

    def __init__(self, file: str, data: dict[str, object], root: _Node) -> None:
        self.file: Final = file
        self.data: Final = data
        self._root = root

    def place(self, path: Path) -> Place:
        """Where a key (or a list's entry) stands; for one that is not there, the nearest that would hold it."""
        return self._find(path)[0]

    def problem(self, path: Path, sentence: str) -> Problem:
        """What is wrong with a key, as it is reported; a comment where its value should be may be the reason."""
        place, node = self._find(path)
        if node.blank:
            sentence += '; what follows # is a comment, so put it in quotes: "#"'
        return Problem(sentence, *place, key_text(path))

    def _find(self, path: Path) -> tuple[Place, _Node]:
        place, node = self._root.place, self._root
        for key in path:
            if key not in node.below:
                break
            place, node = node.below[key]
        return place, node


def read_tree(text: str, file: str) -> Tree:
    """Read a document; ``file`` is its name in errors.

    Raises ``DocumentError`` with line and column for anything but one mapping with text keys, none of them twice.
    """
    text = checked_text(text, file)
    if text.lstrip()[:1] == "{":
        text = _PAIR.sub(_joined, text)
    reader = _Reader(text, file)
    for event in _events(text, file):
        reader.take(event)
    return reader.tree()


def _joined(pair: re.Match[str]) -> str:
    high, low = int(pair[2], 16), int(pair[3], 16)
    return pair[1] + chr(0x10000 + ((high & 0x3FF) << 10) + (low & 0x3FF))


def _events(text: str, file: str) -> Iterator["Event"]:
    import yaml  # noqa: PLC0415 - 14 ms that a command without documents does not need

    try:
        yield from yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.MarkedYAMLError as error:
        raise DocumentError(file, (Problem(syntax_sentence(error, text), *_place(mark_of(error))),)) from None
    except (yaml.YAMLError, ValueError, OverflowError):  # the pure Python parser lets wrong escapes through to chr()
        raise DocumentError(file, (Problem("this is not YAML that can be read", 1, 1),)) from None


def _place(mark: _Mark | None) -> Place:
    return Place(1, 1) if mark is None else Place(mark.line + 1, mark.column + 1)


class _Reader:
    """Takes the parser's events one by one and grows the tree of nodes."""

    def __init__(self, text: str, file: str) -> None:
        import yaml  # noqa: PLC0415 - see _events

        self._yaml = yaml
        self._text = text
        self._file = file
        self._open: list[_Open] = []
        self._anchors: dict[str, _Node | None] = {}
        self._root: _Node | None = None
        self._count = 0
        self._documents = 0
        self._problems: list[Problem] = []

    def take(self, event: "Event") -> None:
        """Read one event on."""
        yaml, place = self._yaml, _place(event.start_mark)
        match event:
            case yaml.ScalarEvent(anchor=anchor, tag=tag, implicit=implicit, value=word):
                value = self._scalar(word, tag, place, plain=implicit[0])
                blank = bool(_COMMENT.match(self._text, event.end_mark.index)) if word == "" and value is None else None
                self._leaf(_Node(value, place, blank=blank), anchor)
            case yaml.MappingStartEvent(anchor=anchor, tag=tag):
                self._start(_Node(YamlMapping(), place), tag, anchor)
            case yaml.SequenceStartEvent(anchor=anchor, tag=tag):
                self._start(_Node([], place), tag, anchor)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                ended = self._open.pop()
                if ended.anchor is not None:
                    self._anchors[ended.anchor] = ended.node
                self._add(ended.node)
            case yaml.AliasEvent():
                self._alias(event.anchor, place)
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    self._stop("a second document begins here; write one document a file", place)
            case _:
                pass

    def tree(self) -> Tree:
        """The whole document."""
        if self._root is None or (self._root.value is None and not self._problems):
            self._stop("the document is empty", Place(1, 1))
        if not isinstance(self._root.value, dict):
            self._stop("the document must be a mapping: `key: value` lines", self._root.place)
        if self._problems:
            raise DocumentError(self._file, tuple(self._problems))
        return Tree(self._file, self._root.value, self._root)

    def _stop(self, message: str, place: Place) -> NoReturn:
        raise DocumentError(self._file, (*self._problems, Problem(message, *place, self._path())))

    def _scalar(self, word: str, tag: str | None, place: Place, *, plain: bool) -> object:
        if tag is not None and tag not in {"!", "tag:yaml.org,2002:str"}:
            self._stop("tags are not understood here; put a text that begins with ! in quotes", place)
        if tag is None and plain:
            return scalar_of(word)
        if _NO_CHARACTER.search(word):
            self._stop("an escape in this text stands for no character", place)
        return word

    def _start(self, node: _Node, tag: str | None, anchor: str | None) -> None:
        if tag is not None:
            self._stop("tags are not understood here; put a text that begins with ! in quotes", node.place)
        self._grow(1, len(self._open), node.place)
        if anchor is not None:
            self._anchors[anchor] = None
        self._open.append(_Open(node, anchor))

    def _leaf(self, node: _Node, anchor: str | None) -> None:
        self._grow(1, len(self._open), node.place)
        if anchor is not None:
            self._anchors[anchor] = node
        self._add(node)

    def _alias(self, anchor: str, place: Place) -> None:
        if anchor not in self._anchors:
            self._stop("this alias has no anchor above it; put a text that begins with * in quotes", place)
        target = self._anchors[anchor]
        if target is None:
            self._stop("this alias stands inside of what it repeats", place)
        self._grow(target.size, len(self._open) + target.height, place)
        self._add(target.at(place))

    def _grow(self, size: int, depth: int, place: Place) -> None:
        self._count += size
        if self._count > MAX_NODES:
            self._stop(f"the document expands to more than {MAX_NODES} values; write less, or use fewer aliases", place)
        if depth > MAX_DEPTH:
            del self._open[1:]  # a path of so many keys says nothing; its first does
            self._stop(TOO_DEEP, place)

    def _add(self, node: _Node) -> None:
        if not self._open:
            self._root = node
            return
        parent = self._open[-1]
        parent.node.size += node.size
        parent.node.height = max(parent.node.height, node.height + 1)
        match parent.node.value:
            case list() as entries:
                parent.node.below[len(entries)] = (node.place, node)
                entries.append(node.value)
            case YamlMapping() as mapping if parent.key is not None:
                self._entry(mapping, parent.node.below, parent.key, node)
                parent.key = None
            case _:
                parent.key = node

    def _entry(self, mapping: YamlMapping, below: _Below, key: _Node, node: _Node) -> None:
        if not isinstance(key.value, str):
            shown = "true" if key.value is True else "false" if key.value is False else key.value
            hint = f"put {shown} in quotes" if isinstance(shown, str | int | float) else "write a word before the colon"
            self._problems.append(Problem(f"a key must be text; {hint}", *key.place, self._path(above=True)))
        elif key.value in mapping:
            first = below[key.value][0]
            message = f"the key stands here a second time; the first is in line {first.line}"
            self._problems.append(Problem(message, *key.place, key_text((*self._keys(above=True), key.value))))
        else:
            mapping[key.value] = node.value
            below[key.value] = (key.place, node)
            if node.blank is not None:
                mapping.blank |= {key.value}

    def _keys(self, *, above: bool = False) -> Path:
        """The path to what is being read; with ``above``, to the mapping or list that holds it."""
        path: list[str | int] = []
        for opened in self._open[:-1] if above else self._open:
            if isinstance(opened.node.value, list):
                path.append(len(opened.node.value))
            elif opened.key is not None and isinstance(opened.key.value, str):
                path.append(opened.key.value)
        return tuple(path)

    def _path(self, *, above: bool = False) -> str:
        return key_text(self._keys(above=above))
