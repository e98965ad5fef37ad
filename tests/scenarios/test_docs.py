"""docs/scenarios.md: its blocks do what it says, its tables are those of the language, and its example plays."""

import re
import shutil
from pathlib import Path

import pytest

from tests.documents import CHECKOUT, Reader, blocks_of
from tests.places import START, running
from tests.receiver import OK, Receiver
from tests.scenarios.keys import TABLES
from tests.scenarios.test_stories import outcome_of, sends_of
from tests.scenarios.told import Send, answered

PAGE = (CHECKOUT / "docs" / "scenarios.md").read_text(encoding="utf-8")


@pytest.mark.skipif(shutil.which("curl") is None, reason="the page's reader has curl, and this machine has not")
def test_whoever_follows_the_page_sees_what_it_says(tmp_path):
    with Reader(tmp_path) as reader:
        reader.follow(PAGE)


@pytest.mark.parametrize("part", TABLES)
def test_the_page_has_every_key_with_its_default_and_its_meaning(part):
    assert TABLES[part] in PAGE, f"docs/scenarios.md should have this table:\n\n{TABLES[part]}"


def test_the_page_links_to_headings_that_exist():
    headings = {
        re.sub(r"[^\w -]", "", line.lstrip("# ")).lower().replace(" ", "-")
        for line in PAGE.splitlines()
        if line.startswith("#")
    }
    assert set(re.findall(r"\(#([\w-]+)\)", PAGE)) <= headings


async def test_the_pages_example_plays_exactly_as_it_tells(tmp_path: Path):
    (example,) = (block for block in blocks_of(PAGE) if block.argument == "hard-day.yaml")
    (tmp_path / "hard-day.yaml").write_text(example.text, encoding="utf-8")
    async with Receiver.run(OK) as receiver, running(tmp_path / "hard-day.yaml", now=START) as client:
        url = f"{receiver.url}/cb"
        sms_id = await client.placed("0901222777", CallbackUrl=url, MaxRetry="2", WaitRetry="60")
        await client.advance()
        call = await client.call(sms_id)
    assert [(dial["at"][11:19], dial["outcome"]) for dial in call["dials"]] == [
        ("09:00:00", "no_answer"),
        ("09:01:30", "no_answer"),
        ("09:03:00", "answered"),
    ]
    report = answered(ivr="1")
    assert sends_of(call, call["callbacks"]) == [
        Send(199, report, "lost"),
        Send(199, report, "lost"),
        Send(209, report, "ok"),
    ]
    assert [outcome_of(attempt) for attempt in call["callbacks"][0]["attempts"]] == ["lost", "lost", "ok"]
    assert len(receiver.requests) == 3
