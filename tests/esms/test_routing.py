import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_esms.esms.operations import (
    GET_BALANCE,
    GET_BALANCE_JSON,
    GET_SEND_STATUS,
    GET_SEND_STATUS_REST,
    SEND_MESSAGE_POST,
)
from mock_esms.esms.query_string import parse_query
from mock_esms.esms.routing import Route, route

ROOT = "/MainService.svc/json"
POST_PATH = f"{ROOT}/SendMultipleMessage_V4_post_json"


def way(method, path, host="127.0.0.1:8080", query=""):
    return route(method, path, host, parse_query(query))


@pytest.mark.parametrize(
    ("method", "path", "astray", "allow"),
    [
        ("GET", f"{ROOT}/MakeCallRecord_V2", None, ""),
        ("GET", f"{ROOT}/MakeCallRecord_V2/", "not-found", ""),
        ("POST", f"{ROOT}/MakeCallRecord_V2", "method-not-allowed", "GET"),
        ("POST", f"{ROOT}/MakeCallRecord_V2/", "not-found", ""),
        ("GET", f"{ROOT}/MakeCallRecord_V2/more", "not-found", ""),
        ("POST", f"{POST_PATH}/", None, ""),
        ("POST", POST_PATH, "slash-missing", ""),
        ("POST", POST_PATH.upper(), "slash-missing", ""),
        ("POST", f"{POST_PATH}//", "not-found", ""),
        ("GET", POST_PATH, "not-found", ""),
        ("GET", f"{POST_PATH}/", "method-not-allowed", "POST"),
        ("HEAD", f"{POST_PATH}/", "method-not-allowed", "POST"),
        ("POST", f"{ROOT}/GetBalance_json", None, ""),
        ("POST", f"{ROOT}/getbalance_JSON/", None, ""),
        ("GET", f"{ROOT}/GetBalance_json", "method-not-allowed", "POST"),
        ("GET", f"{ROOT}/GetBalance/k/s", None, ""),
        ("GET", f"{ROOT}/GetBalance/k/s/", "not-found", ""),
        ("GET", f"{ROOT}/GetBalance/k/", "not-found", ""),
        ("GET", f"{ROOT}/GetBalance//s", "not-found", ""),
        ("GET", f"{ROOT}/GetBalance", "not-found", ""),
        ("POST", f"{ROOT}/GetBalance/k/s", "method-not-allowed", "GET"),
        ("GET", f"{ROOT}/NoSuchOperation", "not-found", ""),
        ("GET", "/elsewhere", "not-found", ""),
    ],
)
def test_slash_and_method_decide_as_in_wcf(method, path, astray, allow):
    found = way(method, path)
    assert (found.astray, found.allow) == (astray, allow)
    assert (found.operation is None) == (astray == "not-found")


@pytest.mark.parametrize(
    ("host", "query", "operation"),
    [
        ("voiceapi.esms.vn", "RefId=a", GET_SEND_STATUS),
        ("VOICEAPI.esms.vn:80", "", GET_SEND_STATUS),
        ("rest.esms.vn", "ReferenceId=a", GET_SEND_STATUS_REST),
        ("localhost:8080", "ReferenceId=a", GET_SEND_STATUS),
        ("localhost:8080", "refid=a", GET_SEND_STATUS_REST),
        ("localhost:8080", "ReferenceId=a&RefId=b", GET_SEND_STATUS),
        ("localhost:8080", "ApiKey=a", GET_SEND_STATUS),
        ("voiceapi.esms.vn.example.com", "RefId=a", GET_SEND_STATUS_REST),
    ],
)
def test_of_two_operations_with_one_name_the_host_decides_and_else_the_parameter(host, query, operation):
    assert way("GET", f"{ROOT}/GetSendStatus", host, query).operation is operation


def test_what_stands_in_the_address_is_given_and_its_secret_is_not_shown():
    assert way("GET", f"{ROOT}/GetBalance/k%20y/s") == Route(f"{ROOT}/GetBalance/k%20y/***", GET_BALANCE, ("k y", "s"))


@pytest.mark.parametrize("path", ["GetBalance/k/hush", "getbalance/k/hush/", "GetBalance/k/hu/sh", "GETBALANCE//hush"])
def test_a_secret_in_an_address_is_never_shown_even_when_the_address_is_wrong(path):
    shown = way("GET", f"{ROOT}/{path}").path
    assert "hu" not in shown.lower().replace("hush", "hu") or "***" in shown
    assert "hush" not in shown
    assert "/sh" not in shown


def test_a_method_that_is_wrong_still_names_the_operation_that_was_meant():
    assert way("GET", f"{POST_PATH}/").operation is SEND_MESSAGE_POST
    assert way("DELETE", f"{ROOT}/GetBalance_json").operation is GET_BALANCE_JSON


@given(st.text(), st.text())
def test_no_address_makes_route_raise(path, host):
    way("GET", path, host)
    way("POST", f"{ROOT}/{path}", host, path)
