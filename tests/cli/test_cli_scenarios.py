import pytest
from click.testing import CliRunner

from mock_esms.cli import main, scenarios
from mock_esms.scenario import Library, parse_scenario
from mock_esms.scenario.files import shipped_folder

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
    assert [row[0] for row in rows] == [entry.name for entry in Library().entries()]
    assert {len(row) for row in rows} == {3}
    assert ["default", "what is left"] in [row[:2] for row in rows]
    assert ["answered-key", "phone *555102"] in [row[:2] for row in rows]


def test_with_paths_the_shipped_ones_are_chosen_only_by_name(folder):
    rows = [line.split("\t") for line in invoke("list", str(folder)).stdout.splitlines()]
    chosen = {row[0]: row[1] for row in rows}
    assert chosen["mine"] == "phone 09*777"
    assert chosen["default"] == "what is left"
    assert {how for name, how in chosen.items() if name not in ("mine", "default")} == {"only by name"}


def test_show_prints_yaml_that_tells_the_same_scenario():
    text = invoke("show", "answered-key").stdout
    assert parse_scenario(text, "answered-key", "shown") == Library().get("answered-key")


def test_show_prints_the_users_file_as_it_is(folder):
    assert invoke("show", "mine", str(folder)).stdout == MINE


def test_validate_tells_each_file_and_ends_with_0_when_all_are_right(folder):
    done = invoke("validate", str(folder))
    assert done.exit_code == 0
    assert done.stdout == f"{folder / 'mine.yaml'}: ok\n1 file checked, 0 wrong\n"


def test_validate_tells_every_mistake_with_its_place_and_ends_with_1(folder):
    (folder / "wrong.yaml").write_text("titel: a\ndials: []\n")
    done = invoke("validate", str(folder))
    assert done.exit_code == 1
    lines = done.stdout.splitlines()
    assert f"{folder / 'mine.yaml'}: ok" in lines
    assert lines[-1] == "2 files checked, 1 wrong"
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


def test_validate_takes_every_shipped_scenario():
    done = invoke("validate", str(shipped_folder()))
    assert done.exit_code == 0, done.stdout


def test_on_a_terminal_the_list_is_a_table_that_fits(monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    runner = CliRunner()
    with runner.isolation() as (out, *_):
        scenarios._print_table(Library().entries())
        lines = out.getvalue().decode().splitlines()
    assert lines[0].split() == ["name", "chosen", "by", "what", "happens"]
    assert max(len(line) for line in lines) <= 80
    assert any("answered-key " in line and "phone *555102" in line for line in lines)
