from decimal import Decimal
from typing import Any

import pytest

from mock_esms.config.account import Account
from mock_esms.esms.messages.sms_operations import SEND_VOICE_GET
from mock_esms.esms.operations import operation_of
from mock_esms.esms.requests.call_request import read_call
from mock_esms.esms.requests.query_string import parse_query
from mock_esms.esms.responses.operation_result import Refusal
from mock_esms.esms.voice.voice_checks import authenticate, first_refusal
from mock_esms.esms.voice.voice_operations import MAKE_CALL, MAKE_CALL_RECORD, MAKE_CALL_TEMPLATE, VOICE_OTP

ACCOUNT = Account(api_key="k", secret_key="s", balance=Decimal(1000), price_per_minute=Decimal(450))


def asked(query="ApiKey=k&SecretKey=s&TemplateId=t&Phone=0901888484"):
    return read_call(MAKE_CALL_RECORD, parse_query(query), now=0)[0]


def asked_of(operation, query):
    return read_call(operation, parse_query(f"ApiKey=k&SecretKey=s&Phone=0901888484{query}"), now=0)[0]


def code_of(request=None, /, account=ACCOUNT, **context):
    known = {"secret_key": "s", "remote": "127.0.0.1", "balance": Decimal(1000), "request_id_used": False, **context}
    request = request or asked()
    caller = authenticate(account, secret_key=known.pop("secret_key"), remote=known.pop("remote"))
    if isinstance(caller, Refusal):
        return caller.code
    why = first_refusal(operation_of(request), request, caller, **known)
    return why.code if why is not None else None


def but(**changes):
    return ACCOUNT._replace(**changes)


def test_a_sound_request_is_not_refused():
    assert code_of() is None


def test_an_unknown_key_is_101():
    assert code_of(account=None) == "101"


@pytest.mark.parametrize("secret", ["", "S", "s ", "s,s", "bí mật", None])
def test_a_wrong_or_missing_secret_is_101(secret):
    assert code_of(secret_key=secret) == "101"


def test_a_secret_may_have_letters_outside_ascii():
    assert code_of(account=but(secret_key="bí mật"), secret_key="bí mật") is None


def test_an_inactive_account_is_143():
    assert code_of(account=but(active=False)) == "143"


@pytest.mark.parametrize(
    ("allowed", "remote", "code"),
    [
        (None, "203.0.113.9", None),
        (None, None, None),
        ((), "127.0.0.1", "140"),
        (("127.0.0.1",), "127.0.0.1", None),
        (("127.0.0.1",), "127.0.0.2", "140"),
        (("10.0.0.0/8", "192.0.2.1"), "10.9.8.7", None),
        (("10.1.2.3/8",), "10.9.8.7", None),
        (("10.0.0.0/8",), "::ffff:10.9.8.7", None),
        (("fc00::/7",), "fd00::1", None),
        (("fc00::/7",), "10.9.8.7", "140"),
        (("127.0.0.1",), None, "140"),
        (("127.0.0.1",), "", "140"),
    ],
)
def test_a_caller_who_is_not_on_the_allow_list_is_140(allowed, remote, code):
    assert code_of(account=but(allowed_ips=allowed), remote=remote) == code


@pytest.mark.parametrize(
    ("given", "recordings", "code"),
    [
        ("", None, "106"),
        ("&TemplateId=", None, "106"),
        ("&TemplateId=any", None, None),
        ("&templateid=any", None, None),
        ("&TemplateId=b", ("a", "b"), None),
        ("&TemplateId=c", ("a", "b"), "106"),
        ("&TemplateId=a", (), "106"),
    ],
)
def test_a_missing_empty_or_unknown_recording_is_106(given, recordings, code):
    request = asked(f"ApiKey=k&SecretKey=s&Phone=0901888484{given}")
    assert code_of(request, but(recordings=recordings)) == code


@pytest.mark.parametrize(
    ("operation", "query", "templates", "code"),
    [
        (MAKE_CALL_TEMPLATE, "", None, "104"),
        (MAKE_CALL_TEMPLATE, "&TemplateId=", None, "104"),
        (MAKE_CALL_TEMPLATE, "&TemplateId=any", None, None),
        (MAKE_CALL_TEMPLATE, "&TemplateId=b", ("a", "b"), None),
        (MAKE_CALL_TEMPLATE, "&TemplateId=c", ("a", "b"), "104"),
        (MAKE_CALL, "&TemplateId=a", None, "104"),
        (MAKE_CALL, "&ApiCode=a", ("a", "b"), None),
        (MAKE_CALL, "&ApiCode=c", ("a", "b"), "104"),
        (VOICE_OTP, "&Code=", (), "104"),
        (VOICE_OTP, "&Code=1234", (), None),
        (SEND_VOICE_GET, "&SmsType=8", (), "104"),
        (SEND_VOICE_GET, "&SmsType=8&Content=1234", (), None),
    ],
)
def test_what_cannot_be_read_aloud_is_104(operation, query, templates, code):
    assert code_of(asked_of(operation, query), but(templates=templates, recordings=())) == code


def test_several_phones_for_one_voice_message_are_163():
    request = read_call(SEND_VOICE_GET, parse_query("SmsType=8&Content=1&Phone=0901888484,0901888485"), now=0)[0]
    assert code_of(request) == "163"


@pytest.mark.parametrize("given", ["", "&Phone=", "&Phone=097469188", "&Phone=+84901888484", "&Phone=1&Phone=2"])
def test_a_missing_or_malformed_phone_is_108(given):
    assert code_of(asked(f"ApiKey=k&SecretKey=s&TemplateId=t{given}")) == "108"


def test_the_text_of_108_echoes_the_phone_as_it_arrived():
    request = asked("ApiKey=k&SecretKey=s&TemplateId=t&Phone=097469188")
    why = first_refusal(operation_of(request), request, ACCOUNT, balance=Decimal(1000), request_id_used=False)
    assert why == Refusal("108", "The phone number 097469188 is not valid.")


@pytest.mark.parametrize("blocked", ["0901888484", "84901888484", "+84901888484"])
@pytest.mark.parametrize("phone", ["0901888484", "84901888484", "%2B84901888484"])
def test_a_blocked_number_is_99_in_whichever_form_both_are_written(blocked, phone):
    request = asked(f"ApiKey=k&SecretKey=s&TemplateId=t&Phone={phone}")
    assert code_of(request, but(blocked_phones=("02871002454", blocked))) == "99"


def test_another_number_is_not_blocked():
    assert code_of(account=but(blocked_phones=("0901888485",))) is None


def test_a_request_id_that_is_used_is_124():
    assert code_of(request_id_used=True) == "124"


def test_an_account_without_a_price_list_is_102():
    assert code_of(account=but(price_per_minute=None)) == "102"


@pytest.mark.parametrize(("balance", "code"), [("449.9999", "103"), ("450", None), ("-1", "103")])
def test_a_balance_below_one_minute_is_103(balance, code):
    assert code_of(balance=Decimal(balance)) == code


def test_the_checks_are_made_in_the_order_of_facts():
    """Everything is wrong at once; each fault is mended when it has been told, and the next one shows."""
    wrong = but(
        active=False, allowed_ips=(), recordings=(), blocked_phones=("0901888484",), price_per_minute=Decimal(9999)
    )
    no_phone = asked("ApiKey=k&SecretKey=s&TemplateId=t&Phone=1")
    steps: list[Any] = [
        (no_phone, wrong, {"secret_key": "x", "request_id_used": True}),
        (no_phone, wrong, {"request_id_used": True}),
        (no_phone, wrong := wrong._replace(active=True), {"request_id_used": True}),
        (no_phone, wrong := wrong._replace(allowed_ips=None), {"request_id_used": True}),
        (no_phone, wrong := wrong._replace(recordings=None), {"request_id_used": True}),
        (asked(), wrong, {"request_id_used": True}),
        (asked(), wrong := wrong._replace(blocked_phones=()), {"request_id_used": True}),
        (asked(), wrong._replace(price_per_minute=None), {}),
        (asked(), wrong, {}),
        (asked(), ACCOUNT, {}),
    ]
    codes = [code_of(request, account, **context) for request, account, context in steps]
    assert codes == ["101", "143", "140", "106", "108", "99", "124", "102", "103", None]
