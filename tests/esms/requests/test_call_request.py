import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_esms.esms.operation import Parameter
from mock_esms.esms.requests.call_request import read_call
from mock_esms.esms.requests.query_string import parse_query
from mock_esms.esms.voice.voice_operations import MAKE_CALL_RECORD
from mock_esms.model.calls import CallRequest, DialParameters
from mock_esms.model.times import DAY, MAX_DURATION, parse_instant

NOW = parse_instant("2026-01-05T09:00:00+07:00")


def read(query):
    return read_call(MAKE_CALL_RECORD, parse_query(query), now=NOW)[0]


def codes(query):
    return [warning.code for warning in read_call(MAKE_CALL_RECORD, parse_query(query), now=NOW)[1]]


def test_a_call_with_only_what_is_required_gets_the_defaults_of_facts():
    assert read("ApiKey=k&SecretKey=s&TemplateId=t&Phone=0901888484") == CallRequest(
        operation="MakeCallRecord_V2",
        raw_parameters=(("ApiKey", "k"), ("SecretKey", "***"), ("TemplateId", "t"), ("Phone", "0901888484")),
        api_key="k",
        phone="0901888484",
        callback_url=None,
        request_id="",
        dial_parameters=DialParameters(
            max_retry=0, wait_retry=60_000, time_wait_to_ivr=10_000, ivr="", number_forward=""
        ),
        send_date=None,
    )


def test_a_call_with_everything_is_understood():
    request = read(
        "ApiKey=k&SecretKey=s&TemplateId=t&Phone=%2B84901888484&SendDate=2026/01/05+10:30:00&MaxRepeat=2&MaxRetry=3"
        "&WaitRetry=45&Ivr=1&NumberForward=02871002454&TimeWaitToIvr=7&CallbackUrl=http%3A%2F%2Fh%2Fcb&RequestID=order-1"
    )
    assert request.phone == "0901888484"
    assert request.send_date == parse_instant("2026-01-05T10:30:00+07:00")
    assert request.dial_parameters == DialParameters(
        max_retry=3, wait_retry=45_000, time_wait_to_ivr=7_000, ivr="1", number_forward="02871002454"
    )
    assert (request.callback_url, request.request_id) == ("http://h/cb", "order-1")


def test_a_call_with_nothing_is_read_too():
    request = read("")
    assert (request.api_key, request.phone, request.parameters) == ("", "", ())


def test_parameters_are_shown_in_facts_spelling_in_order_of_arrival_without_secrets_and_strangers():
    assert read("PHONE=1&foo=2&requestid=3&SECRETKEY=hush&phone=4&Ivr").parameters == (
        ("Phone", "1,4"),
        ("RequestId", "3"),
        ("SecretKey", "***"),
    )


@pytest.mark.parametrize("name", ["RequestId", "RequestID", "requestid"])
def test_request_id_is_one_parameter_however_it_is_spelled(name):
    assert read(f"{name}=7").request_id == "7"
    assert read(f"{name}=7").parameters == (("RequestId", "7"),)


def test_a_phone_that_is_none_stays_as_it_arrived():
    assert read("Phone=097469188").phone == "097469188"


def test_what_an_operation_does_not_have_is_not_taken_from_the_query():
    bare = MAKE_CALL_RECORD._replace(name="Bare", parameters=(Parameter("ApiKey"), Parameter("Phone", "phone")))
    query = parse_query("ApiKey=k&Phone=0901888484&CallbackUrl=http://h/cb&SendDate=2026/01/05 10:00:00&MaxRetry=3")
    request, _ = read_call(bare, query, now=NOW)
    assert request.parameters == (("ApiKey", "k"), ("Phone", "0901888484"))
    assert (request.callback_url, request.send_date, request.dial_parameters) == (None, None, DialParameters())


def test_an_empty_callback_url_is_none():
    assert read("CallbackUrl=").callback_url is None


@pytest.mark.parametrize("value", ["abc", "-1", "1.5", "%2B1", "1e2", "+1", "1+", "0x1", "٣", "²", "1,2", "null"])
def test_a_number_that_is_not_a_whole_one_from_0_counts_as_absent(value):
    query = f"MaxRetry={value}&WaitRetry={value}&TimeWaitToIvr={value}&MaxRepeat={value}"
    assert read(query).dial_parameters == DialParameters(max_retry=0, wait_retry=60_000, time_wait_to_ivr=10_000)
    assert codes(query) == ["number-not-whole"] * 4


def test_an_empty_number_counts_as_absent_without_a_warning():
    assert read("MaxRetry=&WaitRetry=").dial_parameters.wait_retry == 60_000
    assert codes("MaxRetry=&WaitRetry=") == []


@pytest.mark.parametrize("value", ["0", "00", "007", "0" * 5000 + "7"])
def test_leading_zeros_do_not_matter(value):
    assert read(f"MaxRetry={value}").dial_parameters.max_retry == int(value[-1])
    assert codes(f"MaxRetry={value}") == []


@pytest.mark.parametrize(
    ("query", "field", "cap"),
    [
        ("MaxRetry={}", "max_retry", 100),
        ("WaitRetry={}", "wait_retry", 7 * DAY),
        ("TimeWaitToIvr={}", "time_wait_to_ivr", MAX_DURATION),
    ],
)
@pytest.mark.parametrize("digits", [9, 18, 19, 6000])
def test_a_number_beyond_what_is_played_is_capped(query, field, cap, digits):
    beyond = query.format("9" * digits)
    assert getattr(read(beyond).dial_parameters, field) == cap
    assert codes(beyond) == ["value-capped"]


@pytest.mark.parametrize(("value", "warned"), [("100", []), ("101", ["value-capped"])])
def test_the_cap_itself_is_still_played(value, warned):
    assert read(f"MaxRetry={value}").dial_parameters.max_retry == 100
    assert codes(f"MaxRetry={value}") == warned


@pytest.mark.parametrize(
    "value",
    [
        "2026-01-05 10:00:00",
        "2026/1/5 10:00:00",
        "05/01/2026 10:00:00",
        "2026/02/30 10:00:00",
        "2026/01/05 24:00:00",
        "0000/01/01 00:00:00",
        "2026/01/05",
        "2026/01/05 10:00:00 ",
        "2026/01/05 10:00:00\n",
        "٢٠٢٦/01/05 10:00:00",
        "soon",
    ],
)
def test_a_send_date_in_another_format_counts_as_absent(value):
    assert read(f"SendDate={value}").send_date is None
    assert codes(f"SendDate={value}") == ["send-date-unreadable"]


@pytest.mark.parametrize("value", ["2026/01/05 08:59:59", "2017/12/12 14:00:00", "0001/01/01 00:00:00"])
def test_a_send_date_in_the_past_counts_as_absent(value):
    assert read(f"SendDate={value}").send_date is None
    assert codes(f"SendDate={value}") == ["send-date-past"]


def test_a_send_date_of_this_very_second_is_taken():
    assert read("SendDate=2026/01/05 09:00:00").send_date == NOW
    assert codes("SendDate=2026/01/05 09:00:00") == []


@pytest.mark.parametrize(
    ("value", "warned"),
    [
        ("2027/01/06 09:00:00", []),
        ("2027/01/06 09:00:01", ["value-capped"]),
        ("9999/12/31 23:59:59", ["value-capped"]),
    ],
)
def test_a_send_date_lies_at_most_366_days_ahead(value, warned):
    assert read(f"SendDate={value}").send_date == NOW + 366 * DAY
    assert codes(f"SendDate={value}") == warned


@given(st.text(st.characters(exclude_categories=())), st.integers(0, 2**43))
def test_no_query_makes_read_call_raise(raw, now):
    read_call(MAKE_CALL_RECORD, parse_query(raw), now=now)


@given(
    st.lists(
        st.tuples(st.sampled_from([parameter.name for parameter in MAKE_CALL_RECORD.parameters]), st.text()).map(
            "=".join
        )
    )
)
def test_no_value_makes_read_call_raise(pieces):
    request, _ = read_call(MAKE_CALL_RECORD, parse_query("&".join(pieces)), now=NOW)
    assert 0 <= request.dial_parameters.max_retry <= 100
    assert 0 <= request.dial_parameters.wait_retry <= 7 * DAY
    assert request.send_date is None or NOW <= request.send_date <= NOW + 366 * DAY


def test_the_built_in_defaults_match_those_of_a_call_request():
    bare = CallRequest(operation="MakeCallRecord_V2", raw_parameters=(), api_key="", phone="")
    assert read("") == bare
