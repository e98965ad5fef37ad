"""What somebody new gets to with the README alone: each way is followed by its own lines, in an empty folder.

The promise is one of minutes: two to the first callback, five to an own test, ten to a log-in. A test that measured
them would measure its machine, so what is typed and saved on the way is counted instead. The gate follows these ways
once more with the wheel alone (`.ci/run`, READER_PYTHON).
"""

import shutil
from dataclasses import dataclass

import pytest

from tests.documents import CHECKOUT, Reader, blocks_of, commands_of

README = (CHECKOUT / "README.md").read_text(encoding="utf-8")


@dataclass(frozen=True, kw_only=True)
class Journey:
    """The sections that lead somewhere, what is seen at its end, and how much may be typed and saved on the way."""

    sections: tuple[str, ...]
    sees: str
    commands: int
    files: int

    def text(self) -> str:
        """The README without its other sections; every line is where it stands there."""
        lines, kept = [], False
        for line in README.splitlines():
            if line.startswith("## "):
                kept = line.removeprefix("## ") in self.sections
            lines.append(line if kept else "")
        return "\n".join(lines)


JOURNEYS = {
    "the first callback": Journey(
        sections=("Start", "Your first call"), sees="&CallStatus=ANSWERED&Ivr=1&", commands=6, files=1
    ),
    "the first message": Journey(
        sections=("Start", "Your first call", "Your first message"), sees=" sms    Baotrixemay ", commands=9, files=2
    ),
    "an own test that passes": Journey(sections=("Start", "In your tests"), sees="1 passed in ", commands=3, files=1),
    "a log-in by one-time password": Journey(
        sections=("Start", "A log-in by one-time password"), sees="1 passed in ", commands=3, files=1
    ),
}


@pytest.mark.skipif(shutil.which("curl") is None, reason="README's reader has curl, and this machine has not")
@pytest.mark.parametrize("to", JOURNEYS)
def test_the_readme_alone_leads_somebody_new_there(tmp_path, to):
    journey = JOURNEYS[to]
    with Reader(tmp_path) as reader:
        reader.follow(journey.text())
        assert journey.sees in reader.printed[-1]


@pytest.mark.parametrize("to", JOURNEYS)
def test_the_way_there_is_short(to):
    blocks = list(blocks_of(JOURNEYS[to].text()))
    typed = [command for block in blocks if block.language == "console" for command, _ in commands_of(block)]
    saved = [block.argument for block in blocks if block.note == "file"]
    assert 0 < len(typed) <= JOURNEYS[to].commands, typed
    assert 0 < len(saved) <= JOURNEYS[to].files, saved


def test_every_block_of_the_readme_is_on_one_of_these_ways():
    followed = {block.line for journey in JOURNEYS.values() for block in blocks_of(journey.text())}
    assert {block.line for block in blocks_of(README)} == followed


def test_the_log_in_goes_by_a_code_that_the_sms_brought():
    text = JOURNEYS["a log-in by one-time password"].text()
    sends, reads, checks = (text.index(name) for name in ("SendMessageAutoGenCode", "esms.otp(", "CheckCodeGen"))
    assert sends < reads < checks
