import asyncio
import json
import sys

import pytest
from rich.console import Console  # noqa: TID253 - what is drawn on is what is tested

from mock_esms.cli.client import server_sent_events
from mock_esms.cli.event_text import event_lines
from mock_esms.cli.tail.active_entries import MANY, ActiveEntries, next_due
from mock_esms.cli.tail.panel import Panel, panel, progress_text
from mock_esms.cli.time_strip import strip
from mock_esms.model.times import SECOND, format_instant
from mock_esms.server.control.history.event_json import serialize_event
from tests.loops import turn
from tests.places import START, running
from tests.receiver import FAILS, OK, Receiver

MARKS = {"ring": "r", "talk": "t", "send": "s", "wait": "w", "refused": "X", "taken": "V"}


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
        active = ActiveEntries()
        for frame in server_sent_events(iter(lines)):
            active.apply(frame.event, frame.data)
        return active, await client.call(sms_id)


@pytest.mark.parametrize("until", ["0s", "2s", "6s", "19s", "25s", "1m"])
async def test_the_events_tell_a_call_as_the_control_api_tells_it(until):
    active, call = await story(FAILS, FAILS, OK, until=until)
    told = list(active)
    if call["settled"]:
        assert told == []
        return
    for name in ("state", "dials", "result", "callbacks", "request"):
        assert told[0][name] == call[name], name


async def test_the_attempts_of_two_callbacks_that_begin_alike_are_told_apart():
    """Neither the address nor anything else in the attempts themselves differs."""
    async with running() as client, Receiver.run("hang") as receiver:
        sms_id = await client.placed("0901555501", CallbackUrl=f"{receiver.url}/?ReferenceId=")
        advancing = asyncio.ensure_future(client.advance(by="0s"))
        while len(receiver.requests) < 2:
            await turn()
        call = await client.call(sms_id)
        assert [len(callback["attempts"]) for callback in call["callbacks"]] == [1, 1, 0]
        active = ActiveEntries()
        lines = []
        for event in client.sandbox.components.journal.events.since(0):
            data = json.loads(json.dumps(serialize_event(event)))
            active.apply(event.kind, data)
            lines += [line.text for line in event_lines(event.kind, data) if line.what == "progress 1"]
        [shown] = active
        assert shown["callbacks"] == call["callbacks"]
        assert [line.partition(": http")[0] for line in lines] == ["SendStatus 2", "SendStatus 7"]
        advancing.cancel()


async def test_a_call_that_is_settled_is_no_longer_under_way():
    active, _ = await story(OK)
    assert len(active) == 0


async def test_a_strip_is_ring_talk_wait_and_attempts_to_scale():
    active, _ = await story(FAILS, until="28s")
    [call] = active
    kinds = strip(call, START + 28 * SECOND, start=START, length=28 * SECOND, cells=28)
    drawn = "".join(MARKS.get(kind, " ") for kind in kinds)
    assert drawn == "rrrr" + "t" * 14 + "w" + "X" + "w" * 8
    assert progress_text(call, START + 28 * SECOND) == "callback in 1s"
    assert next_due(call) == START + 29 * SECOND


async def test_what_is_past_the_bound_is_forgotten_the_oldest_first():
    active = ActiveEntries()
    for number in range(MANY + 1):
        active.apply("call", {"sms_id": f"id-{number}", "call": {"sms_id": f"id-{number}"}})
    assert len(active) == MANY
    assert next(iter(active))["sms_id"] == "id-1"
    active.apply("reset", {})
    assert len(active) == 0


async def test_the_panel_shows_the_latest_calls_with_their_strips():
    active, call = await story(FAILS, until="28s")
    console = Console(width=110, color_system=None, force_terminal=False)
    drawn = Panel({"rate": 0, "now": format_instant(START)}, console=console, marks=MARKS)
    drawn.apply(
        "call", {"sms_id": call["sms_id"], "call": next(iter(active)), "at": format_instant(START + 28 * SECOND)}
    )
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
    drawn.apply("call", {"sms_id": "1", "call": json.loads(json.dumps(call))})
    with console.capture() as capture:
        console.print(drawn.picture())
    assert "\x1b" not in capture.get()
    assert "scheduled" in capture.get()
