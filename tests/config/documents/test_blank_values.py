"""A key behind which nothing is written, or only a comment, is told; what YAML makes of it nobody meant."""

import textwrap
from collections.abc import Iterator

import pytest

from mock_esms.config.documents import check, decoders, read_tree
from mock_esms.config.documents.field_errors import Path, key_text
from mock_esms.config.settings import FileSettings
from mock_esms.errors import DocumentError
from mock_esms.scenarios.dials import Answered, Busy
from mock_esms.scenarios.loader import parse_scenario
from mock_esms.scenarios.model import Scenario

COMMENT = 'what follows # is a comment, so put it in quotes: "#"'


def name(value) -> str:
    return key_text(value) if isinstance(value, tuple) else value.__name__


def keys_of(decoder: decoders.Decoder, path: Path = ()) -> Iterator[Path]:
    """Every key and list position that a document may have, but for those behind which nothing needs to stand."""
    parts: dict[str | int, decoders.Decoder]
    bare = getattr(decoder.model, "may_be_bare", ()) if isinstance(decoder, decoders.Record) else ()
    match decoder:
        case decoders.Record():
            parts = {key: decoders.decoder_of(hint) for key, hint in decoder.hints.items()}
        case decoders.Choice():
            parts = {key: decoders.decoder_of(hint) for key, hint in decoder.one_of.choices.items()}
        case decoders.ListOf() | decoders.Table():
            parts = {(0 if isinstance(decoder, decoders.ListOf) else "any"): decoder.entry}
        case decoders.Maybe() | decoders.Rewritten():
            yield from keys_of(decoder.inner, path)
            return
        case _:
            return
    for key, part in parts.items():
        may_be_bare = decoder.one_of.may_be_bare(str(key)) if isinstance(decoder, decoders.Choice) else key in bare
        if not may_be_bare:
            yield (*path, key)
        yield from keys_of(part, (*path, key))


def document(path: Path, value: str) -> str:
    key, *below = path
    text = document(tuple(below), value) if below else ""
    if isinstance(key, int):
        return f"- {textwrap.indent(text, '  ').strip()}" if below else f"- {value}"
    return f"{key}:\n{textwrap.indent(text, '  ')}" if below else f"{key}: {value}"


EVERYWHERE = [
    (model, path)
    for model in (Scenario, FileSettings)
    for path in keys_of(decoders.decoder_of(model))
    if path != ("any",)
]


def problem_at(model, path, value):
    with pytest.raises(DocumentError) as caught:
        check(model, read_tree(document(path, value), "x"))
    (problem,) = [problem for problem in caught.value.problems if problem.key == key_text(path)]
    return problem


def test_the_keys_that_are_tried_are_those_of_scenarios_and_settings():
    tried = {key_text(path) for _, path in EVERYWHERE}
    assert {"dials[0].answered.press", "dials[0].choose", "match", "quirks.signature", "egress.ca"} < tried
    assert "dials[0].busy" not in tried
    assert len(tried) > 80


@pytest.mark.parametrize(("model", "path"), EVERYWHERE, ids=name)
def test_a_comment_in_the_place_of_a_value_is_told_at_its_key(model, path):
    problem = problem_at(model, path, "#")
    assert problem.message.endswith(COMMENT)
    assert problem.line == document(path, "#").count("\n") + 1


@pytest.mark.parametrize(("model", "path"), EVERYWHERE, ids=name)
def test_nothing_in_the_place_of_a_value_is_told_at_its_key(model, path):
    assert "#" not in problem_at(model, path, "").message.replace('"#", or any', "")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "dials:\n- answered:\n    press: #",
            'x:4:5: dials[0].answered.press: nothing is no key of a phone; write "0" to "9", "*", "#", or any; '
            + COMMENT,
        ),
        ("dials: [{answered: {press: }}]", "x:2:21: dials[0].answered.press: nothing is no key of a phone; write"),
        ("dials:\n- answered:\n    talk: # 5s", "x:4:5: dials[0].answered.talk: nothing is not a duration; write a"),
        (
            "match:\n  phone: #1",
            'x:3:3: match.phone: a pattern must stand here, such as "09*", not nothing; ' + COMMENT,
        ),
        ("callback:\n  set:\n    Ivr: #", 'x:4:5: callback.set.Ivr: write "" for an empty value; `omit` leaves the'),
        ("callback:\n  add:\n    Key: #", 'x:4:5: callback.add.Key: write "" for an empty value; `omit` leaves the'),
        ("reply:\n  status: 500\n  body: #fff", "x:4:3: reply.body: this must be text, not nothing; " + COMMENT),
        ("dials:\n- #", "x:3:2: dials[0]: keys with values must stand here (answered, no_answer, busy, rejected, "),
        (
            "dials:\n- choose:\n  - busy:\n    weight: #",
            "x:5:5: dials[0].choose[0].weight: nothing is not a weight; write",
        ),
        ("? priority", "x:2:3: priority: nothing is not a whole number; write one from"),
    ],
)
def test_the_sentence_says_what_to_write(text, problem):
    with pytest.raises(DocumentError) as caught:
        parse_scenario(f"title: x\n{text}\n", "x", "x")
    (told,) = str(caught.value).splitlines()
    assert told.startswith(problem)


@pytest.mark.parametrize("nothing", ["null", "~", "Null"])
def test_a_null_that_is_written_means_nothing_as_it_is_documented(nothing):
    assert parse_scenario(f"title: x\nreply: {nothing}\n", "x", "x").reply is None


@pytest.mark.parametrize("dial", ["busy:", "busy: # the line is engaged", "{busy: }", "{busy}"])
def test_behind_the_name_of_a_dial_nothing_needs_to_stand(dial):
    assert parse_scenario(f"title: x\ndials:\n- {dial}\n", "x", "x").dials == (Busy(),)


def test_a_comment_behind_or_below_a_key_is_none_in_the_place_of_its_value():
    text = "title: x # 1\ndials: # what happens\n  # at first\n- answered: # at once\n    press: 1 # yes\n"
    assert parse_scenario(text, "x", "x").dials == (Answered(press="1"),)


def test_a_secret_behind_the_sign_of_a_comment_is_not_repeated():
    with pytest.raises(DocumentError) as caught:
        check(FileSettings, read_tree("accounts:\n- api_key: a\n  secret_key: #4711\n", "x"))
    assert "4711" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("press: *", "x:1:8: a name must follow this sign; put a text that begins with * or & in quotes"),
        ("press: &", "x:1:8: a name must follow this sign; put a text that begins with * or & in quotes"),
        ("press: ?", "x:1:8: a ? cannot stand here; put the text in quotes"),
        ("press: *1", "x:1:8: press: this alias has no anchor above it; put a text that begins with * in quotes"),
    ],
)
def test_a_key_of_a_phone_that_means_something_to_yaml_is_told_with_its_quotes(text, sentence):
    with pytest.raises(DocumentError) as caught:
        read_tree(text, "x")
    assert str(caught.value) == sentence
