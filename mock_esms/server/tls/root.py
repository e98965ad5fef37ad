"""The authority's own certificate.

Whoever has the key of an authority that a machine trusts can pretend to be any site on the web, to that machine. So
this one is limited by what browsers and TLS libraries check: it vouches for servers only, only for eSMS's hosts, for
names that nobody can own and for private addresses, and for no authority below it. trustme cannot write such limits,
hence the library beneath it.
"""

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from mock_esms.model.times import SECOND, Instant
from mock_esms.server.tls.hostnames import domains_for, networks_for

NAME: Final = "mock-esms local authority"
"""How it is called in a machine's list of authorities; four bytes of chance behind it tell two apart."""

LIFE: Final = timedelta(days=3650)
SKEW: Final = timedelta(days=1)
"""Clocks of containers and virtual machines differ a little; a certificate must not come from the future."""


def make_root(names: Sequence[str], now: Instant) -> bytes:
    """A new authority that may vouch for these names too: its key and its certificate, PEM, one after the other."""
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = _certificate(key, names, certificate_time(now))
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + certificate.public_bytes(Encoding.PEM)


def certificate_time(instant: Instant) -> datetime:
    """An instant as certificates have it: UTC."""
    return datetime.fromtimestamp(instant / SECOND, UTC)


def _certificate(key: ec.EllipticCurvePrivateKey, names: Sequence[str], now: datetime) -> x509.Certificate:
    called = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "mock-esms"),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{NAME} {secrets.token_hex(4)}"),
        ]
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(called)
        .issuer_name(called)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - SKEW)
        .not_valid_after(now + LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_to_sign_only(), critical=True)
        .add_extension(_limits(names), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    return builder.sign(key, SHA256())


def _limits(names: Sequence[str]) -> x509.NameConstraints:
    return x509.NameConstraints(
        permitted_subtrees=[*map(x509.DNSName, domains_for(names)), *map(x509.IPAddress, networks_for(names))],
        excluded_subtrees=None,
    )


def _to_sign_only() -> x509.KeyUsage:
    return x509.KeyUsage(
        key_cert_sign=True,
        crl_sign=True,
        digital_signature=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
