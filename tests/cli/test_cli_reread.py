import json
from collections.abc import Callable

from mock_esms.clock.clock import perf_counter
from tests.cli.running import LONG, Served, run

STORY = "title: {title}\nmatch: {{phone: '09*777'}}\ndials:\n  - {outcome}: {{ring: 5s}}\n"


def entry(served: Served):
    """The scenario `mine`, as the sandbox shows it; asking makes it look at its files, if it has not just done so."""
    scenarios = json.loads(served.get("/_mock/scenarios"))["scenarios"]
    return next((scenario for scenario in scenarios if scenario["name"] == "mine"), None)


def asks_until(served: Served, shows: Callable[[], bool]) -> None:
    deadline = perf_counter() + LONG
    while not shows():
        assert perf_counter() < deadline, "\n".join(served.err.seen)


def logs(served: Served, text: str) -> Callable[[], bool]:
    """Whether the log says this, after the sandbox was asked once more."""

    def said() -> bool:
        entry(served)
        while served.err.comes(within=0.05):
            if text in served.err.next():
                return True
        return False

    return said


def played(served: Served) -> str:
    done = run("call", "0901888777", "--wait", "--url", served.url)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_server_plays_edits_keeps_the_last_good_version_of_a_broken_one_and_says_so(tmp_path):
    mine = tmp_path / "mine.yaml"
    mine.write_text(STORY.format(title="First", outcome="no_answer"))
    with Served(str(tmp_path), "--clock", "auto") as served:
        assert entry(served)["title"] == "First"

        mine.write_text(STORY.format(title="Second", outcome="busy"))
        asks_until(served, lambda: entry(served)["title"] == "Second")
        assert "dial 1     busy after 5s" in played(served)

        mine.write_text(STORY.format(title="Third", outcome="bussy"))
        asks_until(served, logs(served, f"{mine}:4:5: dials[0].bussy"))
        asks_until(served, logs(served, "the last good version stays"))
        assert entry(served)["title"] == "Second"
        assert "dial 1     busy after 5s" in played(served)

        mine.write_text(STORY.format(title="Fourth", outcome="rejected"))
        asks_until(served, lambda: entry(served)["title"] == "Fourth")
        asks_until(served, logs(served, f"{mine} is good again and was read"))
        assert "dial 1     rejected after 5s" in played(served)

        mine.unlink()
        asks_until(served, lambda: entry(served) is None)
        assert "scenario default" in played(served)
