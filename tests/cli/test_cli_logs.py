import io
import json
import logging
import sys

import pytest

from mock_esms.cli.logs import JsonLines, TextLines, _ToStream


def record(level: int, message: str, *args: object, exception: BaseException | None = None) -> logging.LogRecord:
    error = None if exception is None else (type(exception), exception, None)
    return logging.LogRecord("mock_esms.delivery", level, __file__, 1, message, args, error)


@pytest.fixture
def plain():
    return TextLines(colours=False)


def test_a_line_has_time_level_and_message(plain):
    line = plain.format(record(logging.INFO, "attempt %d", 2))
    clock, rest = line[:8], line[8:]
    assert [len(part) for part in clock.split(":")] == [2, 2, 2]
    assert rest == " INFO    attempt 2"


def test_further_lines_of_a_message_are_indented(plain):
    assert plain.format(record(logging.INFO, "one\ntwo")).endswith("one\n  two")


def test_nothing_in_a_message_can_move_the_cursor(plain):
    assert "\x1b" not in plain.format(record(logging.INFO, "answer %s", "\x1b[2J\r"))


def test_without_a_terminal_there_are_no_colours(plain):
    assert "\x1b" not in plain.format(record(logging.ERROR, "CALLBACK NOT DELIVERED"))


def test_on_a_terminal_an_error_is_bold_red_from_end_to_end():
    line = TextLines(colours=True).format(record(logging.ERROR, "CALLBACK NOT DELIVERED"))
    assert line.startswith("\x1b[1;31m")
    assert line.endswith("CALLBACK NOT DELIVERED\x1b[0m")


@pytest.mark.parametrize("level", [logging.INFO, logging.WARNING])
def test_on_a_terminal_nothing_else_is_as_loud(level):
    assert "\x1b[1;31m" not in TextLines(colours=True).format(record(level, "attempt"))


def test_an_exception_is_told_in_both_formats(plain):
    failed = record(logging.ERROR, "internal error", exception=ValueError("broken"))
    assert plain.format(failed).endswith("ValueError: broken")
    assert json.loads(JsonLines().format(failed))["exception"].endswith("ValueError: broken")


def test_json_is_one_object_on_one_line():
    line = JsonLines().format(record(logging.WARNING, "Việt\nNam %s", "\x1b"))
    assert "\n" not in line
    entry = json.loads(line)
    assert entry["time"].endswith("Z")
    assert (entry["level"], entry["logger"], entry["message"]) == ("warning", "mock_esms.delivery", "Việt\nNam \x1b")


def test_whoever_reads_no_more_is_no_reason_for_a_traceback(capsys):
    class Closed(io.StringIO):
        def write(self, _text: str) -> int:
            raise BrokenPipeError

    _ToStream(Closed()).emit(record(logging.INFO, "hello"))
    assert capsys.readouterr() == ("", "")
    assert sys.exc_info() == (None, None, None)
