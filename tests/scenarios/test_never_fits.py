import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_esms.config.match import Match
from mock_esms.esms.formats.phone import national
from mock_esms.esms.operations import EVERY_OPERATION
from mock_esms.scenarios.files import shipped_folder
from mock_esms.scenarios.library import Library
from mock_esms.scenarios.loader import load_scenario, parse_scenario
from mock_esms.scenarios.never_fits import match_warnings, never_fitting


def reasons(**patterns: object) -> list[str]:
    return [why for _, why in never_fitting(Match.parse(patterns))]


@pytest.mark.parametrize(
    ("name", "pattern", "why"),
    [
        (
            "phone",
            "“*003”",
            '`“*003”` never fits as long as these quotes are a part of it; write straight ones: "*003"',
        ),
        ("phone", "„*003“", "as long as these quotes are a part of it"),
        ("phone", "«*003»", "as long as these quotes are a part of it"),
        ("template_id", "‘17’", "as long as these quotes are a part of it"),  # noqa: RUF001 - these quotes
        ("content", "“Xin chào*”", 'write straight ones: "Xin chào*"'),
        ("phone", "09*[3-1]", "`09*[3-1]` never fits: the range 3-1 runs backwards; write [1-3]"),
        ("template_id", "[z-a]?", "the range z-a runs backwards; write [a-z]"),
        ("phone", "090 123 4567", "a phone is compared as digits alone, and ` ` stands for none; leave it out"),
        ("phone", "0901\x1b[2J", "`0901\\x1b[2J` never fits: a phone is compared as digits alone, and `\\x1b` stands"),
        ("phone", "0901-*", "and `-` stands for none"),
        ("phone", "*[a-f]", "and `[a-f]` stands for none"),
        ("phone", "0901[234*", "and `[` stands for none"),
        ("phone", "555101", "a phone has 10 or 11 digits; write *555101 for its end"),
        ("phone", 901234567, "a phone has 10 or 11 digits; write *901234567 for its end"),
        ("phone", "090123456789", "a phone has 10 or 11 digits"),
        ("phone", "????????????*", "a phone has 10 or 11 digits"),
        ("phone", "901*", "a phone is compared in its national form, 0…; write *901* for its end"),
        ("operation", "makecallrecord_v2", "there is no such operation; did you mean `MakeCallRecord_V2`?"),
        ("operation", "Sms*", "there is no such operation"),
    ],
)
def test_a_pattern_that_no_request_can_fit_is_told_with_what_to_write(name, pattern, why):
    (told,) = reasons(**{name: pattern})
    assert why in told


@pytest.mark.parametrize(
    ("name", "pattern"),
    [
        ("phone", "*"),
        ("phone", "09*003"),
        ("phone", "*003"),
        ("phone", "+84901234567"),
        ("phone", "84*"),
        ("phone", "0[389]*[0-4]"),
        ("phone", "[!1]*"),
        ("phone", "?????????0"),
        ("phone", "02871002454"),
        ("content", "mã “OTP” là*"),
        ("template_id", "[3-1a]"),
        ("request_id", "it’s"),  # noqa: RUF001 - this apostrophe
        ("operation", "MakeCall*"),
        ("operation", "*"),
    ],
)
def test_a_pattern_that_a_request_can_fit_is_not_told(name, pattern):
    assert reasons(**{name: pattern}) == []


PHONES = st.builds(
    lambda start, rest: start + rest,
    st.sampled_from(["090", "032", "099"]),
    st.text("0123456789", min_size=7, max_size=7),
).filter(lambda phone: national(phone) == phone)


@given(PHONES, st.data())
def test_whatever_fits_a_phone_is_never_told(phone, data):
    cut = data.draw(st.integers(0, len(phone)))
    choices = [phone, f"*{phone[cut:]}", f"{phone[:cut]}*", phone[:cut] + "?" * (len(phone) - cut), f"+84{phone[1:]}"]
    pattern = data.draw(st.sampled_from(choices))
    match = Match.parse({"phone": pattern})
    assert national(phone) == phone
    assert match.fits({"phone": phone}.get)
    assert never_fitting(match) == ()


@pytest.mark.parametrize("operation", [operation.name for operation in EVERY_OPERATION])
def test_no_operation_is_told_as_unknown(operation):
    assert reasons(operation=operation) == []


def test_no_shipped_scenario_has_a_pattern_that_never_fits():
    for path in shipped_folder().glob("*.yaml"):
        assert never_fitting(load_scenario(path).match or Match()) == ()


def test_the_warning_names_line_and_key_as_they_are_written():
    text = "title: x\nmatch:\n  Phone: “*1”\n  TemplateId: 7\n"
    (warning,) = match_warnings(parse_scenario(text, "x", "x").match, text, "x")
    assert warning.text("x") == (
        "x:3:3: match.Phone: warning: `“*1”` never fits as long as these quotes are a part of it; "
        'write straight ones: "*1"'
    )


def test_a_file_with_such_a_pattern_is_read_and_warned_of(tmp_path, caplog):
    path = tmp_path / "mine.yaml"
    path.write_text('title: Mine\nmatch: {phone: "0[3-1]*"}\n', encoding="utf-8")
    with caplog.at_level(logging.WARNING, "mock_esms.scenarios"):
        library = Library([path])
    assert library.get("mine").title == "Mine"
    assert [record.getMessage() for record in caplog.records] == [
        f"{path}:2:9: match.phone: warning: `0[3-1]*` never fits: the range 3-1 runs backwards; write [1-3]"
    ]


def test_what_is_put_or_armed_with_such_a_pattern_is_warned_of(caplog):
    library = Library()
    text = "title: Put\nmatch: {phone: 555101}\n"
    library.put(parse_scenario(text, "put", "put"), text)
    library.arm("put", Match.parse({"phone": "“*1”"}))
    told = [record.getMessage() for record in caplog.records]
    assert told[0].startswith("the scenario put is chosen for nothing: match.phone: `555101` never fits: a phone has")
    assert told[1].startswith("the scenario put is armed for nothing: phone: `“*1”` never fits as long as")
