import subprocess
import sys
from urllib.parse import parse_qs, quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_esms.esms.callbacks.callback_url import CALLBACK_PARAMETERS
from mock_esms.esms.requests.call_request import read_call
from mock_esms.esms.requests.query_string import parse_query
from mock_esms.esms.requests.request_warnings import WARNINGS, warnings_of
from mock_esms.esms.voice.voice_operations import MAKE_CALL_RECORD
from mock_esms.model.times import parse_instant

NOW = parse_instant("2026-01-05T09:00:00+07:00")
SOUND = "ApiKey=k&SecretKey=s&TemplateId=t&Phone=0901888484"


def warned(query):
    return [
        (warning.code, warning.message)
        for warning in read_call(MAKE_CALL_RECORD, parse_query(f"{SOUND}&{query}"), now=NOW)[1]
    ]


def codes(query):
    return [code for code, _ in warned(query)]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "&",
        "MaxRetry=0&WaitRetry=60&MaxRepeat=2&TimeWaitToIvr=10",
        "SendDate=2026/01/05+10:00:00",
        "Ivr=1&NumberForward=0901888485",
        "RequestID=order-1",
        "CallbackUrl=",
        "CallbackUrl=http://h/cb",
        f"CallbackUrl={quote('http://h/cb?ReferenceId=&CallStatus=&x=1', safe='')}",
        f"CallbackUrl={quote('http://h/cb?ReferenceId=&CallStatus=&x=1', safe=':/?')}",
        f"CallbackUrl={quote('http://h/cb?ReferenceId=&Ivr=', safe='')}&Ivr=1&NumberForward=0901888485",
    ],
)
def test_a_clean_request_gets_no_warning(query):
    assert warned(query) == []


@pytest.mark.parametrize(
    ("query", "code", "message"),
    [
        (
            "MaxRetry=abc",
            "number-not-whole",
            "MaxRetry=abc is not a whole number from 0 and counts as absent; write digits only.",
        ),
        (
            "MaxRetry=101",
            "value-capped",
            "MaxRetry=101 is beyond what the sandbox plays and is capped at 100; write less.",
        ),
        (
            "SendDate=2030/01/01 00:00:00",
            "value-capped",
            (
                "SendDate=2030/01/01 00:00:00 is beyond what the sandbox plays and is capped at 366 days ahead; write "
                "less."
            ),
        ),
        (
            "SendDate=tomorrow",
            "send-date-unreadable",
            "SendDate=tomorrow cannot be read and counts as absent; write it as 2017/12/12 14:00:00.",
        ),
        (
            "SendDate=2017/12/12+14:00:00",
            "send-date-past",
            "SendDate=2017/12/12 14:00:00 is past and counts as absent; write a time to come, in Vietnam's time zone.",
        ),
        (
            "Ivr=1",
            "ivr-without-number-forward",
            (
                "Ivr=1 transfers the call only together with NumberForward: add NumberForward, or leave Ivr out; the "
                "pressed key is reported either way."
            ),
        ),
        (
            f"RequestId={'x' * 51}",
            "request-id-too-long",
            "RequestId has 51 characters; eSMS documents at most 50. Make it shorter.",
        ),
        (
            "CallbackUrl=ftp%3A%2F%2Fh%2Fcb",
            "callback-url-unusable",
            (
                "CallbackUrl does not begin with http:// or https://; give the whole address of your receiver. No "
                "callback will be sent."
            ),
        ),
        (
            "CallbackUrl=http%3A%2F%2Fh%2Fcb%3Fs%3D%7BIvr%7D",
            "callback-placeholder-unfilled",
            "In CallbackUrl, {Ivr} is not filled: eSMS has no such form; write Ivr= in the query.",
        ),
        (
            "CallbackUrl=http%3A%2F%2Fme%253Ayou:x%40h%2Fcb",
            "callback-name-has-colon",
            "The user name in CallbackUrl has a colon in it, which divides name and password; use another name.",
        ),
        (
            "CallbackUrl=http%3A%2F%2Fme%3A%25FF%40h%2Fcb",
            "callback-userinfo-not-utf-8",
            (
                "The user name or password in CallbackUrl has percent-encoded bytes that are no UTF-8; they go out as "
                "they are written, percent signs and all. Encode it as UTF-8."
            ),
        ),
        (
            "CallbackUrl=http%3A%2F%2Fh%2Fcb%26CID%3D",
            "callback-placeholder-unfilled",
            "In CallbackUrl, CID= stands in the path and is not filled; write ?CID= behind the path.",
        ),
        (
            "CallbackUrl=http%3A%2F%2Fa.-b%2Fcb",
            "callback-url-unusable",
            (
                "CallbackUrl's host 'a.-b' is no host name; its parts hold letters, digits, '_', and '-' behind them. "
                "No callback will be sent."
            ),
        ),
        (
            "CallbackUrl=http%3A%2F%2F%5B1.2.3.4%5D%2Fcb",
            "callback-url-unusable",
            "CallbackUrl's host [1.2.3.4] is no IPv6 address; write one as [::1]. No callback will be sent.",
        ),
        (
            "MaxRetries=3",
            "unknown-parameter",
            "MakeCallRecord_V2 has no parameter MaxRetries; did you mean MaxRetry?",
        ),
        ("colour=red", "unknown-parameter", "MakeCallRecord_V2 has no parameter colour; leave it out."),
        (
            "CallbackUrl=http://h/cb?ReferenceId=&SentResult=&token=a%20b",
            "callback-url-not-encoded",
            (
                "CallbackUrl is not percent-encoded, so what follows its first & is read as the call's own: "
                "SentResult, token. "
                "Write CallbackUrl=http%3A%2F%2Fh%2Fcb%3FReferenceId%3D%26SentResult%3D%26token%3Da%2520b"
            ),
        ),
    ],
)
def test_what_esms_swallows_is_told_with_what_to_change(query, code, message):
    assert warned(query) == [(code, message)]


@pytest.mark.parametrize("value", ["x" * 50, ""])
def test_a_request_id_of_up_to_fifty_characters_is_fine(value):
    assert warned(f"RequestId={value}") == []


def test_a_plus_that_was_not_encoded_is_told_with_the_right_spelling():
    query = parse_query("ApiKey=k&SecretKey=s&TemplateId=t&Phone=+84901888484")
    assert [(w.code, w.message) for w in read_call(MAKE_CALL_RECORD, query, now=NOW)[1]] == [
        (
            "phone-plus-not-encoded",
            "The + in Phone=+84901888484 arrives as a space; write it as Phone=%2B84901888484.",
        )
    ]


def test_a_plus_in_number_forward_is_told_too_but_a_space_is_not():
    assert codes("Ivr=1&NumberForward=+84901888485") == ["phone-plus-not-encoded"]
    assert codes("Ivr=1&NumberForward=%2084901888485") == []
    assert codes("Ivr=1&NumberForward=%2B84901888485") == []


def test_an_unknown_parameter_is_told_once_and_many_are_summed_up():
    assert codes("foo=1&FOO=2&foo") == ["unknown-parameter"]
    many = warned("&".join(f"x{number}=1" for number in range(4000)))
    assert [code for code, _ in many] == ["unknown-parameter"] * 11
    assert many[-1][1] == "3990 more parameters are unknown to MakeCallRecord_V2; leave them out."


def test_a_warning_is_short_and_printable_whatever_came():
    ((_, message),) = warned(f"MaxRetry={'%1B' * 500}")
    assert message.isprintable()
    assert len(message) < 200


def test_a_secret_is_not_told_with_an_unknown_name():
    assert "hush" not in str(warned("SecretKey%3Dhush&amp;SecretKey=hush"))
    assert "hush" not in str(warned("CallbackUrl=http://h/?a=1&b=2&SecretKey=hush&SecretKey%3Dhush"))


# What follows un-encoded: which of the call's parameters are the address's own?
@pytest.mark.parametrize(
    ("query", "address"),
    [
        (
            f"CallbackUrl=http://h/cb?{'&'.join(f'{name}=' for name in CALLBACK_PARAMETERS)}",
            f"http://h/cb?{'&'.join(f'{name}=' for name in CALLBACK_PARAMETERS)}",
        ),
        ("CallbackUrl=http://h/cb?SentResult&CallStatus", "http://h/cb?SentResult&CallStatus"),
        ("CallbackUrl=http://h/cb?ReferenceId=&Ivr=", "http://h/cb?ReferenceId=&Ivr="),
        ("CallbackUrl=http://h/cb?a=1&b=2&RequestId=7", "http://h/cb?a=1&b=2"),
        ("CallbackUrl=http://h/cb?a=1&Phone=2", "http://h/cb?a=1&Phone=2"),
        ("CallbackUrl=http://h/cb?a=1&RequestId=2&Price=&RequestId=7", "http://h/cb?a=1&RequestId=2&Price="),
        ("CallbackUrl=http://h/cb?order=1&RequestId=7&CallStatus=", "http://h/cb?order=1&RequestId=7&CallStatus="),
        ("CallbackUrl=http%3A//h/cb?a=1&b=2", "http%3A//h/cb?a=1&b=2"),
        ("CallbackUrl=http%3A%2F%2Fh%2Fcb%3FReferenceId%3D&CallStatus=", "http://h/cb?ReferenceId=&CallStatus="),
    ],
)
def test_an_address_that_was_torn_is_put_together_again(query, address):
    warnings = dict(warned(query))
    message = warnings["callback-url-not-encoded"]
    assert message.endswith(f" Write CallbackUrl={quote(address, safe='')}")
    assert "unknown-parameter" not in warnings


@pytest.mark.parametrize("query", ["CallbackUrl=http://h/cb?token=1", "CallbackUrl=http://h/cb?token"])
def test_an_address_that_arrived_whole_is_not_complained_about(query):
    assert warned(query) == []


def test_a_known_parameter_right_behind_the_address_may_be_eithers():
    ((code, message),) = warned("CallbackUrl=http://h/cb?token=1&RequestId=7")
    assert code == "callback-url-not-encoded"
    assert message.endswith(
        "is read as the call's own: RequestId. Write CallbackUrl=http%3A%2F%2Fh%2Fcb%3Ftoken%3D1, or, if RequestId "
        "belongs to the address, CallbackUrl=http%3A%2F%2Fh%2Fcb%3Ftoken%3D1%26RequestId%3D7"
    )


def test_a_stranger_behind_a_parameter_of_the_call_is_still_unknown():
    assert codes("CallbackUrl=http://h/cb?a=1&b=2&MaxRetry=2&colour=red") == [
        "callback-url-not-encoded",
        "unknown-parameter",
    ]


def test_strangers_behind_an_address_without_a_query_are_unknown():
    assert codes("CallbackUrl=http://h/cb&ReferenceId=&colour=red") == ["unknown-parameter"] * 2


def test_a_torn_address_does_not_show_a_secret():
    message = dict(warned("CallbackUrl=http://h/cb?a=1&b=2&SecretKey=hush&Price="))["callback-url-not-encoded"]
    assert "hush" not in message
    assert "SecretKey%3D%2A%2A%2A" in message


def test_many_torn_pieces_do_not_take_long():
    query = parse_query("CallbackUrl=http://h/cb?a=1" + "&RequestId=1&b" * 4000)
    assert warnings_of(MAKE_CALL_RECORD, query, read_call(MAKE_CALL_RECORD, query, now=NOW)[0])


@given(
    st.lists(
        st.tuples(
            st.one_of(st.sampled_from(CALLBACK_PARAMETERS), st.from_regex("[a-z]{1,8}", fullmatch=True)),
            st.from_regex("[a-z0-9%]{0,5}", fullmatch=True),
        )
        .filter(lambda pair: MAKE_CALL_RECORD.find(pair[0]) is None)
        .map("=".join),
        min_size=2,
        max_size=8,
    )
)
def test_following_the_advice_gives_the_address_that_was_meant(pieces):
    address = f"http://h/cb?{'&'.join(pieces)}"
    ((code, message),) = warned(f"CallbackUrl={address}")
    assert code == "callback-url-not-encoded"
    advice = message.rpartition(" Write ")[2]
    assert parse_qs(advice) == {"CallbackUrl": [address]}
    assert warned(advice) == []


@given(st.text(st.characters(exclude_categories=())))
def test_no_request_makes_lint_raise_and_every_code_is_in_the_table(raw):
    for prefix in ("", "CallbackUrl=http://h/cb?a=1&", "Phone=+"):
        warnings = read_call(MAKE_CALL_RECORD, parse_query(prefix + raw), now=NOW)[1]
        assert {warning.code for warning in warnings} <= set(WARNINGS)
        assert all(warning.message.encode() for warning in warnings)


def test_warnings_stand_in_the_order_of_the_table():
    query = (
        f"Ivr=1&RequestId={'x' * 51}&NumberForward=&SendDate=2017/12/12 14:00:00&MaxRetry=999&WaitRetry=x&colour=red"
        "&CallbackUrl=ftp://h/cb?a=1&b=2"
    )
    order = list(WARNINGS)
    positions = [order.index(code) for code in codes(query)]
    assert len(positions) == 8
    assert positions == sorted(positions)


def test_a_running_server_is_spared_the_heavy_imports():
    program = (
        "import sys; import mock_esms.esms.requests.call_request;"
        "heavy = {'aiohttp', 'asyncio', 'difflib', 'phonenumbers', 'pydantic'} & set(sys.modules);"
        "sys.exit(f'imported: {heavy}' if heavy else 0)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
