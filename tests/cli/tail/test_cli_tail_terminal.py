"""``tail`` on a terminal: the lines stay whole above the panel of the calls under way."""

import json
from functools import partial

import pytest

from tests.cli.running import Served
from tests.cli.serve.test_cli_serve import place

pytest.importorskip("pty", reason="pseudo-terminals are as POSIX has them")
from tests.cli.terminal import Terminal

CALLS = 3


def told(sms_id, screen):
    """What the lines of a call begin with, after its address."""
    lines = (line.partition(f"  {sms_id[:8]}  ") for line in screen)
    return [text.split()[0] for _, found, text in lines if found]


def has_line_with(text, screen):
    return any(text in line for line in screen)


def test_lines_that_come_while_the_panel_stands_neither_break_it_nor_are_lost_in_it():
    with Served("--clock", "manual") as served, Terminal("tail", "--kept", "--url", served.url) as tail:
        ids = []
        for number in range(1, CALLS + 1):
            answer = place(served.url, CallbackUrl="http://127.0.0.1:9/")
            ids.append(json.loads(answer)["SMSID"])
            tail.shows(partial(has_line_with, f"{number} under way"), f"the panel tells of {number} under way")
        wanted = ["accepted", "dial", "request"]
        tail.shows(
            lambda screen: [told(sms_id, screen) for sms_id in ids] == [wanted] * CALLS,
            "each call has its three lines, whole",
        )
        titles = [line for line in tail.screen.lines if "under way" in line]
        assert len(titles) == 1, "the panel stands there once:\n" + "\n".join(tail.screen.lines)
