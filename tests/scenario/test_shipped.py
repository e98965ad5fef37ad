"""The shipped library: trusted by the server, so proven here."""

import re
import subprocess
import sys

import pytest

from mock_esms.scenario import Answered, Busy, Failed, Library, NoAnswer, Rejected, load_scenario
from mock_esms.scenario.files import shipped_folder
from tests.scenario.stories import request

FILES = sorted(shipped_folder().glob("*"))
NUMBERED = [path for path in FILES if path.stem != "default"]


@pytest.fixture(scope="module")
def library() -> Library:
    return Library()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_shipped_scenario_passes_the_check_and_is_built_as_checked(library, path):
    assert path.suffix == ".yaml"
    assert load_scenario(path) == library.get(path.stem)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_shipped_scenario_tells_what_it_does(library, path):
    scenario = library.get(path.stem)
    assert 20 <= len(scenario.title) <= 80
    assert "your code" in scenario.description


@pytest.mark.parametrize("path", NUMBERED, ids=lambda path: path.name)
def test_a_shipped_scenario_is_chosen_by_the_last_six_digits_alone(library, path):
    match = library.get(path.stem).match
    assert match is not None
    ((name, pattern),) = match.pairs
    assert name == "phone"
    assert re.fullmatch(r"\*555[1-9]\d\d", pattern)
    assert library.entry(path.stem).priority == 0


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
def test_the_hundreds_group_what_happens(library, hundred, outcomes):
    of_hundred = [
        library.get(entry.name)
        for entry in library.entries()
        if entry.match and entry.match.pairs[0][1].startswith(f"*555{hundred}")
    ]
    assert {dial.outcome for scenario in of_hundred for dial in scenario.dials} == outcomes
    own_rules = {any(vars_of(scenario.callback)) for scenario in of_hundred}
    assert own_rules == {hundred == "4"}


def vars_of(rules) -> list[bool]:
    return [getattr(rules, name) is not None for name in rules.__slots__]


def test_the_library_covers_every_row_of_the_language(library):
    scenarios = [library.get(entry.name) for entry in library.entries()]
    dials = [dial for scenario in scenarios for dial in scenario.dials]
    assert {type(dial) for dial in dials} == {Answered, NoAnswer, Busy, Rejected, Failed}
    answered = [dial for dial in dials if isinstance(dial, Answered)]
    assert {"any", "#", None} < {dial.press for dial in answered}
    assert any(dial.price is not None for dial in answered)
    assert any(not dial.ring.fixed and not dial.talk.fixed for dial in answered)
    assert any(dial.after is not None and not dial.after.fixed for dial in answered)
    said = [vars_of(scenario.callback) for scenario in scenarios]
    assert all(any(column) for column in zip(*said, strict=True))


@pytest.mark.parametrize("phone", ["0901888484", "0901234567", "0900000001", "0912345678", "0987654321", "0901000002"])
def test_numbers_that_people_use_as_examples_play_default(library, phone):
    assert library.choose(request(phone))[0].name == "default"


def test_a_server_with_the_shipped_scenarios_starts_without_pydantic():
    code = "import sys; from mock_esms.scenario import Library; Library(); print('pydantic' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
