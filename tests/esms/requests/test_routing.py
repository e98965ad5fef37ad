import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_esms.esms.inquiries.status_operations import GET_BALANCE, GET_BALANCE_JSON, GET_SEND_STATUS_REST
from mock_esms.esms.messages.sms_operations import SEND_VOICE_JSON
from mock_esms.esms.requests.query_string import parse_query
from mock_esms.esms.requests.routing import OperationPath, Route, find_route, read_path, select_operation
from mock_esms.esms.voice.voice_operations import GET_SEND_STATUS

ROOT = "/MainService.svc/json"
POST_PATH = f"{ROOT}/SendMultipleMessage_V4_post_json"


def operation_of(method, path, host="127.0.0.1:8080", query=""):
    return select_operation(find_route(method, path).operations, host, parse_query(query))


@pytest.mark.parametrize(
    ("method", "path", "error", "allow"),
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
def test_slash_and_method_decide_as_in_wcf(method, path, error, allow):
    route = find_route(method, path)
    assert (route.error, route.allow) == (error, allow)
    assert (route.operations == ()) == (error == "not-found")


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
    assert operation_of("GET", f"{ROOT}/GetSendStatus", host, query) is operation


def test_what_stands_in_the_address_is_given_and_its_secret_is_not_shown():
    route = find_route("GET", f"{ROOT}/GetBalance/k%20y/s")
    assert route == Route(path=f"{ROOT}/GetBalance/k%20y/***", operations=(GET_BALANCE,), segments=("k y", "s"))


@pytest.mark.parametrize("path", ["GetBalance/k/hush", "getbalance/k/hush/", "GetBalance/k/hu/sh", "GETBALANCE//hush"])
def test_a_secret_in_an_address_is_never_shown_even_when_the_address_is_wrong(path):
    shown = find_route("GET", f"{ROOT}/{path}").path
    assert "hu" not in shown.lower().replace("hush", "hu") or "***" in shown
    assert "hush" not in shown
    assert "/sh" not in shown


def test_a_method_that_is_wrong_still_names_the_operation_that_was_meant():
    assert SEND_VOICE_JSON in find_route("GET", f"{POST_PATH}/").operations
    assert find_route("DELETE", f"{ROOT}/GetBalance_json").operations == (GET_BALANCE_JSON,)


@pytest.mark.parametrize(
    ("path", "operation", "slash"),
    [
        ("/MainService.svc/json/MakeCallRecord_V2", "MakeCallRecord_V2", False),
        ("/mainservice.SVC/JSON/makecallrecord_v2", "makecallrecord_v2", False),
        ("/MainService.svc/json/MakeCallRecord_V2/", "MakeCallRecord_V2", True),
        ("/MainService.svc/json/%4DakeCallRecord_V2", "MakeCallRecord_V2", False),
    ],
)
def test_a_path_names_its_operation_in_any_case(path, operation, slash):
    assert read_path(path) == OperationPath(operation=operation, slash=slash)


@pytest.mark.parametrize(
    ("path", "segments", "slash"),
    [
        ("/MainService.svc/json/GetBalance/key/secret", ("key", "secret"), False),
        ("/MainService.svc/json/GetBalance/key/secret/", ("key", "secret"), True),
        ("/MainService.svc/json/GetBalance//secret", ("", "secret"), False),
    ],
)
def test_what_stands_behind_an_operation_is_its_segments(path, segments, slash):
    assert read_path(path) == OperationPath(operation="GetBalance", slash=slash, segments=segments)


@pytest.mark.parametrize(
    "path", ["", "/", "/MainService.svc", "/MainService.svc/json", "/MainService.svc/json/", "/json/MakeCallRecord_V2"]
)
def test_another_path_names_no_operation(path):
    assert read_path(path) is None


@given(st.text(), st.text())
def test_no_address_makes_routing_raise(path, host):
    find_route("GET", path)
    find_route("POST", f"{ROOT}/{path}")
    operation_of("GET", f"{ROOT}/GetSendStatus", host, path)


@given(st.text(st.characters(exclude_categories=())))
def test_no_path_makes_reading_it_raise(path):
    read_path(path)
    read_path(f"/MainService.svc/json/{path}")
