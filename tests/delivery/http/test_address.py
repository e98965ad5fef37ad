"""Addresses taken apart, with the forms of IPv6 that RFC 3986 and RFC 6874 know."""

import pytest

from mock_esms.delivery.http.address import Origin, address_of


@pytest.mark.parametrize(
    ("host", "connected_to", "header"),
    [
        ("[::1]", "::1", "[::1]"),
        ("[0:0:0:0:0:0:0:1]", "0:0:0:0:0:0:0:1", "[0:0:0:0:0:0:0:1]"),
        ("[::ffff:127.0.0.1]", "::ffff:127.0.0.1", "[::ffff:127.0.0.1]"),
        ("[fe80::1%25eth0]", "fe80::1%eth0", "[fe80::1]"),
        ("[::1%25251]", "::1%251", "[::1]"),
        ("127.0.0.1", "127.0.0.1", "127.0.0.1"),
    ],
)
def test_a_zone_chooses_the_interface_and_is_told_to_no_server(host, connected_to, header):
    address = address_of(f"http://{host}:8080/cb?x=%25")
    assert address.origin == Origin("http", connected_to, 8080)
    assert (address.host_header, address.target) == (f"{header}:8080", "/cb?x=%25")
