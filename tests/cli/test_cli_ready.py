import socket

import pytest

from tests.cli.running import Served, answering, environment, run


@pytest.fixture
def nothing():
    """An address at which nothing listens: its port was free a moment ago, and stays bound without listening."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{bound.getsockname()[1]}"


def test_a_sandbox_that_answers_is_ready():
    with Served() as served:
        done = run("ready", "--url", served.url, "--timeout", "0")
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_it_needs_no_token():
    with Served("--control-token", "t") as served:
        assert run("ready", "--url", served.url).returncode == 0


def test_where_nothing_listens_it_ends_with_1_and_a_sentence(nothing):
    done = run("ready", "--url", nothing, "--timeout", "200ms")
    assert done.returncode == 1
    assert done.stderr == (
        f"mock-esms: not ready: nothing listens at {nothing}; "
        "start a sandbox with `mock-esms serve`, or name another with --url\n"
    )


def test_another_server_is_no_sandbox():
    with answering([("text/plain", b"hello")] * 9) as (url, _):
        done = run("ready", "--url", url, "--timeout", "0")
    assert done.returncode == 1
    assert "is no mock-esms" in done.stderr


def test_a_server_that_never_answers_is_not_waited_for_longer_than_the_timeout():
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        done = run("ready", "--url", f"http://127.0.0.1:{silent.getsockname()[1]}", "--timeout", "300ms")
    assert done.returncode == 1
    assert "does not answer" in done.stderr


def test_it_asks_where_the_environment_makes_serve_listen():
    with Served() as served:
        port = served.url.rpartition(":")[2]
        everywhere = environment(MOCK_ESMS_PORT=port, MOCK_ESMS_HOST="0.0.0.0")  # noqa: S104 - as in a container
        assert run("ready", "--timeout", "0", env=everywhere).returncode == 0


def test_the_address_may_come_from_the_environment():
    with Served() as served:
        assert run("ready", "--timeout", "0", env=environment(MOCK_ESMS_URL=served.url)).returncode == 0


def test_a_port_of_the_environment_that_tells_nothing_is_a_mistake():
    done = run("ready", env=environment(MOCK_ESMS_PORT="0"))
    assert done.returncode == 2
    assert "MOCK_ESMS_PORT is '0'" in done.stderr
