import logging
import os
from pathlib import Path

import pytest

from mock_esms.config.match import Match
from mock_esms.errors import DocumentError
from mock_esms.scenarios.library import LOOK_EVERY, Library
from tests.scenarios.stories import request

EVERY = Match(())


class Time:
    """Real time, as a test tells it."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def pass_on(self, seconds: float = 2 * LOOK_EVERY) -> None:
        self.now += seconds


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "mine.yaml").write_text('title: First\nmatch: {phone: "*"}\n', encoding="utf-8")
    return tmp_path


@pytest.fixture
def library(folder: Path, time: Time, caplog: pytest.LogCaptureFixture) -> Library:
    caplog.set_level(logging.INFO, "mock_esms.scenarios")
    return Library([folder], read_time=time)


def write(path: Path, text: str) -> None:
    """Write a new version, of another size, as careful editors do: beside the old one, and then in its place."""
    beside = path.with_suffix(".new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)


def title(library: Library) -> str:
    return library.choose(request())[0].title


def told(caplog: pytest.LogCaptureFixture) -> list[tuple[str, str]]:
    lines = [(record.levelname, record.getMessage()) for record in caplog.records]
    caplog.clear()
    return lines


def test_a_changed_file_is_read_again_after_a_moment(library, folder, time, caplog):
    assert title(library) == "First"
    write(folder / "mine.yaml", 'title: Second\nmatch: {phone: "*"}\n')
    assert title(library) == "First"
    time.pass_on()
    assert title(library) == "Second"
    assert told(caplog) == [("INFO", f"{folder / 'mine.yaml'} has changed and was read again")]


def test_a_file_that_is_written_in_place_is_read_again(library, folder, time):
    path = folder / "mine.yaml"
    path.write_text('title: Longer than before\nmatch: {phone: "*"}\n', encoding="utf-8")
    time.pass_on()
    assert title(library) == "Longer than before"


def test_a_file_of_the_same_size_is_read_again_by_its_time(library, folder, time):
    path = folder / "mine.yaml"
    path.write_text('title: Fresh\nmatch: {phone: "*"}\n', encoding="utf-8")
    os.utime(path, ns=(0, 0))
    time.pass_on()
    assert title(library) == "Fresh"


def test_a_new_match_counts_at_once(library, folder, time):
    write(folder / "mine.yaml", 'title: Second\nmatch: {phone: "*7"}\n')
    time.pass_on()
    assert library.choose(request())[0].name == "default"


def test_a_broken_edit_keeps_the_last_good_version_and_is_told_once(library, folder, time, caplog):
    path = folder / "mine.yaml"
    write(path, "titel: x\n")
    for _ in range(3):
        time.pass_on()
        assert title(library) == "First"
    ((level, message),) = told(caplog)
    assert level == "ERROR"
    assert f"{path}:1:1: titel: there is no such key here; did you mean `title`?" in message
    assert message.endswith("the last good version stays")
    assert "did you mean `title`" in library.entry("mine").problem

    write(path, "title: 5555\n")
    time.pass_on()
    assert title(library) == "First"
    assert "the title is one line" in library.entry("mine").problem
    assert [level for level, _ in told(caplog)] == ["ERROR"]


def test_a_broken_edit_that_is_mended_says_so(library, folder, time, caplog):
    write(folder / "mine.yaml", "- nonsense")
    time.pass_on()
    library.entries()
    told(caplog)
    write(folder / "mine.yaml", 'title: Mended\nmatch: {phone: "*"}\n')
    time.pass_on()
    assert title(library) == "Mended"
    assert told(caplog) == [("INFO", f"{folder / 'mine.yaml'} is good again and was read")]
    assert library.entry("mine").problem == ""


def test_a_file_that_cannot_be_read_any_more_keeps_the_last_good_version(library, folder, time, caplog):
    write(folder / "mine.yaml", "x" * (1024 * 1024 + 1))
    time.pass_on()
    assert title(library) == "First"
    assert "larger than 1 MiB" in told(caplog)[0][1]


def test_a_new_file_in_a_folder_appears(library, folder, time, caplog):
    write(folder / "another.yaml", "title: Another\n")
    time.pass_on()
    assert library.entry("another").source == "file"
    assert told(caplog) == [("INFO", f"{folder / 'another.yaml'}: the scenario another is new")]
    library.arm("another", EVERY)
    assert title(library) == "Another"


def test_a_new_file_that_is_broken_waits_until_it_is_mended(library, folder, time, caplog):
    write(folder / "another.yaml", "")
    time.pass_on()
    assert "another" not in {entry.name for entry in library.entries()}
    assert told(caplog)[0][1].endswith("it will be read when it is mended")
    write(folder / "another.yaml", "title: Another\n")
    time.pass_on()
    assert library.entry("another").title == "Another"


def test_a_removed_file_goes_and_what_was_armed_of_it_is_told(library, folder, time, caplog):
    library.arm("mine", EVERY)
    (folder / "mine.yaml").unlink()
    time.pass_on()
    assert library.choose(request())[0].name == "default"
    assert told(caplog) == [
        ("INFO", f"{folder / 'mine.yaml'} is gone, and the scenario mine with it"),
        ("WARNING", "the scenario mine was armed for any call and never used"),
    ]


def test_a_folder_that_goes_and_comes_back_changes_nothing_else(library, folder, time):
    (folder / "mine.yaml").rename(folder / "mine.bak")
    time.pass_on()
    assert title(library).startswith("Answered after a second")
    (folder / "mine.bak").rename(folder / "mine.yaml")
    time.pass_on()
    assert title(library) == "First"
    assert library.entry("busy").match is None


def test_a_file_that_covers_a_shipped_one_uncovers_it_when_it_goes(library, folder, time, caplog):
    write(folder / "busy.yaml", "title: My own\n")
    time.pass_on()
    assert library.entry("busy").title == "My own"
    assert ("INFO", f"{folder / 'busy.yaml'} takes the place of the shipped scenario busy") in told(caplog)
    (folder / "busy.yaml").unlink()
    time.pass_on()
    assert library.entry("busy").source == "shipped"


def test_a_second_file_of_one_name_is_told_once_and_takes_over_when_the_first_goes(library, folder, time, caplog):
    write(folder / "mine.yml", 'title: The twin\nmatch: {phone: "*"}\n')
    for _ in range(2):
        time.pass_on()
        assert title(library) == "First"
    first, twin = folder / "mine.yaml", folder / "mine.yml"
    assert told(caplog) == [("ERROR", f"{twin}: {first} has this scenario's name already; rename one of the two files")]
    first.unlink()
    time.pass_on()
    assert title(library) == "The twin"


def test_a_link_to_a_file_that_is_named_too_is_no_twin(folder, tmp_path_factory, time, caplog):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "mine.yaml").symlink_to(folder / "mine.yaml")
    library = Library([folder, elsewhere], read_time=time)
    time.pass_on()
    library.entries()
    assert told(caplog) == []


def test_what_the_api_put_stays_on_top_of_a_changed_file(library, folder, time):
    library.put(library.get("busy"))
    write(folder / "busy.yaml", "title: My own\n")
    time.pass_on()
    assert library.entry("busy").source == "api"


def test_without_files_of_the_users_nothing_is_looked_at(time, monkeypatch):
    library = Library(read_time=time)
    monkeypatch.setattr(Path, "stat", None)
    time.pass_on(10)
    assert library.choose(request())[0].name == "default"


def test_the_start_refuses_what_a_later_edit_may_not_break(folder):
    write(folder / "mine.yaml", "titel: x\n")
    with pytest.raises(DocumentError):
        Library([folder])
