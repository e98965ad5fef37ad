import ssl
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509

from mock_esms.clock.clock import wall_instant
from mock_esms.server.tls import HOSTS, Tls, open_https
from mock_esms.server.tls.authority import open_authority
from mock_esms.server.tls.server_context import server_context


def trusting(ca_file: Path) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=ca_file)
    context.verify_flags |= ssl.VERIFY_X509_STRICT  # the default from Python 3.13 on
    return context


def handshake(context: ssl.SSLContext, server: ssl.SSLContext, name: str | None) -> ssl.SSLObject:
    """Both ends of one connection in memory; gives the client's."""
    to_client, to_server = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = context.wrap_bio(to_client, to_server, server_hostname=name)
    ours = server.wrap_bio(to_server, to_client, server_side=True)
    for end in (client, ours, client, ours):
        with suppress(ssl.SSLWantReadError):
            end.do_handshake()
    return client


@pytest.mark.parametrize("name", [*HOSTS, "shop.test", "a.b.example.com"])
def test_every_name_has_a_certificate_that_a_strict_client_accepts(tmp_path, name):
    https = open_https(Tls(ca_dir=tmp_path, names=("shop.test", "*.b.example.com")), wall_instant())
    assert handshake(trusting(https.ca_file), https.context, name).getpeercert()


def test_another_name_is_not_accepted(tmp_path):
    https = open_https(Tls(ca_dir=tmp_path), wall_instant())
    with pytest.raises(ssl.SSLCertVerificationError, match=r"not valid for 'api\.example\.com'"):
        handshake(trusting(https.ca_file), https.context, "api.example.com")


def test_clients_refuse_what_a_thief_of_the_key_signs_for_a_bank(tmp_path):
    authority = open_authority(tmp_path, HOSTS, wall_instant())
    stolen = server_context(authority, ("bank.example.com",), wall_instant())
    with pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree violation"):
        handshake(trusting(authority.file), stolen, "bank.example.com")


def test_a_client_without_sni_gets_the_certificate_too(tmp_path):
    https = open_https(Tls(ca_dir=tmp_path), wall_instant())
    context = trusting(https.ca_file)
    context.check_hostname = False
    assert handshake(context, https.context, None).getpeercert()


def test_each_start_has_a_certificate_of_its_own_that_every_system_finds_short_enough(tmp_path):
    serials = set()
    for _ in range(2):
        https = open_https(Tls(ca_dir=tmp_path), wall_instant())
        client = handshake(trusting(https.ca_file), https.context, "localhost")
        certificate = x509.load_der_x509_certificate(client.getpeercert(binary_form=True) or b"")
        serials.add(certificate.serial_number)
        assert certificate.not_valid_after_utc - certificate.not_valid_before_utc < timedelta(days=398)
    assert len(serials) == 2


def test_a_client_that_does_not_trust_the_certificate_is_told_of_with_the_file_that_it_must_trust(tmp_path, caplog):
    https = open_https(Tls(ca_dir=tmp_path), wall_instant())
    to_client, to_server = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = ssl.create_default_context().wrap_bio(to_client, to_server, server_hostname="localhost")
    server = https.context.wrap_bio(to_server, to_client, server_side=True)
    for end, error in (
        (client, ssl.SSLWantReadError),
        (server, ssl.SSLWantReadError),
        (client, ssl.SSLCertVerificationError),
        (server, ssl.SSLError),
    ):
        with pytest.raises(error):
            end.do_handshake()
    assert caplog.messages == [
        f"a client does not trust the sandbox's certificate; tell it to trust {https.ca_file} (mock-esms ca tells how)"
    ]


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        (b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "a client spoke plain HTTP to the HTTPS port; write https://"),
        (b"hello, is anybody there?\r\n", "an HTTPS connection failed before its request: "),
    ],
    ids=["http", "garbage"],
)
def test_what_is_no_tls_is_told_for_what_it_is(tmp_path, caplog, sent, told):
    https = open_https(Tls(ca_dir=tmp_path), wall_instant())
    to_server = ssl.MemoryBIO()
    to_server.write(sent)
    with pytest.raises(ssl.SSLError):
        https.context.wrap_bio(to_server, ssl.MemoryBIO(), server_side=True).do_handshake()
    assert len(caplog.messages) == 1
    assert caplog.messages[0].startswith(told)
