import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_esms.model.times import (
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    format_duration,
    format_instant,
    parse_duration,
    parse_instant,
)


def test_instants_are_shown_in_vietnamese_time_with_milliseconds():
    assert format_instant(1_767_578_400_123) == "2026-01-05T09:00:00.123+07:00"


def test_a_time_without_an_offset_is_vietnamese():
    assert parse_instant("2026-01-05T09:00:00") == parse_instant("2026-01-05T02:00:00Z") == 1_767_578_400_000


@given(st.integers(min_value=0, max_value=32_000_000_000_000))
def test_an_instant_survives_being_written_and_read(instant):
    assert parse_instant(format_instant(instant)) == instant


@pytest.mark.parametrize("text", ["", "yesterday", "2026-13-01", "1969-12-31T00:00:00Z", "9999-01-01", "09:00"])
def test_what_is_no_date_and_time_is_refused_with_a_sentence(text):
    with pytest.raises(ValueError, match=r"is not a date and time|outside the years"):
        parse_instant(text)


@pytest.mark.parametrize(
    ("text", "milliseconds"),
    [
        ("500ms", 500),
        ("4s", 4 * SECOND),
        ("1m30s", 90 * SECOND),
        ("2h", 2 * HOUR),
        ("7d", 7 * DAY),
        ("1h0m1s", HOUR + SECOND),
        ("1.5s", 1_500),
        ("0", 0),
        (3, 3 * SECOND),
        (0.25, 250),
        (" 10s ", 10 * SECOND),
        ("2.5m", 150 * SECOND),
    ],
)
def test_durations_are_read_as_people_write_them(text, milliseconds):
    assert parse_duration(text) == milliseconds


@pytest.mark.parametrize(
    "value",
    [
        "",
        "s",
        "4 s",
        "1:30",
        "4s..5s",
        "-1s",
        -1,
        "1e3",
        float("nan"),
        float("inf"),
        True,
        None,
        [],
        "99999d",
        "\uff14s",
        "1s30",
    ],
)
def test_what_is_no_duration_is_refused_with_a_sentence(value):
    with pytest.raises(ValueError, match=r"duration|negative|a year"):
        parse_duration(value)


@given(st.integers(min_value=0, max_value=366 * DAY))
def test_a_duration_survives_being_written_and_read(duration):
    assert parse_duration(format_duration(duration)) == duration


def test_durations_are_written_with_the_largest_units_first():
    assert format_duration(DAY + HOUR + MINUTE + SECOND + 1) == "1d1h1m1s1ms"
    assert format_duration(0) == "0s"
