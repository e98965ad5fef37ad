import json
import sys

import pytest
from rich.console import Console  # noqa: TID253 - what is drawn on is what is tested

from mock_esms.cli.client import server_sent_events
from mock_esms.cli.tail.active_calls import MANY, ActiveCalls, next_due
from mock_esms.cli.tail.panel import Panel, panel, standing, strip
from mock_esms.model.times import SECOND, format_instant
from tests.places import START, running
from tests.receiver import FAILS, OK, Receiver

MARKS = {"ring": "r", "talk": "t", "wait": "w", "refused": "X", "taken": "V"}


async def story(*behaviours, phone="0901555102", until=None, **parameters):
    """What the events of one call tell: the calls under way, and the call itself as the control API tells it then."""
    async with Receiver.run(*behaviours) as receiver, running() as client:
        sms_id = await client.placed(phone, CallbackUrl=receiver.url, **parameters)
        await client.advance(**({"by": until} if until else {}))
        async with client.session.get(f"{client.sandbox.url}/_mock/events?since=0") as events:
            last = (await client.get("/_mock/calls")).json["last_event"]
            lines: list[str] = []
            while f"id: {last}\n" not in lines or lines[-1] != "\n":
                lines.append((await events.content.readline()).decode())
        heard = ActiveCalls()
        for frame in server_sent_events(iter(lines)):
            heard.hear(frame.event, frame.data)
        return heard, await client.call(sms_id)


@pytest.mark.parametrize("until", ["0s", "2s", "6s", "19s", "25s", "1m"])
async def test_the_events_tell_a_call_as_the_control_api_tells_it(until):
    heard, call = await story(FAILS, FAILS, OK, until=until)
    told = list(heard)
    if call["settled"]:
        assert told == []
        return
    for name in ("state", "dials", "result", "callbacks", "request"):
        assert told[0][name] == call[name], name


async def test_a_call_that_is_settled_is_no_longer_under_way():
    heard, _ = await story(OK)
    assert len(heard) == 0


async def test_a_strip_is_ring_talk_wait_and_attempts_to_scale():
    heard, _ = await story(FAILS, until="28s")
    [call] = heard
    drawn = "".join(MARKS.get(kind, " ") for kind in strip(call, START + 28 * SECOND, 28))
    assert drawn == "rrrr" + "t" * 14 + "w" + "X" + "w" * 8
    assert standing(call, START + 28 * SECOND) == "callback in 1s"
    assert next_due(call) == START + 29 * SECOND


async def test_what_is_past_the_bound_is_forgotten_the_oldest_first():
    heard = ActiveCalls()
    for number in range(MANY + 1):
        heard.hear("call", {"sms_id": f"id-{number}", "call": {"sms_id": f"id-{number}"}})
    assert len(heard) == MANY
    assert next(iter(heard))["sms_id"] == "id-1"
    heard.hear("reset", {})
    assert len(heard) == 0


async def test_the_panel_shows_the_latest_calls_with_their_strips():
    heard, call = await story(FAILS, until="28s")
    console = Console(width=110, color_system=None, force_terminal=False)
    drawn = Panel({"rate": 0, "now": format_instant(START)}, console=console, marks=MARKS)
    drawn.hear("call", {"sms_id": call["sms_id"], "call": next(iter(heard)), "at": format_instant(START + 28 * SECOND)})
    with console.capture() as capture:
        console.print(drawn.picture())
    title, line = capture.get().splitlines()[1:]
    assert title.startswith("09:00:28  1 under way")
    assert line.startswith("0901555102   answered-key")
    assert line.rstrip().endswith("callback in 1s")
    assert "rt" in line


def ask():
    pytest.fail("nobody asks for a clock that is not shown")


def test_a_terminal_that_is_no_terminal_has_no_panel(capsys):
    with panel(ask) as drawn:
        assert drawn is None
    assert capsys.readouterr().out == ""


def test_a_small_terminal_has_no_panel(monkeypatch):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("LINES", "40")
    with panel(ask) as drawn:
        assert drawn is None


def test_what_a_stranger_wrote_cannot_move_the_cursor():
    call = {
        "sms_id": "1",
        "scenario": "evil\x1b[2J",
        "received_at": format_instant(START),
        "request": {"Phone": "\x1b[1A09"},
        "state": "scheduled",
        "dials": [],
        "callbacks": [],
    }
    console = Console(width=110, color_system=None)
    drawn = Panel({"rate": 0, "now": format_instant(START)}, console=console, marks=MARKS)
    drawn.hear("call", {"sms_id": "1", "call": json.loads(json.dumps(call))})
    with console.capture() as capture:
        console.print(drawn.picture())
    assert "\x1b" not in capture.get()
    assert "scheduled" in capture.get()
