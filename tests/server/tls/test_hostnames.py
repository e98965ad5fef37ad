from ipaddress import ip_network

import pytest

from mock_esms.server.tls import HOSTS, Tls, read_name
from mock_esms.server.tls.hostnames import DOMAINS, NETWORKS, domains_for, names_outside, networks_for


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("esms.shop.test", "esms.shop.test"),
        ("Esms.Shop.TEST", "esms.shop.test"),
        ("mock-esms", "mock-esms"),
        ("*.shop.test", "*.shop.test"),
        ("cửa-hàng.test", "xn--ca-hng-lta4562d.test"),
        ("10.0.0.7", "10.0.0.7"),
        ("[::1]", "::1"),
        ("FD00::0001", "fd00::1"),
    ],
)
def test_names_and_addresses_are_read_as_certificates_write_them(text, name):
    assert read_name(text) == name


@pytest.mark.parametrize(
    "text", ["", "https://shop.test", "shop.test:8443", "shop.test/", "a b", "-a", "a..b", "*.*.a", "a" * 64, "me@shop"]
)
def test_what_is_no_host_name_is_refused_with_a_right_one(text):
    with pytest.raises(ValueError, match=r"is no host name; write it as in an address.*esms\.shop\.test"):
        read_name(text)


def test_a_certificate_is_for_the_hosts_of_esms_and_this_machine_and_then_for_further_names():
    assert Tls(names=("shop.test", "localhost")).hosts == (*HOSTS, "shop.test")
    assert {"voiceapi.esms.vn", "rest.esms.vn", "status-sms.esms.vn", "localhost", "127.0.0.1", "::1"} == set(HOSTS)


def test_an_authority_may_vouch_for_what_nobody_can_own_and_for_the_names_of_its_beginning_only():
    wanted = (*HOSTS, "shop.test", "*.shop.example.com", "esms", "203.0.113.7")
    assert domains_for(wanted) == (*DOMAINS, "shop.example.com", "esms")
    assert networks_for(wanted) == (*NETWORKS, ip_network("203.0.113.7/32"))


def test_names_beyond_the_limits_are_found_also_where_they_only_look_like_a_domain_within():
    names = (
        *("voiceapi.esms.vn", "a.b.test", "localhost", "10.1.2.3", "fd00::7"),
        *("evil-esms.vn", "esms.vn.example.com", "vn", "test.com", "11.0.0.1", "2001:db8::1"),
    )
    found = list(names_outside(names, DOMAINS, NETWORKS))
    assert found == ["evil-esms.vn", "esms.vn.example.com", "vn", "test.com", "11.0.0.1", "2001:db8::1"]
