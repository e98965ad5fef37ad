import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_esms.cli.client import ControlClient, ServerSentEvent, UnreachableError, default_url, server_sent_events
from mock_esms.errors import UsageError
from tests.cli.running import answering


def test_events_are_read_and_comments_are_skipped():
    stream = (
        ': connected\n\nid: 7\nevent: call\ndata: {"at": "now"}\n\n: still here\n\nid: 8\nevent: reset\ndata: {}\n\n'
    )
    assert list(server_sent_events(iter(stream.splitlines(keepends=True)))) == [
        ServerSentEvent(7, "call", {"at": "now"}),
        ServerSentEvent(8, "reset", {}),
    ]


def test_an_event_that_was_cut_off_is_no_event():
    assert list(server_sent_events(iter(["id: 7\n", "event: call\n", 'data: {"at": 1}\n']))) == []


@given(st.lists(st.tuples(st.integers(0, 10**9), st.text(st.characters(codec="utf-8", exclude_categories=["Cc"])))))
def test_whatever_is_written_as_an_event_is_read_as_it_was(events):
    text = "".join(f"id: {number}\nevent: call\ndata: {json.dumps({'x': value})}\n\n" for number, value in events)
    read = [(frame.id, frame.data["x"]) for frame in server_sent_events(iter(text.splitlines(keepends=True)))]
    assert read == events


@pytest.mark.parametrize(
    "url", ["", "127.0.0.1:8080", "ftp://x", "http://", "http://x:port", "http://x:0", "http://x?y", "http://[::1"]
)
def test_what_is_no_address_is_refused(url):
    with pytest.raises(UsageError, match="is no address of a sandbox"):
        ControlClient(url)


@pytest.mark.parametrize(
    ("host", "port", "url"),
    [
        (None, None, "http://127.0.0.1:8080"),
        ("0.0.0.0", "9090", "http://127.0.0.1:9090"),  # noqa: S104 - what a container says
        ("::", None, "http://[::1]:8080"),
        ("esms.test", "80", "http://esms.test:80"),
    ],
)
def test_the_sandbox_is_where_the_environment_makes_serve_listen(monkeypatch, host, port, url):
    for name, value in (("MOCK_ESMS_HOST", host), ("MOCK_ESMS_PORT", port)):
        if value is None:
            monkeypatch.delenv(name, raising=False)
        else:
            monkeypatch.setenv(name, value)
    assert default_url() == url


def test_no_proxy_comes_between_this_machine_and_itself(monkeypatch):
    monkeypatch.setenv("http_proxy", "http://192.0.2.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    with answering([("application/json", b'{"status": "ok"}')]) as (url, _):
        assert ControlClient(url).control("/_mock/health") == {"status": "ok"}


def test_the_token_is_sent_as_the_control_api_wants_it():
    with answering([("application/json", b"{}")]) as (url, requests):
        ControlClient(url, "t").control("/_mock/clock")
    assert requests[0]["Authorization"] == "Bearer t"


def test_a_server_that_talks_something_else_is_no_sandbox():
    with answering([("text/html", b"hello"), ("text/html", b"hello")]) as (url, _):
        with pytest.raises(UnreachableError, match="is no mock-esms"):
            ControlClient(url).control("/_mock/clock")
        with pytest.raises(UnreachableError, match="is no mock-esms"):
            ControlClient(url).events()
