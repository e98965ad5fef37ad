"""What is wrong with text that is not YAML, in words that say what to change."""

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from yaml import Mark, MarkedYAMLError
    from yaml._yaml import Mark as CMark

MAX_DEPTH: Final = 50
"""Deeper than any document that means something, and far from every limit of the machine."""
TOO_DEEP: Final = f"the document is nested more than {MAX_DEPTH} levels deep"

_NEVER_CLOSED: Final = "unexpected end of stream"
_NO_NAME: Final = "expected alphabetic or numeric character"
_SENTENCES: Final = (
    # The parser's words (C and Python differ; the first that is contained wins), and ours.
    ("mapping values are not allowed", "a colon cannot stand here; check the indentation, or quote the text"),
    ("could not find expected ':'", "a colon is missing after this key, or the line is indented wrongly"),
    (_NEVER_CLOSED, "a quote is opened here and never closed"),
    ("expected ',' or ']'", "a comma or the closing ] is missing in this list"),
    ("expected ',' or '}'", "a comma or the closing } is missing in this mapping"),
    ("unknown escape character", "this is no escape; write \\\\ for a backslash, or use single quotes"),
    ("expected <block end>", "the indentation does not fit the lines above"),
    ("did not find expected key", "the indentation does not fit the lines above, or a bracket or quote is not closed"),
    (
        "expected <document start>",
        "the indentation does not fit the lines above; keys of one level begin in one column",
    ),
    ("did not find expected '-' indicator", "a list's entry must begin with `- `, as the lines above do"),
    (_NO_NAME, "a name must follow this sign; put a text that begins with * or & in quotes"),
    ("mapping keys are not allowed", "a ? cannot stand here; put the text in quotes"),
    ("cannot start any token", "this character cannot begin a value; put the text in quotes"),
    ("block sequence entries are not allowed", "a list cannot begin here; put its `- ` on a line of its own"),
    ("expected the node content", "a value is missing here"),
    ("did not find expected node content", "a value is missing here"),
    ("exceeded maximum nesting depth", TOO_DEEP),  # the C parser's own limit, which it may reach before its first event
)


def syntax_sentence(error: "MarkedYAMLError", text: str) -> str:
    """One sentence for a syntax error in ``text``; the parser's own words where there are no better ones."""
    mark = mark_of(error)
    if mark is not None:
        lines = text.splitlines()
        line = lines[mark.line] if mark.line < len(lines) else ""
        if "\t" in line[: mark.column + 1] and not line[: mark.column].strip():
            return "a tab stands here; YAML is indented with spaces"
    problem = error.problem or error.context or "unreadable"
    for words, sentence in _SENTENCES:
        if words in problem:
            return sentence
    return f"this is not YAML: {problem}"


def mark_of(error: "MarkedYAMLError") -> "Mark | CMark | None":
    """Where to look: where the parser stumbled, but for a quote without an end or a sign without a name: at these."""
    if any(words in (error.problem or "") for words in (_NEVER_CLOSED, _NO_NAME)) and error.context_mark:
        return error.context_mark
    return error.problem_mark or error.context_mark
