import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_esms.config.documents import WrongKeysError
from mock_esms.config.match import CALL_NAMES, PARAMETERS, REQUEST_NAMES, Match, request_value
from mock_esms.model.calls import CallRequest


def request(phone: str = "0901888484", **parameters: str) -> CallRequest:
    return CallRequest(
        operation="MakeCallRecord_V2",
        raw_parameters=(("ApiKey", "k"), ("Phone", phone), *parameters.items()),
        api_key="k",
        phone=phone,
    )


def fits(globs: dict[str, object], asked: CallRequest) -> bool:
    return Match.parse(globs).fits_request(asked)


@pytest.mark.parametrize(
    ("glob", "expected"),
    [
        ("0901888484", True),
        ("090188848", False),
        ("*8484", True),
        ("*555101", False),
        ("09*84", True),
        ("09?1888484", True),
        ("09[01]1888484", True),
        ("09[!0]1888484", False),
        ("+84901888484", True),
        ("84901888484", True),
        ("+8490*", True),
        ("84*", True),
        ("8*", False),
        ("*", True),
        (901888484, False),
        (84901888484, True),
        ("09[*84", False),
    ],
)
def test_phones_are_globs_in_national_form(glob, expected):
    assert fits({"phone": glob}, request()) is expected


@pytest.mark.parametrize("name", ["request_id", "RequestId", "RequestID", "requestid", "REQUEST_ID"])
def test_names_are_known_in_any_case_and_with_or_without_underscores(name):
    match = Match.parse({name: "a-*"})
    assert match.pairs == (("request_id", "a-*"),)
    assert match.fits_request(request(RequestId="a-1"))
    assert not match.fits_request(request(RequestId="A-1"))


def test_all_globs_must_fit():
    asked = request(TemplateId="7")
    assert fits({"phone": "09*", "template_id": 7, "operation": "MakeCall*", "api_key": "k"}, asked)
    assert not fits({"phone": "09*", "template_id": 8}, asked)


def test_no_globs_fit_every_request():
    assert fits({}, request())


def test_an_absent_parameter_counts_as_empty():
    assert fits({"request_id": "*"}, request())
    assert fits({"request_id": ""}, request())
    assert not fits({"request_id": "?*"}, request())
    assert fits({"request_id": "?*"}, request(RequestId="1"))


def test_an_absent_value_of_a_call_counts_as_empty():
    assert Match.parse({"sms_id": ""}, CALL_NAMES).fits(lambda _: None)
    assert not Match.parse({"sms_id": "?*"}, CALL_NAMES).fits(lambda _: None)


def test_true_and_numbers_are_taken_as_their_text():
    match = Match.parse({"settled": True, "sms_id": 5}, CALL_NAMES)
    assert match.pairs == (("settled", "true"), ("sms_id", "5"))
    assert match.fits({"settled": "true", "sms_id": "5"}.get)
    assert not match.fits({"settled": "false", "sms_id": "5"}.get)


@pytest.mark.parametrize(
    ("globs", "wrong"),
    [
        ({"fone": "1"}, [("fone", "nothing can be matched by this name; did you mean `phone`?")]),
        ({"phone": 1.5}, [("phone", "put 1.5 in quotes, so that it is compared as you write it")]),
        ({"phone": None}, [("phone", 'a pattern must stand here, such as "09*", not nothing')]),
        ({"phone": ["1"]}, [("phone", 'a pattern must stand here, such as "09*", not a list')]),
        ({"phone": "1", "Phone": "2"}, [("Phone", "`phone` stands here already, in another spelling")]),
    ],
)
def test_each_wrong_name_or_pattern_is_told_with_its_key(globs, wrong):
    with pytest.raises(WrongKeysError) as caught:
        Match.parse(globs)
    assert list(caught.value.wrong) == wrong


def test_what_only_calls_have_cannot_choose_a_scenario():
    with pytest.raises(ValueError, match="sms_id: nothing can be matched by this name"):
        Match.parse({"sms_id": "1"})


def test_the_secret_key_cannot_be_matched():
    with pytest.raises(ValueError, match="nothing can be matched by this name"):
        Match.parse({"secret_key": "*"}, CALL_NAMES)


def test_what_is_no_mapping_is_no_match():
    with pytest.raises(ValueError, match="names with patterns must stand here"):
        Match.parse("09*")


def test_equal_globs_are_equal_and_hash_alike():
    assert Match.parse({"Phone": "09*"}) == Match.parse({"phone": "09*"})
    assert len({Match.parse({"Phone": "09*"}), Match.parse({"phone": "09*"})}) == 1
    assert Match.parse({"phone": "09*"}) != Match.parse({"phone": "08*"})


def test_exact_is_told_only_for_a_pattern_that_one_value_fits():
    match = Match.parse({"api_key": "k", "request_id": "k*", "phone": "+84901888484"})
    assert match.exact("api_key") == "k"
    assert match.exact("request_id") is None
    assert match.exact("phone") == "0901888484"
    assert match.exact("template_id") is None


@pytest.mark.parametrize("name", REQUEST_NAMES)
def test_every_name_reads_its_own_value_of_a_request(name):
    asked = CallRequest(
        operation="the operation",
        raw_parameters=tuple((spelled, f"the {own}") for own, spelled in PARAMETERS.items()),
        api_key="the api_key",
        phone="the phone",
    )
    assert request_value(asked, name) == f"the {name}"


@given(st.text(max_size=12))
def test_a_text_without_special_characters_fits_itself_and_nothing_else(text):
    plain = "".join(character for character in text if character not in "*?[")
    asked = request(RequestId=plain)
    assert fits({"request_id": plain}, asked)
    assert not fits({"request_id": plain + "x"}, asked)


@given(st.text("ab*?", max_size=8), st.text("ab", max_size=6))
def test_a_glob_fits_what_it_should_by_the_plain_definition(glob, text):
    def by_definition(pattern: str, rest: str) -> bool:
        if not pattern:
            return not rest
        if pattern[0] == "*":
            return any(by_definition(pattern[1:], rest[start:]) for start in range(len(rest) + 1))
        return bool(rest) and pattern[0] in ("?", rest[0]) and by_definition(pattern[1:], rest[1:])

    assert fits({"request_id": glob}, request(RequestId=text)) is by_definition(glob, text)


@given(st.text())
def test_any_text_is_a_pattern(glob):
    assert Match.parse({"request_id": glob}).fits_request(request(RequestId="x")) in (True, False)
