import json
import string

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from mock_esms.config.documents import Tree, read_tree
from mock_esms.config.documents.field_errors import key_text
from mock_esms.config.documents.yaml_errors import MAX_DEPTH
from mock_esms.config.documents.yaml_tree import MAX_NODES
from mock_esms.errors import DocumentError, Problem


def read(text: str) -> Tree:
    return read_tree(text, "x.yaml")


def refused(text: str) -> str:
    with pytest.raises(DocumentError) as caught:
        read(text)
    return str(caught.value)


@pytest.fixture(params=["C", "Python"])
def parser(request, monkeypatch):
    """Both of yaml's parsers: the C one is missing on some machines."""
    if request.param == "Python":
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    elif not hasattr(yaml, "CSafeLoader"):
        pytest.skip("yaml was built without its C parser")


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("0901888484", "0901888484"),
        ("02871002454", "02871002454"),
        ("0", 0),
        ("-7", -7),
        ("+84901888484", 84901888484),
        ("103", 103),
        ("1.5", 1.5),
        (".5", 0.5),
        ("5.", 5.0),
        ("1e3", 1000.0),
        ("1e999", "1e999"),
        ("9" * 40, int("9" * 40)),
        ("9" * 41, "9" * 41),
        ("true", True),
        ("FALSE", False),
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("~", None),
        ("null", None),
        ("", None),
        ("1:30", "1:30"),
        ("0x1F", "0x1F"),
        ("0o17", "0o17"),
        ("1_000", "1_000"),
        ("2026-01-05", "2026-01-05"),
        (".inf", ".inf"),
        ("3s..12s", "3s..12s"),
        ("'5'", "5"),
        ('"true"', "true"),
        ("!!str 5", "5"),
        ("! 5", "5"),
        ("<<", "<<"),
        ("=", "="),
    ],
)
def test_an_unquoted_word_is_what_yaml_1_2_says(parser, word, value):
    read_value = read(f"key: {word}").data["key"]
    assert read_value == value
    assert type(read_value) is type(value)


def test_every_key_and_entry_has_its_line_and_column(parser):
    tree = read("title: x\ndials:\n  - answered: {ring: 4s,\n     talk: 5s}\n  - busy:\n")
    assert tree.data == {"title": "x", "dials": [{"answered": {"ring": "4s", "talk": "5s"}}, {"busy": None}]}
    assert tree.place(()) == (1, 1)
    assert tree.place(("dials",)) == (2, 1)
    assert tree.place(("dials", 0)) == (3, 5)
    assert tree.place(("dials", 0, "answered", "ring")) == (3, 16)
    assert tree.place(("dials", 0, "answered", "talk")) == (4, 6)
    assert tree.place(("dials", 1, "busy")) == (5, 5)


def test_a_path_that_leads_nowhere_has_the_place_of_what_would_hold_it():
    tree = read("a:\n  b: 1\n")
    assert tree.place(("a", "missing", "further")) == tree.place(("a",)) == (1, 1)
    assert tree.place(("missing",)) == (1, 1)


def test_what_an_alias_repeats_stands_where_it_is_written(parser):
    tree = read("first: &dial {ring: 4s}\nsecond: *dial\n")
    assert tree.data == {"first": {"ring": "4s"}, "second": {"ring": "4s"}}
    assert tree.place(("second",)) == (2, 1)
    assert tree.place(("second", "ring")) == (1, 15)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "x.yaml:1:1: the document is empty"),
        ("# nothing but a comment\n", "x.yaml:1:1: the document is empty"),
        ("---\n...\n", "x.yaml:1:1: the document is empty"),
        ("- a\n", "x.yaml:1:1: the document must be a mapping: `key: value` lines"),
        ("just text", "x.yaml:1:1: the document must be a mapping: `key: value` lines"),
        ("a: 1\n---\nb: 2\n", "x.yaml:2:1: a second document begins here; write one document a file"),
        ("a: {b: 1,\n  b: 2}\n", "x.yaml:2:3: a.b: the key stands here a second time; the first is in line 1"),
        ("l:\n- a: 1\n  a: 1\n", "x.yaml:3:3: l[0].a: the key stands here a second time; the first is in line 2"),
        ("a:\n  1: x\n", "x.yaml:2:3: a: a key must be text; put 1 in quotes"),
        ("true: x\n", "x.yaml:1:1: a key must be text; put true in quotes"),
        ("? [a]\n: x\n", "x.yaml:1:3: a key must be text; write a word before the colon"),
        ("? &k {a: 1}\n: x\n", "a key must be text"),
        ("a: *b\n", "x.yaml:1:4: a: this alias has no anchor above it"),
        ("a: &b [*b]\n", "x.yaml:1:8: a[0]: this alias stands inside of what it repeats"),
        ("a: &b {c: {d: *b}}\n", "a.c.d: this alias stands inside of what it repeats"),
        ("a: !!python/object:os.system x\n", "tags are not understood here"),
        ("a: !x [1]\n", "x.yaml:1:4: a: tags are not understood here; put a text that begins with ! in quotes"),
        ("a:\n\tb: 1\n", "x.yaml:2:1: a tab stands here; YAML is indented with spaces"),
        ("a: b: c\n", "x.yaml:1:5: a colon cannot stand here; check the indentation, or quote the text"),
        ('a: 1\nb: "x\nc: 3\n', "x.yaml:2:4: a quote is opened here and never closed"),
        ("a: 0\x00\n", "x.yaml:1:5: the character U+0000 cannot stand in a document; remove it"),
        ("a: x\nb: \x1b[31m\n", "x.yaml:2:4: the character U+001B cannot stand in a document; remove it"),
        ("a: \ud800\n", "x.yaml:1:4: the character U+D800 cannot stand in a document; remove it"),
        ('a: "\\0"\n', "x.yaml:1:4: a: an escape in this text stands for no character"),
    ],
)
def test_a_document_that_cannot_be_is_refused_with_its_place(parser, text, sentence):
    assert sentence in refused(text)


@pytest.mark.parametrize(
    "text",
    ['a: "x', "a: [1, 2", "a: {b: 1", "a: @x", " a: 1\nb: 2", "a: |x\n", "%YAML 9.9\n---\na: 1", 'a: "\\q"', "a: &\n"],
)
def test_text_that_is_no_yaml_is_refused_with_its_place(parser, text):
    place, _, sentence = refused(text).partition(": ")
    assert place.startswith("x.yaml:")
    assert int(place.split(":")[1]) >= 1
    assert sentence


def test_an_escape_beyond_unicode_is_refused(parser):
    assert refused('a: "\\UFFFFFFFF"\n').startswith("x.yaml:1:")


def test_all_keys_that_stand_twice_are_told_at_once():
    assert refused("a: 1\na: 2\nb: 3\nb: 4\n").count("a second time") == 2


def exploding(levels: int, width: int) -> str:
    lines = ["x0: &a0 [1]"]
    lines += [f"x{n}: &a{n} [{', '.join([f'*a{n - 1}'] * width)}]" for n in range(1, levels)]
    return "\n".join(lines)


def test_aliases_that_explode_are_refused_while_they_are_read(parser):
    assert f"expands to more than {MAX_NODES} values" in refused(exploding(levels=60, width=9))


def test_ten_thousand_values_are_allowed_and_one_more_is_not(parser):
    fitting = MAX_NODES - 3  # the mapping, its key and the list count too
    assert len(read("a: [" + "1," * fitting + "]").data["a"]) == fitting  # type: ignore[arg-type]
    assert "expands to more than" in refused("a: [" + "1," * (fitting + 1) + "]")


@pytest.mark.parametrize("text", ["a: " + "[" * 100_000, "a: " + "{a: " * 100_000, "- " * 100_000])
def test_deep_nesting_is_refused_and_never_exhausts_the_stack(parser, text):
    assert f"nested more than {MAX_DEPTH} levels" in refused(text)


def test_nesting_by_aliases_counts_as_deep_as_it_unfolds(parser):
    lines = ["x0: &a0 [1]", *(f"x{n}: &a{n} [*a{n - 1}]" for n in range(1, 60))]
    assert f"nested more than {MAX_DEPTH} levels" in refused("\n".join(lines))


def test_a_text_over_one_mebibyte_is_refused():
    assert refused("a: " + "x" * 1024 * 1024) == "x.yaml: the document is larger than 1 MiB; split it, or write less"


def test_a_byte_order_mark_at_the_start_is_no_part_of_the_document(parser):
    assert read("\ufeffa: 1").data == {"a": 1}


def test_json_escapes_of_characters_beyond_two_bytes_are_understood(parser):
    said = {"title": "gọi 📞", "backslash": "\\ud83d\\udcde"}
    assert read(json.dumps(said)).data == said


def test_a_path_is_written_with_dots_and_brackets():
    assert key_text(("dials", 0, "answered", "ring")) == "dials[0].answered.ring"
    assert key_text(()) == ""


plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**18), 10**18)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff\ufffe\uffff")),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(string.printable, max_size=9), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(st.dictionaries(st.text(string.ascii_letters), plain), st.booleans(), st.sampled_from([None, 2]))
def test_whatever_json_says_is_read_back_as_it_was(data, ascii_only, indent):
    assert read(json.dumps(data, ensure_ascii=ascii_only, indent=indent)).data == data


NASTY = ["\t", "\n", "  ", ": ", "- ", "&a ", "*a", "[", "]", "{", "}", '"', "'", "|", ">", "?", "!", "%", "@", "#"]
NASTY += ["---\n", "\0", "\ufeff", "\u2028", "🙂", "\\u", "<<: ", "1e9", "0", "a", "~"]


@given(st.lists(st.sampled_from(NASTY) | st.characters(), max_size=60).map("".join))
def test_no_text_ends_in_anything_but_a_tree_or_a_document_error_with_a_place(text):
    problems: tuple[Problem, ...] = ()
    try:
        read(text)
    except DocumentError as error:
        problems = error.problems
    assert all(problem.line and problem.column and problem.message for problem in problems)
