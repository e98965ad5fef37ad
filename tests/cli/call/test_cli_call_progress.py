import io
import sys
from contextlib import redirect_stderr

import pytest

from mock_esms.cli.call.progress import progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERM", "xterm")
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)


def count(total: int) -> None:
    with progress("placed", total) as step:
        for _ in range(total):
            step()


def shown_on_a_terminal(total: int) -> str:
    with redirect_stderr(Terminal()) as terminal:
        count(total)
    return terminal.getvalue()


def test_on_a_terminal_a_bar_is_drawn_in_place():
    shown = shown_on_a_terminal(30)
    assert "placed" in shown
    assert "30/30" in shown
    assert "━" in shown
    assert "\x1b[" in shown, "it is animated"


def test_a_terminal_that_can_do_nothing_gets_counts(monkeypatch):
    monkeypatch.setenv("TERM", "dumb")
    assert shown_on_a_terminal(20) == "".join(f"placed: {done} of 20\n" for done in range(2, 21, 2))


@pytest.mark.parametrize(("total", "lines"), [(1, ["1 of 1"]), (3, ["1 of 3", "2 of 3", "3 of 3"])])
def test_of_a_few_each_is_counted(capsys, total, lines):
    count(total)
    assert capsys.readouterr().err.splitlines() == [f"placed: {line}" for line in lines]


def test_without_a_standard_error_nothing_is_shown(monkeypatch):
    monkeypatch.setattr(sys, "stderr", None)
    count(3)
