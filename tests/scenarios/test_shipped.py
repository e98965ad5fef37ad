"""The shipped library: trusted by the server, so proven here."""

import re

import pytest

from mock_esms.config.retry_presets import POLICIES
from mock_esms.esms.responses.result_codes import RESULT_CODES
from mock_esms.model.value import fields_of
from mock_esms.scenarios.callback import CallbackRule
from mock_esms.scenarios.choose import Choose
from mock_esms.scenarios.dials import Answered, Busy, Failed, Interactive, NoAnswer, Rejected
from mock_esms.scenarios.files import shipped_folder
from mock_esms.scenarios.library import Library
from mock_esms.scenarios.loader import load_scenario, parse_scenario
from mock_esms.scenarios.reply import Reply
from tests.scenarios.stories import request

FOLDER = shipped_folder()
FILES = sorted(FOLDER.glob("*.yaml"))
NUMBERED = [path for path in FILES if path.stem != "default"]


@pytest.fixture(scope="module")
def library() -> Library:
    return Library()


def of_hundred(library, hundred):
    return [
        library.get(entry.name)
        for entry in library.entries()
        if entry.match and entry.match.pairs[0][1].startswith(f"*555{hundred}")
    ]


def keys_of(model) -> set[str]:
    return {field.name for field in fields_of(model)} - {"name"}


def said(part) -> set[str]:
    """The keys with which a part says something."""
    fresh = type(part)()
    return {name for name in keys_of(type(part)) if getattr(part, name) != getattr(fresh, name)}


def test_the_folder_has_scenarios_and_their_schema_and_nothing_else():
    assert {path.name for path in FOLDER.iterdir()} == {"schema"} | {path.name for path in FILES}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_shipped_scenario_passes_the_check_and_is_built_as_checked(library, path):
    checked = load_scenario(path)
    assert checked == library.get(path.stem)
    entry = library.entry(path.stem)
    assert (entry.match, entry.priority) == (checked.match, checked.priority)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_shipped_scenario_tells_what_it_does_and_what_it_proves(library, path):
    scenario = library.get(path.stem)
    assert 20 <= len(scenario.title) <= 80
    assert re.search(r"Proves that your code [^.]+\.\n$", scenario.description)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_shipped_file_tells_editors_where_its_schema_is(path):
    first = path.read_text(encoding="utf-8").splitlines()[0]
    mark, _, where = first.partition("=")
    assert mark == "# yaml-language-server: $schema"
    assert (path.parent / where).is_file()


@pytest.mark.parametrize("path", NUMBERED, ids=lambda path: path.name)
def test_a_shipped_scenario_is_chosen_by_the_last_six_digits_alone(library, path):
    match = library.get(path.stem).match
    assert match is not None
    ((name, pattern),) = match.pairs
    assert name == "phone"
    assert re.fullmatch(r"\*555\d{3}", pattern)
    assert library.choose(request("0901" + pattern[1:]))[0].name == path.stem


def test_no_two_shipped_scenarios_have_one_number(library):
    matches = [entry.match for entry in library.entries() if entry.match is not None]
    assert len(matches) == len(set(matches)) == len(NUMBERED)


@pytest.mark.parametrize(
    ("hundred", "outcomes"),
    [
        ("1", {"answered"}),
        ("2", {"answered", "no_answer", "busy", "rejected"}),
        ("3", {"no_answer", "failed"}),
        ("4", {"answered"}),
    ],
)
def test_the_first_hundreds_are_about_what_happens_on_the_phone(library, hundred, outcomes):
    scenarios = of_hundred(library, hundred)
    assert {dial.outcome for scenario in scenarios for dial in scenario.dials} == outcomes


@pytest.mark.parametrize(
    ("hundreds", "reply", "callback"),
    [
        ("123", False, False),
        ("4", False, True),
        ("5", False, True),
        ("6", True, False),
        ("7", True, False),
        ("9", False, True),
    ],
)
def test_the_hundreds_group_what_goes_wrong(library, hundreds, reply, callback):
    for scenario in (one for hundred in hundreds for one in of_hundred(library, hundred)):
        assert (scenario.reply is not None) is reply, scenario.name
        assert bool(said(scenario.callback)) is callback, scenario.name


def test_the_library_covers_every_row_of_the_language(library):
    scenarios = [library.get(entry.name) for entry in library.entries()]
    rules = [dial for scenario in scenarios for dial in scenario.dials]
    dials = [dial for rule in rules if not isinstance(rule, Choose) for dial in [rule]]
    assert {type(dial) for dial in rules} == {Answered, NoAnswer, Busy, Rejected, Failed, Interactive, Choose}
    answered = [dial for dial in dials if isinstance(dial, Answered)]
    assert {"any", "#", None} < {dial.press for dial in answered}
    assert keys_of(Answered) == {key for dial in answered for key in said(dial)}
    assert any(not dial.ring.fixed and not dial.talk.fixed for dial in answered)
    assert any(dial.after is not None and not dial.after.fixed for dial in answered)

    replies = [scenario.reply for scenario in scenarios if scenario.reply is not None]
    told_apart = keys_of(Reply) - {"message"}  # the text of a code is eSMS's own
    assert {key for reply in replies for key in said(reply)} == told_apart
    assert {reply.fault for reply in replies} == {None, "reset", "hang", "empty", "garbage", "truncated"}
    assert {reply.code for reply in replies} == {None, *RESULT_CODES} - {"100"}

    callbacks = [scenario.callback for scenario in scenarios]
    assert {key for callback in callbacks for key in said(callback)} == keys_of(CallbackRule)
    assert {callback.policy for callback in callbacks} == {None, *POLICIES}


@pytest.mark.parametrize("phone", ["0901888484", "0901234567", "0900000001", "0912345678", "0987654321", "0901000002"])
def test_numbers_that_people_use_as_examples_play_default(library, phone):
    assert library.choose(request(phone))[0].name == "default"


OTHER_ENDINGS = {
    "199": "19",
    "201": "21",
    "204": "54",
    "210": "30",
    "301": "31",
    "799": "98",
    "801": "81",
    "802": "82",
    "854": "55",
}
"""Where two codes end alike, the later one has digits of its own."""


def test_a_code_is_refused_by_the_number_that_ends_like_it(library):
    numbers = {
        scenario.reply.code: scenario.match.pairs[0][1][-2:]
        for scenario in of_hundred(library, "7")
        if scenario.reply is not None and scenario.match is not None
    }
    assert numbers == {code: OTHER_ENDINGS.get(code, code[-2:]) for code in RESULT_CODES if code != "100"}


def test_the_start_reads_no_scenario_not_even_default(monkeypatch):
    built = []

    def remember(text, name, file):
        built.append(name)
        return parse_scenario(text, name, file)

    monkeypatch.setattr("mock_esms.scenarios.layers.parse_scenario", remember)
    library = Library()
    library.choose(request("0901888484"))
    assert built == []
    library.choose(request("0901555201"))
    assert built == ["no-answer"]
