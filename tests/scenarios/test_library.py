import logging
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_esms.config.match import Match
from mock_esms.errors import DocumentError, NotNowError, UnknownError, UsageError, WrongValueError
from mock_esms.model.calls import ScenarioChoice
from mock_esms.scenarios.library import Library
from mock_esms.scenarios.loader import parse_scenario
from mock_esms.scenarios.match_index import MatchIndex
from mock_esms.scenarios.model import Scenario
from tests.scenarios.stories import request

EVERY = Match(())


def write(folder: Path, name: str, text: str = "title: A user's story\n") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def told(name: str, text: str = "title: Told by the API\n") -> Scenario:
    return parse_scenario(text, name, name)


def chosen_name(library: Library, phone: str = "0901888484", **given: str) -> str:
    return library.choose(request(phone, **given))[0].name


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "mine"


def test_a_call_that_nothing_is_meant_for_plays_default():
    scenario, chosen = Library().choose(request("0901888484"))
    assert scenario.name == "default"
    assert chosen == ScenarioChoice("default")


def test_a_shipped_scenario_is_chosen_by_its_number():
    scenario, chosen = Library().choose(request("0901555102"))
    assert scenario.name == "answered-key"
    assert chosen == ScenarioChoice("match", (("phone", "*555102"),))


def test_with_files_of_the_users_the_shipped_ones_play_only_by_name(folder):
    library = Library([write(folder, "mine.yaml", 'title: Mine\nmatch: {phone: "*7"}\n')])
    assert chosen_name(library, "0901555102") == "default"
    assert chosen_name(library, "0901555107") == "mine"
    assert library.get("answered-key").name == "answered-key"
    assert library.entry("answered-key").match is None
    library.arm("answered-key", EVERY)
    assert chosen_name(library) == "answered-key"


def test_a_users_file_takes_the_place_of_a_shipped_one_which_is_said_once(folder, caplog):
    path = write(folder, "answered.yaml", 'title: Mine\nmatch: {phone: "*555101"}\n')
    with caplog.at_level(logging.INFO, "mock_esms.scenarios"):
        library = Library([folder])
    assert [record.getMessage() for record in caplog.records] == [
        f"{path} takes the place of the shipped scenario answered"
    ]
    assert library.get("answered").title == "Mine"
    assert library.entry("answered").source == "file"
    assert chosen_name(library, "0901555101") == "answered"


def test_a_users_default_is_what_is_left(folder):
    library = Library([write(folder, "default.yml", "title: Mine\n")])
    assert library.choose(request())[0].title == "Mine"


def test_a_folder_gives_its_yaml_files_and_nothing_else(folder):
    for name in ("a.yaml", "b.yml", "c.YAML", ".hidden.yaml", "notes.txt", "d.json"):
        write(folder, name)
    write(folder / "below", "e.yaml")
    names = {entry.name for entry in Library([folder]).entries() if entry.source == "file"}
    assert names == {"a", "b", "c"}


def test_a_json_file_counts_when_it_is_named(folder):
    assert Library([write(folder, "d.json", '{"title": "x"}')]).get("d").title == "x"


def test_one_file_named_twice_is_one_scenario(folder):
    path = write(folder, "a.yaml")
    assert Library([folder, path, folder / ".." / "mine" / "a.yaml"]).get("a").title == "A user's story"


def test_two_files_of_one_name_are_an_error_that_names_both(folder, tmp_path):
    first, second = write(folder, "a.yaml"), write(tmp_path / "other", "a.yml")
    with pytest.raises(DocumentError) as caught:
        Library([first, second])
    assert str(caught.value) == f"{second}: {first} has this scenario's name already; rename one of the two files"


def test_a_missing_path_is_an_error_of_the_user(tmp_path):
    with pytest.raises(UsageError, match=r"there is no file or folder .*none; name a scenario file"):
        Library([tmp_path / "none"])


def test_a_folder_without_scenarios_is_an_error_of_the_user(folder):
    write(folder, "notes.txt")
    with pytest.raises(UsageError, match=r"the folder .*mine has no scenario in it"):
        Library([folder])


def test_a_file_that_is_no_yaml_is_an_error_of_the_user(folder):
    with pytest.raises(UsageError, match=r"notes\.txt is no scenario file; its name must end in \.yaml or \.yml"):
        Library([write(folder, "notes.txt")])


def test_a_path_that_cannot_be_one_is_an_error_of_the_user():
    with pytest.raises(UsageError):
        Library([Path("a\0b.yaml")])


def test_a_broken_file_is_told_with_its_place(folder):
    with pytest.raises(DocumentError, match=r"a\.yaml:1:1: titel: .* did you mean `title`"):
        Library([write(folder, "a.yaml", "titel: x\n")])


def test_an_installation_without_scenarios_is_told(tmp_path):
    with pytest.raises(UnknownError, match="there is no scenario 'default'"):
        Library(shipped=tmp_path).choose(request())


def test_the_highest_priority_is_tried_first_and_then_the_name(folder):
    write(folder, "b-low.yaml", 'title: x\nmatch: {phone: "09*"}\n')
    write(folder, "a-low.yaml", 'title: x\nmatch: {phone: "*484"}\n')
    write(folder, "c-high.yaml", "title: x\npriority: 1\nmatch: {template_id: 7}\n")
    library = Library([folder])
    assert chosen_name(library, TemplateId="7") == "c-high"
    assert chosen_name(library, TemplateId="8") == "a-low"
    assert chosen_name(library, "0901888485") == "b-low"
    assert chosen_name(library, "0801888485") == "default"


def test_armed_scenarios_win_first_armed_first_used_and_are_used_up():
    library = Library()
    library.arm("busy", Match.parse({"phone": "*555102"}))
    library.arm("answered", EVERY, times=2)
    assert library.choose(request("0901555102")) == (
        library.get("busy"),
        ScenarioChoice("armed", (("phone", "*555102"),)),
    )
    assert [chosen_name(library, "0901555102") for _ in range(3)] == ["answered", "answered", "answered-key"]


def test_an_armed_scenario_that_is_meant_for_others_is_not_used_up():
    library = Library()
    library.arm("busy", Match.parse({"phone": "0909090909"}))
    assert chosen_name(library) == "default"
    assert library.entry("busy").armed == 1


def test_one_armed_without_end_decides_until_it_is_disarmed():
    library = Library()
    library.arm("busy", EVERY, times=None)
    assert {chosen_name(library) for _ in range(5)} == {"busy"}
    assert library.disarm() == ()
    assert chosen_name(library) == "default"


def test_entries_tell_for_how_many_requests_each_is_armed():
    library = Library()
    library.arm("busy", EVERY, times=3)
    library.arm("busy", EVERY)
    chosen_name(library)
    assert library.entry("busy").armed == 3
    assert library.entry("answered").armed == 0


def test_disarming_gives_what_was_never_used():
    library = Library()
    library.arm("busy", EVERY, times=2)
    library.arm("answered", EVERY)
    chosen_name(library)
    assert [(armed.name, armed.match, armed.left) for armed in library.disarm()] == [("answered", EVERY, 1)]


def test_an_account_disarms_only_what_names_it_exactly():
    library = Library()
    for key in ("a", "b", "*"):
        library.arm("busy", Match.parse({"api_key": key}))
    library.arm("busy", EVERY)
    assert [armed.match.pairs for armed in library.disarm("a")] == [(("api_key", "a"),)]
    assert library.entry("busy").armed == 3


def test_arming_what_does_not_exist_names_the_nearest():
    with pytest.raises(UnknownError, match="there is no scenario 'no_anwser'; did you mean `no-answer`"):
        Library().arm("no_anwser", EVERY)


@pytest.mark.parametrize("times", [0, -1])
def test_arming_for_no_request_is_refused(times):
    with pytest.raises(WrongValueError, match="less than one request"):
        Library().arm("busy", EVERY, times)


def test_a_put_scenario_covers_the_one_beneath_until_it_is_deleted(folder):
    library = Library([write(folder, "busy.yaml", "title: Mine\n")])
    library.put(told("busy"), "title: Told by the API\n")
    assert library.entry("busy").source == "api"
    assert library.entry("busy").text == "title: Told by the API\n"
    assert library.delete("busy") == ()
    assert library.get("busy").title == "Mine"


def test_a_put_scenario_takes_part_in_matching_at_once():
    library = Library()
    assert chosen_name(library) == "default"
    library.put(told("new", 'title: x\nmatch: {phone: "*8484"}\n'))
    assert chosen_name(library) == "new"
    library.put(told("new", 'title: x\nmatch: {phone: "*9999"}\n'))
    assert chosen_name(library) == "default"
    assert chosen_name(library, "0901889999") == "new"
    library.delete("new")
    assert chosen_name(library, "0901889999") == "default"
    with pytest.raises(UnknownError):
        library.get("new")


def test_what_was_armed_of_a_scenario_that_is_gone_goes_with_it_and_is_told():
    library = Library()
    library.put(told("new"))
    library.arm("new", EVERY)
    assert [armed.name for armed in library.delete("new")] == ["new"]
    assert chosen_name(library) == "default"


def test_files_and_shipped_scenarios_cannot_be_deleted():
    with pytest.raises(NotNowError, match=r"the scenario busy comes from .*busy\.yaml; only what was put here"):
        Library().delete("busy")


def test_a_reset_forgets_what_was_armed_and_put():
    library = Library()
    library.put(told("new", "title: x\nmatch: {}\n"))
    library.arm("busy", EVERY)
    assert [armed.name for armed in library.reset()] == ["busy"]
    assert chosen_name(library) == "default"
    assert "new" not in {entry.name for entry in library.entries()}


def test_a_reset_for_an_account_forgets_only_what_names_it():
    library = Library()
    library.put(told("of-a", "title: x\nmatch: {api_key: a}\n"))
    library.put(told("of-all", "title: x\n"))
    library.arm("busy", Match.parse({"api_key": "a"}))
    library.arm("busy", Match.parse({"api_key": "b"}))
    assert [armed.match.exact("api_key") for armed in library.reset("a")] == ["a"]
    names = {entry.name for entry in library.entries()}
    assert "of-all" in names
    assert "of-a" not in names
    assert library.entry("busy").armed == 1


def test_entries_show_each_scenario_once_by_name_with_its_text(folder):
    text = 'title: Mine\npriority: 4\nmatch: {phone: "*1"}\n'
    library = Library([write(folder, "busy.yaml", text)])
    entries = library.entries()
    names = [entry.name for entry in entries]
    assert names == sorted(set(names))
    entry = library.entry("busy")
    assert entry in entries
    assert (entry.title, entry.source, entry.priority, entry.text) == ("Mine", "file", 4, text)
    assert entry.match == Match.parse({"phone": "*1"})


globs = st.one_of(
    st.text("12", min_size=1, max_size=3).map(lambda digits: {"phone": f"*{digits}"}),
    st.text("12*?", max_size=4).map(lambda glob: {"phone": glob}),
    st.sampled_from([{}, {"template_id": "7"}, {"phone": "*1", "template_id": "7"}]),
)


@given(
    st.lists(st.tuples(globs, st.integers(0, 2)), max_size=12),
    st.text("12", max_size=5),
    st.sampled_from(["7", "8"]),
)
def test_the_index_finds_what_asking_each_in_order_would_find(written, phone, template):
    scenarios = [
        Scenario(name=f"s{number:02}", title="x", match=Match.parse(match), priority=priority)
        for number, (match, priority) in enumerate(written)
    ]
    asked = request(phone, TemplateId=template)
    in_order = sorted(scenarios, key=lambda scenario: (-scenario.priority, scenario.name))
    expected = next((one.name for one in in_order if one.match is not None and one.match.fits_request(asked)), None)
    found = MatchIndex(scenarios).first(asked)
    assert (found[0] if found else None) == expected
