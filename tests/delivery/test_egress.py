import pytest

from mock_esms.config.settings import Egress
from mock_esms.delivery.egress import EgressRule
from mock_esms.errors import UsageError

ALLOWED = [
    "127.0.0.1",
    "127.255.0.3",
    "::1",
    "10.1.2.3",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "fc00::1",
    "fdff::9",
]
FORBIDDEN = [
    "8.8.8.8",
    "172.15.255.255",
    "172.32.0.1",
    "192.169.0.1",
    "169.254.169.254",
    "0.0.0.0",  # noqa: S104 - an address to be refused
    "::",
    "fe80::1",
    "fe80::1%1",
    "2001:db8::1",
    "224.0.0.1",
    "100.64.0.1",
    "::ffff:8.8.8.8",
    "64:ff9b::7f00:1",
]


@pytest.mark.parametrize("address", [*ALLOWED, "::ffff:127.0.0.1", "::ffff:10.0.0.1"])
def test_loopback_and_private_networks_are_allowed(address):
    assert EgressRule(Egress()).allows("anything", address)


@pytest.mark.parametrize("address", FORBIDDEN)
def test_everything_else_is_forbidden(address):
    assert not EgressRule(Egress()).allows("anything", address)


@pytest.mark.parametrize("pattern", ["203.0.113.0/24", "203.0.113.9", "*.example.com", "hook.EXAMPLE.com", "*"])
def test_a_network_an_address_or_a_host_glob_can_be_allowed(pattern):
    assert EgressRule(Egress(allow=(pattern,))).allows("Hook.example.com", "203.0.113.9")


@pytest.mark.parametrize("pattern", ["203.0.113.9/99", "http://example.com/", "", "203.0.113.1/24", "a.b:80"])
def test_a_pattern_that_can_never_fit_is_refused(pattern):
    with pytest.raises(UsageError, match="allow-callback"):
        EgressRule(Egress(allow=(pattern,)))


@pytest.mark.parametrize("pattern", ["203.0.113.*", "10.*", "203.0.?.9", "*.0.113.9"])
def test_a_glob_that_was_meant_for_addresses_is_refused_since_names_of_strangers_would_fit_it(pattern):
    with pytest.raises(UsageError, match="write the network"):
        EgressRule(Egress(allow=(pattern,)))


@pytest.mark.parametrize("pattern", ["*", "*.example.com", "cb-*.example.com", "hook?.7seas.example", "10.example.com"])
def test_a_glob_for_names_is_taken(pattern):
    EgressRule(Egress(allow=(pattern,)))


def test_a_callback_that_is_certain_to_be_blocked_is_known_before():
    rule = EgressRule(Egress())
    sentence = rule.blocks("http://203.0.113.9:8080/cb?x=1")
    assert sentence is not None
    assert "--allow-callback 203.0.113.9" in sentence
    assert rule.blocks("http://127.0.0.1/cb") is None
    assert rule.blocks("http://shop.example.com/cb") is None, "a name is judged when it is looked up"


@pytest.mark.parametrize(
    ("rewrite", "url", "result"),
    [
        (
            {"localhost": "host.docker.internal"},
            "http://localhost:5000/cb?a=%7E",
            "http://host.docker.internal:5000/cb?a=%7E",
        ),
        ({"localhost": "host.docker.internal"}, "http://LOCALHOST/cb", "http://host.docker.internal/cb"),
        ({"localhost": "app:9000"}, "http://localhost:5000/cb", "http://app:9000/cb"),
        ({"localhost:5000": "app:9000"}, "http://localhost:5001/cb", "http://localhost:5001/cb"),
        ({"localhost:5000": "app:9000"}, "http://user:pw@localhost:5000/", "http://user:pw@app:9000/"),
        ({"localhost": "app"}, "http://other/cb?to=localhost", "http://other/cb?to=localhost"),
        ({"localhost": "[::1]"}, "http://localhost:5000/", "http://[::1]:5000/"),
        ({"http": "app"}, "http://http/http", "http://app/http"),
        ({"[::1]:5000": "app:9000"}, "http://[::1]:5000/", "http://app:9000/"),
        ({"::1": "app"}, "http://[::1]:5000/", "http://app:5000/"),
        ({"localhost": "app"}, "http://localhost.:5000/", "http://app:5000/"),
        ({"localhost": "app"}, "http://localhost:99999/", "http://app:99999/"),
        ({"localhost": "app"}, "http://[::1/", "http://[::1/"),
        ({"localhost": "app"}, "no address", "no address"),
    ],
)
def test_a_rewrite_replaces_the_host_and_nothing_else(rewrite, url, result):
    assert EgressRule(Egress(rewrite=rewrite)).rewritten(url) == result


def test_a_rewrite_that_is_no_host_is_refused():
    with pytest.raises(UsageError, match="rewrite-callback"):
        EgressRule(Egress(rewrite={"localhost": "http://app/"}))
