import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_esms.config.documents import build
from mock_esms.errors import DocumentError, Problem
from mock_esms.model.times import Span
from mock_esms.scenarios.dials import Answered, Busy, NoAnswer
from mock_esms.scenarios.files import shipped_folder
from mock_esms.scenarios.loader import load_scenario, parse_scenario
from mock_esms.scenarios.model import Scenario
from tests.scenarios.stories import stories

EXAMPLE = """
title: Nobody answers twice, then the customer picks up and presses 1
match:
  phone: "09*003"
priority: 10
dials:
  - no_answer: {ring: 30s}
  - busy:
  - answered: {ring: 4s, talk: 14s..20s, press: 1, after: 5s}
callback:
  delay: 2s
  timeout: 10s
  retries: 5
  wait: [10s, 30s, 1m, 5m, 15m]
"""


def refused(text: str) -> list[str]:
    with pytest.raises(DocumentError) as caught:
        parse_scenario(text, "x", "x.yaml")
    return str(caught.value).splitlines()


def test_a_scenario_is_read_from_its_file_and_named_after_it(tmp_path):
    path = tmp_path / "twice-then_key.2.yaml"
    path.write_text(EXAMPLE, encoding="utf-8")
    scenario = load_scenario(path)
    assert scenario.name == "twice-then_key.2"
    assert scenario.priority == 10
    assert scenario.dials == (
        NoAnswer(ring=Span(30_000, 30_000)),
        Busy(),
        Answered(ring=Span(4000, 4000), talk=Span(14_000, 20_000), press="1", after=Span(5000, 5000)),
    )
    assert scenario.callback.wait is not None
    assert [str(wait) for wait in scenario.callback.wait] == ["10s", "30s", "1m", "5m", "15m"]


def test_json_is_a_scenario_too():
    assert parse_scenario(json.dumps({"title": "x", "dials": [{"busy": None}]}), "x", "x").dials == (Busy(),)


@pytest.mark.parametrize("name", ["", "-x", ".x", "a b", "ă", "a/b", "x" * 65, "a\n"])
def test_a_name_that_could_not_stand_in_an_address_is_refused(name):
    with pytest.raises(DocumentError, match=r"x\.yaml: a scenario is named after its file, and .* cannot be a name"):
        parse_scenario(EXAMPLE, name, "x.yaml")


def test_every_mistake_is_told_with_its_place_and_the_nearest_right_key():
    text = """
titel: x
match: {phon: "1"}
dials:
  - no_anser:
  - answered: {after: 5s}
  - {busy: , failed: }
  - {}
  - answered: {ring: 9s..3s, talk: -1}
calback: {}
"""
    assert refused(text) == [
        "x.yaml:2:1: title: this key is required",
        "x.yaml:2:1: titel: there is no such key here; did you mean `title`?",
        "x.yaml:3:9: match.phon: nothing can be matched by this name; did you mean `phone`?",
        "x.yaml:5:5: dials[0].no_anser: there is no such key here; did you mean `no_answer`?",
        'x.yaml:6:16: dials[1].answered.after: this is when a key is pressed; say which, as in `press: "1"`',
        "x.yaml:7:14: dials[2].failed: a dial is one thing, and `busy` stands here already; keep one of the two",
        "x.yaml:8:5: dials[3]: a dial needs one of answered, no_answer, busy, rejected, failed, interactive, choose",
        "x.yaml:9:16: dials[4].answered.ring: the range 9s..3s runs backwards; write 3s..9s",
        "x.yaml:9:30: dials[4].answered.talk: -1 is negative; a duration is 0 or more",
        "x.yaml:10:1: calback: there is no such key here; did you mean `callback`?",
    ]


@pytest.mark.parametrize("key", ["replay", "name", "progress"])
def test_keys_that_do_not_exist_are_errors(key):
    assert f"{key}: there is no such key here" in refused(f"title: x\n{key}: {{}}\n")[0]


def test_an_empty_list_of_dials_is_an_error_at_its_key():
    assert refused("title: x\ndials: []\n") == [
        "x.yaml:2:1: dials: at least one dial is needed; leave `dials` out for one that is answered"
    ]


@given(stories)
def test_what_can_be_told_in_a_file_is_read_back_from_it_both_ways(data):
    text = json.dumps(data)
    assert parse_scenario(text, "x", "x") == build(Scenario, data).named("x")


def problems_of(text: str) -> tuple[Problem, ...]:
    try:
        parse_scenario(text, "x", "x")
    except DocumentError as error:
        return error.problems
    return ()


TEXTS = [EXAMPLE, *(path.read_text(encoding="utf-8") for path in sorted(shipped_folder().glob("*.yaml")))]
NASTY = ["\t", "\n", "  ", ":", "- ", "&a ", "*a", "[", "{", "}", '"', "'", "|\n", "!!x ", "---\n", "\0", "\ufeff", "é"]
NASTY += ["title: ", "dials: ", "1e999", "-1", "9" * 400, "~", "3s..1s", "any", "<<: *a\n", "0", "[" * 60, "#", "\\"]


@st.composite
def mangled(draw: st.DrawFn) -> str:
    text = draw(st.sampled_from(TEXTS))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(len(text), start + 12)))
        text = text[:start] + draw(st.sampled_from(NASTY) | st.text(max_size=5)) + text[end:]
    return text


@given(mangled())
def test_a_mangled_file_is_a_scenario_or_a_document_error_with_places(text):
    assert all(problem.line and problem.column and problem.message for problem in problems_of(text))


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from(["1s", "2s..1s"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["answered", "failed", "ring", "press", "after", "retries", "phone", "x"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=9,
)


@given(st.dictionaries(st.sampled_from(["title", "match", "priority", "dials", "callback", "description"]), values))
def test_right_keys_with_any_values_are_a_scenario_or_a_document_error(data):
    assert all(problem.line and problem.column and problem.message for problem in problems_of(json.dumps(data)))


BOMB = "\n".join(["a: &a [x, x, x, x, x, x, x, x, x]"] + [
    f"{after}: &{after} [{', '.join([f'*{before}'] * 9)}]" for before, after in pairwise("abcdefghi")
])  # fmt: skip
HOSTILE = {
    "an alias that explodes": (BOMB.encode(), "5:8: e[0]", "expands to more than 10000 values"),
    "merged anchors that explode": (
        ("title: x\n" + BOMB.replace("a: &a", "callback: &a", 1)).encode(),
        "",
        "expands to more than 10000 values",
    ),
    "an alias inside of itself": (b"title: x\ndials: &a [*a]\n", "2:", "stands inside of what it repeats"),
    "ten megabytes": (b"title: x\n" + b"# nothing\n" * 1_000_000, "", "larger than 1 MiB"),
    "one long line": (b"title: '" + b"x" * 1_100_000, "", "larger than 1 MiB"),
    "a million brackets": (b"title: x\ndials: " + b"[" * 500_000, "2:", "nested more than 50 levels deep"),
    "a million dashes": (b"title: x\ndials:\n" + b"- " * 400_000, "3:", "nested more than 50 levels deep"),
    "a million quotes": (b"title: " + b"'" * 1_000_001, "", ""),
    "a tab": (b"title: x\ndials:\n\t- busy:\n", "3:1", "a tab stands here"),
    "UTF-16": ("title: x".encode("utf-16"), "1:1", "UTF-16"),
    "UTF-32": ("title: x".encode("utf-32"), "1:1", "UTF-32"),
    "Latin-1": ("title: Đà".encode("cp1258"), "1:8", "is not UTF-8"),
    "a zero": (b"title: x\0", "1:9", "U+0000"),
    "half a character": (b"title: \xe1\xba", "1:8", "is not UTF-8"),
    "a half surrogate": (b'title: "\\ud800"', "1:11", "invalid Unicode character escape"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "1:1", "is not UTF-8"),
    "nothing": (b"", "1:1", "the document is empty"),
    "a tag of Python": (b"title: !!python/object/apply:os.system [ls]\n", "1:8", "tags are not understood here"),
    "two documents": (b"title: x\n---\ntitle: y\n", "2:1", "a second document begins here"),
    "a directive": (b"%YAML 9.9\n---\ntitle: x\n", "", ""),
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize(("content", "place", "sentence"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_told_with_its_place_at_once(content, place, sentence, tmp_path):
    path = tmp_path / "x.yaml"
    path.write_bytes(content)
    with pytest.raises(DocumentError) as caught:
        load_scenario(path)
    assert str(caught.value).startswith(f"{path}:{place}")
    assert sentence in str(caught.value)
