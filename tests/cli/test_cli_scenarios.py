import json

import pytest
import yaml
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from mock_esms.cli import main, output, scenarios
from mock_esms.scenarios.files import shipped_folder
from mock_esms.scenarios.library import Library
from mock_esms.scenarios.loader import parse_scenario

MINE = 'title: Mine\nmatch: {phone: "09*777"}\ndials:\n  - busy: {}\n'


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "mine.yaml").write_text(MINE)
    return tmp_path


def invoke(*args: str):
    return CliRunner().invoke(main, ["scenarios", *args])


def test_the_list_has_a_line_for_each_shipped_scenario_in_columns_for_machines():
    done = invoke("list")
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    assert {row[1] for row in rows} == {entry.name for entry in Library().entries()}
    assert {len(row) for row in rows} == {4}
    assert rows[-1][:2] == ["what is left", "default"]
    numbers = [row[0] for row in rows[:-1]]
    assert numbers == sorted(numbers)
    ((_, _, title, description),) = [row for row in rows if row[:2] == ["*555102", "answered-key"]]
    shown = Library().get("answered-key")
    assert title == shown.title
    assert description == " ".join(shown.description.split()), "the whole of it, in one line"


def test_with_paths_the_shipped_ones_are_chosen_only_by_name(folder):
    (folder / "several.yaml").write_text('title: Both\nmatch: {phone: "1*", template_id: "7"}\n')
    rows = [line.split("\t") for line in invoke("list", str(folder)).stdout.splitlines()]
    chosen = {row[1]: row[0] for row in rows}
    assert chosen.pop("mine") == "09*777"
    assert chosen.pop("several") == "phone 1*, template_id 7"
    assert chosen.pop("default") == "what is left"
    assert set(chosen.values()) == {"only by name"}


def test_show_prints_yaml_that_tells_the_same_scenario():
    text = invoke("show", "answered-key").stdout
    assert parse_scenario(text, "answered-key", "shown") == Library().get("answered-key")


def test_show_prints_the_users_file_as_it_is(folder):
    assert invoke("show", "mine", str(folder)).stdout == MINE


def test_validate_tells_each_file_and_ends_with_0_when_all_are_right(folder):
    done = invoke("validate", str(folder))
    assert done.exit_code == 0
    assert done.stdout == f"{folder / 'mine.yaml'}: ok\n1 fine, 0 wrong\n"


def test_validate_tells_every_mistake_with_its_place_and_ends_with_1(folder):
    (folder / "wrong.yaml").write_text("titel: a\ndials: []\n")
    done = invoke("validate", str(folder))
    assert done.exit_code == 1
    lines = done.stdout.splitlines()
    assert f"{folder / 'mine.yaml'}: ok" in lines
    assert lines[-1] == "1 fine, 1 wrong"
    wrong = [line for line in lines if line.startswith(f"{folder / 'wrong.yaml'}:")]
    (misspelt,) = [line for line in wrong if line.startswith(f"{folder / 'wrong.yaml'}:1:1: titel: ")]
    assert "`title`" in misspelt
    assert len(wrong) > 1


def test_validate_refuses_two_files_of_one_name(folder, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    (other / "mine.yml").write_text(MINE)
    done = invoke("validate", str(folder), str(other))
    assert done.exit_code == 1
    assert f"{other / 'mine.yml'}: {folder / 'mine.yaml'} has this scenario's name already" in done.stdout
    assert done.stdout.endswith("\n1 fine, 1 wrong\n")


def test_validate_takes_every_shipped_scenario():
    done = invoke("validate", str(shipped_folder()))
    assert done.exit_code == 0, done.stdout


def table(monkeypatch, columns: str, library: Library) -> list[str]:
    monkeypatch.setenv("COLUMNS", columns)
    runner = CliRunner()
    with runner.isolation() as (out, *_):
        scenarios._print_table(output.terminal(), scenarios.rows_of(library))
        text: str = out.getvalue().decode()
    return text.splitlines()


def test_on_a_terminal_the_list_is_a_table_that_fits(monkeypatch):
    lines = table(monkeypatch, "80", Library())
    assert lines[0].split() == ["number", "name", "what", "happens"]
    assert max(len(line) for line in lines) <= 80
    assert any(line.startswith("*555102") and " answered-key " in line for line in lines)


def test_a_wide_terminal_has_room_for_what_a_scenario_proves(monkeypatch, folder):
    (folder / "mine.yaml").write_text(MINE + "description: Two sentences. Only the first is shown.\n")
    lines = table(monkeypatch, "250", Library([folder]))
    assert lines[0].rstrip().endswith("what it proves")
    for name, proof in (("answered-key", "Proves that your code acts on the key."), ("mine", "Two sentences.")):
        (line,) = [line for line in lines if f" {name} " in line]
        assert line.rstrip().endswith(f"  {proof}")


def test_the_schema_of_scenarios_accepts_what_is_right_and_nothing_else():
    check = Draft202012Validator(json.loads(invoke("schema").stdout))
    assert check.is_valid(yaml.safe_load(MINE))
    assert not check.is_valid({"title": "Mine", "dails": []})


def test_the_schema_of_settings_is_another():
    check = Draft202012Validator(json.loads(invoke("schema", "--config").stdout))
    assert check.is_valid({"callback": {"retries": 2}})
    assert not check.is_valid({"title": "Mine"})


def test_a_pattern_that_never_fits_is_warned_of_and_no_mistake(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text("title: Mine\nmatch: {phone: “*003”}\n", encoding="utf-8")
    done = invoke("validate", str(path))
    assert done.exit_code == 0
    warning, ok, total = done.stdout.splitlines()
    assert warning.startswith(f"{path}:2:9: match.phone: warning: `“*003”` never fits as long as these quotes")
    assert (ok, total) == (f"{path}: ok", "1 fine, 0 wrong")
