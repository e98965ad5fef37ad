"""Variables that Kubernetes and docker --link set for a service whose name is that of an option's twin."""

import click
import pytest

from mock_esms.cli import main
from mock_esms.cli.environment import OptionWithTwin, is_service_link, twin
from mock_esms.cli.ready import command as ready
from tests.cli.running import Receiver, Served, environment, run

LINK = "tcp://10.0.0.1:8080"
SERVICE = {
    "MOCK_ESMS_SERVICE_HOST": "10.0.0.1",
    "MOCK_ESMS_SERVICE_PORT": "8080",
    "MOCK_ESMS_SERVICE_PORT_HTTP": "8080",
    "MOCK_ESMS_PORT": LINK,
    "MOCK_ESMS_PORT_8080_TCP": LINK,
    "MOCK_ESMS_PORT_8080_TCP_PROTO": "tcp",
    "MOCK_ESMS_PORT_8080_TCP_PORT": "8080",
    "MOCK_ESMS_PORT_8080_TCP_ADDR": "10.0.0.1",
    "MOCK_ESMS_NAME": "/shop/mock-esms",
    "MOCK_ESMS_ENV_PATH": "/usr/bin",
}
"""What Kubernetes sets for a service mock-esms, and what docker --link sets beside it."""
MENTIONED = (
    "mock-esms: MOCK_ESMS_PORT=tcp://10.0.0.1:8080 describes a service mock-esms, as Kubernetes and docker --link do, "
    "and is no setting of mock-esms: it is passed over (in Kubernetes, enableServiceLinks: false leaves it out)"
)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MOCK_ESMS_PORT", LINK),
        ("MOCK_ESMS_PORT", "tcp://[fd00::1]:8080"),
        ("MOCK_ESMS_PORT", "udp://10.0.0.1:53"),
        ("MOCK_ESMS_PORT", "sctp://10.0.0.1:3868"),
        ("MOCK_ESMS_TLS_PORT", "tcp://10.0.0.1:443"),
        ("MOCK_ESMS_TLS_NAME", "/shop/mock-esms-tls"),
    ],
)
def test_a_service_link_is_known_for_what_it_is(name, value):
    assert is_service_link(name, value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MOCK_ESMS_PORT", "8080"),
        ("MOCK_ESMS_PORT", "http"),
        ("MOCK_ESMS_PORT", "tcp:8080"),
        ("MOCK_ESMS_TLS_NAME", "shop.test"),
        ("MOCK_ESMS_STORE", "/data/calls"),
        ("MOCK_ESMS_URL", LINK),
    ],
)
def test_what_somebody_set_for_mock_esms_is_no_service_link(name, value):
    assert not is_service_link(name, value)


def test_a_sandbox_starts_beside_a_service_of_its_name_and_mentions_it_once():
    done = run("serve", "--config", "none.yaml", env=environment(**SERVICE))
    assert done.stderr.splitlines()[0] == MENTIONED
    assert "none.yaml" in done.stderr.splitlines()[1], "the port was no mistake"
    more = environment(**SERVICE, MOCK_ESMS_TLS_PORT="tcp://10.0.0.2:443", MOCK_ESMS_TLS_NAME="/shop/mock-esms-tls")
    with Served(env=more) as served:
        assert [served.err.next().split("=")[0] for _ in range(2)] == [
            "mock-esms: MOCK_ESMS_TLS_PORT",
            "mock-esms: MOCK_ESMS_TLS_NAME",
        ]


@pytest.mark.parametrize("args", [("ready", "--timeout", "0"), ("call", "0901888484"), ("tail",)])
def test_whoever_looks_for_a_sandbox_looks_where_it_would_without_the_service(args, monkeypatch, capsys):
    for name, value in SERVICE.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("mock_esms.cli.client.DEFAULT_PORT", 1)
    with pytest.raises(SystemExit) as ended:
        main(list(args))
    assert ended.value.code in {1, 2}
    mentioned, sentence = capsys.readouterr().err.splitlines()
    assert mentioned == MENTIONED
    assert "nothing listens at http://127.0.0.1:1;" in sentence


def test_an_address_that_was_given_needs_no_word_about_the_service():
    with Served(env=environment(**SERVICE)) as served:
        done = run("ready", "--url", served.url, env=environment(**SERVICE))
        assert (done.returncode, done.stderr) == (0, "")
        assert "MOCK_ESMS_PORT" not in served.err.next()


def test_a_check_and_the_authority_are_not_disturbed_by_a_service(tmp_path):
    with Receiver() as receiver:
        done = run("check", receiver.url, "--only", "answered", env=environment(**SERVICE))
    assert (done.returncode, done.stderr) == (0, "")
    link = environment(**SERVICE, MOCK_ESMS_TLS_NAME="/shop/mock-esms-tls")
    done = run("ca", "--ca-dir", str(tmp_path), env=link)
    assert done.returncode == 0
    assert "MOCK_ESMS_TLS_NAME=/shop/mock-esms-tls describes a service mock-esms-tls," in done.stderr


def test_spaces_around_a_port_count_for_no_command():
    with Served(env=environment(MOCK_ESMS_PORT=" 0 ")) as served:
        port = served.url.rpartition(":")[2]
        assert run("ready", env=environment(MOCK_ESMS_PORT=f" {port} ")).returncode == 0


def test_every_twin_of_every_command_passes_service_links_over():
    context = click.Context(main)
    commands = [main.get_command(context, name) for name in main.list_commands(context)]
    commands += [each for group in commands if isinstance(group, click.Group) for each in group.commands.values()]
    options = [param for command in commands if command is not None for param in command.params if param.envvar]
    assert len(options) > 20
    assert [option.name for option in options if not isinstance(option, OptionWithTwin)] == []
    assert twin("--port") in {option.envvar for option in options}
    assert ready in commands
