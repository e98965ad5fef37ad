import asyncio
import io
from dataclasses import replace

import pytest
from rich.console import Console  # noqa: TID253 - what is drawn on is what is tested

from mock_esms.cli.demo import live_display
from mock_esms.cli.demo import run_demo as demo_run
from mock_esms.cli.demo.plain_display import PlainDisplay, next_steps, verdict
from mock_esms.cli.demo.run_demo import play
from mock_esms.cli.demo.scripts import SCRIPTS
from mock_esms.cli.time_strip import ASCII_MARKS, MARKS
from tests.cli.running import run


class Recorder(PlainDisplay):
    """Keeps the last demo."""

    def drawing(self, demo):
        self.demo = demo
        return super().drawing(demo)


@pytest.fixture(scope="module")
def hurried():
    """The same calls at a speed that a test can wait for."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(demo_run, "SPEED", 60.0)
        yield


@pytest.fixture(scope="module")
def played(hurried):
    display = Recorder()
    result = asyncio.run(play(display))
    return result, display.demo


def test_the_demo_prints_its_calls_in_lines_and_ends_with_0():
    done = run("demo")
    assert done.stderr == ""
    assert done.returncode == 0
    assert "\x1b" not in done.stdout
    assert "(1) 09:00:04.000  dial 1     answered after 4s" in done.stdout
    assert "(2) 09:00:45.000  dial 2     rings" in done.stdout
    assert "(2) 09:01:15.000  ended      NO ANSWER" in done.stdout
    assert (
        "(4) 09:00:05.000  sent       zalo has failed (error -114); sms from Baotrixemay: 482913 la ma" in done.stdout
    )
    assert done.stdout.count("callback delivered") == 4
    assert "As expected: 3 calls, 4 dials, 1 message, 7 callbacks sent, 2 of them refused" in done.stdout
    assert " serve\n" in done.stdout
    assert "  curl -s 'http://127.0.0.1:8080/" in done.stdout


def test_everything_comes_as_expected(played):
    result, demo = played
    assert result.differences == ()
    assert [view.entry.timeline.callback.policy.retries for view in demo.views[:3]] == [5, 5, 5]


@pytest.mark.parametrize(
    ("number", "wrong", "sentence"),
    [
        (2, {"answers": (500, 200)}, "answers of the receiver: (500, 500, 200) came, (500, 200) was expected"),
        (2, {"answers": (500, 200)}, "requests at the receiver: 3 came, 2 was expected"),
        (2, {"outcome": {"CallStatus": "NO ANSWER"}}, "CallStatus: ANSWERED came, NO ANSWER was expected"),
        (2, {"outcome": {"Ivr": "7"}}, "Ivr:  came, 7 was expected"),
        (2, {"outcome": {"dials": ("busy",)}}, "dials: ('answered',) came, ('busy',) was expected"),
        (3, {"outcome": {"code": "000000"}}, "code: 482913 came, 000000 was expected"),
        (3, {"outcome": {"channels": (("sms", "delivered"),)}}, "channels: (('zalo', 'failed'), "),
    ],
)
def test_the_demo_notices_what_is_not_as_expected(played, number, wrong, sentence):
    view = played[1].views[number]
    assert view.script.differences(view.entry, view.received) == []
    expected = replace(SCRIPTS[number], **wrong)
    differing = expected.differences(view.entry, view.received)
    assert [each for each in differing if each.startswith(f"{expected.title}: {sentence}")] != []


def test_the_demo_notices_a_request_that_the_receiver_never_got(played):
    view = played[1].views[2]
    (difference,) = view.script.differences(view.entry, view.received[1:])
    assert "requests at the receiver: 2 came, 3 was expected" in difference


def test_the_demo_notices_a_callback_that_was_not_delivered(played):
    view = played[1].views[0]
    call = view.entry._replace(callbacks=(view.entry.callbacks[0]._replace(state="exhausted"),))
    (difference,) = view.script.differences(call, view.received)
    assert difference.endswith("callbacks: {'exhausted'} came, {'delivered'} was expected")


@pytest.mark.parametrize("script", SCRIPTS)
def test_the_demo_notices_what_never_ended(script):
    assert script.differences(None, ()) == [f"{script.title}: it never ended"]


def picture_of(demo, width: int, marks=MARKS) -> list[str]:
    file = io.StringIO()
    console = Console(file=file, width=width, height=24, force_terminal=True, color_system=None)
    console.print(live_display.picture(demo, width=width, marks=marks))
    return file.getvalue().splitlines()


def test_what_comes_too_late_for_a_strip_is_drawn_at_its_end(played):
    demo = replace(played[1], start=played[1].start - 60_000)
    strips = [line for line in picture_of(demo, 82) if "░" in line and "rings" not in line]
    assert strips[1].endswith("✓")
    assert len(strips[1]) == 82


@pytest.mark.parametrize("width", [80, 120, 200])
def test_the_picture_fits_a_terminal_of_24_rows(played, width):
    lines = picture_of(played[1], width)
    assert len(lines) < 24
    assert max(len(line) for line in lines) <= width


def test_the_picture_shows_what_happened_to_each_call_and_what_the_receiver_got(played):
    shown = "\n".join(picture_of(played[1], 200))
    assert "09:00:04" not in shown, "an answer is shown with the dial that it ends"
    for line in (
        "1 The customer answers and presses 1",
        "09:00:00  dial 1      answered after 4s",
        "09:00:18  ended       ANSWERED, 14 s, key 1, price 450.0000",
        "got CallDuration=14&CallStatus=ANSWERED&Ivr=1&Price=450.0000&SentResult=1&CID=02871002454&SendStatus=5",
        "09:00:45  dial 2      nobody answered for 30s",
        "09:01:15  ended       NO ANSWER",
        "callback 1  500  got CallDuration=14&CallStatus=ANSWERED&Ivr=&",
        "callback 3  200  got",
        "4 Zalo fails, and the code comes by SMS",
        "09:00:05  zalo        failed, error -114  callback 1  200  got SendFailed=1&SendStatus=5&SendSuccess=0&",
        "09:00:07  sms         delivered, code 482913  callback 1  200  got SendFailed=0&SendStatus=5&SendSuccess=1&",
    ):
        assert line in shown


def test_a_strip_is_drawn_to_scale(played):
    strips = [line for line in picture_of(played[1], 82) if "░" in line and "rings" not in line]
    # 82 columns, two of them indented: a cell a second.
    answered, not_answered, failing = (strip[2:].rstrip() for strip in strips)
    assert answered.startswith("░░░░" + "█" * 14 + "·")
    assert answered.endswith("✓")
    assert not_answered.startswith("░" * 30 + "·" * 15 + "░" * 30)
    assert [failing.count(mark) for mark in "✗✓"] == [2, 1]


def test_a_terminal_without_unicode_gets_a_picture_in_ascii(played):
    assert "\n".join(picture_of(played[1], 80, ASCII_MARKS)).replace("…", "").isascii()


def test_the_picture_is_drawn_in_place_and_leaves_its_last_picture(hurried):
    file = io.StringIO()
    display = live_display.LiveDisplay(
        Console(file=file, width=80, height=24, force_terminal=True, color_system=None, _environ={})
    )
    asyncio.run(play(display))
    text = file.getvalue()
    assert "\x1b[1A\x1b[2K" in text, "a picture was drawn over the one before"
    last = text.rpartition("mock-esms demo")[2]
    assert "callback 3  200" in last


def test_the_verdict_says_that_all_came_as_expected_or_what_did_not(played):
    result = replace(played[0], real_seconds=8.14, sandbox_time=121_900)
    assert list(verdict(result)) == [
        "As expected: 3 calls, 4 dials, 1 message, 7 callbacks sent, 2 of them refused and sent again.",
        "2m1s of sandbox time took 8.1 s.",
    ]
    assert list(verdict(replace(result, differences=("the key: 2 came, 1 was expected",)))) == [
        "NOT AS EXPECTED:",
        "  the key: 2 came, 1 was expected",
    ]


def test_a_demo_that_did_not_come_as_expected_ends_with_1(hurried, monkeypatch, capsys):
    wrong = (replace(SCRIPTS[0], outcome={"Ivr": "2"}), *SCRIPTS[1:])
    monkeypatch.setattr(demo_run, "SCRIPTS", wrong)
    assert demo_run.play_all() == 1
    assert "Ivr: 1 came, 2 was expected" in capsys.readouterr().out


def test_what_to_try_next_can_be_pasted():
    lines = list(next_steps())
    assert [line for line in lines[:-1] if len(line) > 79] == []
    assert lines[-1].count("'") == 2
