"""The sandbox's side of a TLS connection: a certificate for this start, and a word on clients that do not trust it."""

import logging
import os
import ssl
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Final

from trustme import CA, LeafCert

from mock_esms.model.times import Instant
from mock_esms.server.tls.authority import Authority
from mock_esms.server.tls.root import SKEW, certificate_time

log: Final = logging.getLogger("mock_esms.tls")

LIFE: Final = timedelta(days=365)
"""Longer ones are refused by macOS, whoever vouches for them. Each start makes a new one."""

_MISTRUST: Final = frozenset({"UNKNOWN_CA", "CERTIFICATE_UNKNOWN", "BAD_CERTIFICATE"})
"""The last words of OpenSSL's reason when a client turned the certificate down; each TLS library has its own alert."""


def server_context(authority: Authority, hosts: Sequence[str], now: Instant) -> ssl.SSLContext:
    """A context with a new certificate for these hosts. Clients need no SNI: there is one certificate for all."""
    leaf = CA.from_pem(authority.certificate, authority.key).issue_cert(
        *hosts,
        organization_name="mock-esms",
        not_before=certificate_time(now) - SKEW,
        not_after=certificate_time(now) + LIFE,
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    _load_certificate(leaf, context)
    context.sslobject_class = _ssl_object_that_logs(authority.file)
    return context


def _load_certificate(leaf: LeafCert, context: ssl.SSLContext) -> None:
    """Load the certificate. ``ssl`` reads files only; on Linux one in memory, for there may be no writable disk."""
    if not hasattr(os, "memfd_create"):
        leaf.configure_cert(context)
        return
    descriptor = os.memfd_create("mock-esms-certificate")
    try:
        os.write(descriptor, leaf.private_key_and_cert_chain_pem.bytes())
        context.load_cert_chain(f"/proc/self/fd/{descriptor}")
    finally:
        os.close(descriptor)


def _ssl_object_that_logs(trusted: Path) -> type[ssl.SSLObject]:
    """The server's end of a handshake that says why it failed: event loops take that for the network's noise."""

    class Handshake(ssl.SSLObject):
        def do_handshake(self) -> None:
            try:
                super().do_handshake()
            except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
                raise  # it goes on when more has come
            except ssl.SSLError as error:
                log.warning("%s", failure_reason(error, trusted))
                raise

    return Handshake


def failure_reason(error: ssl.SSLError, trusted: Path) -> str:
    """What a failed handshake means, in a sentence."""
    reason = error.reason or ""
    if reason.rpartition("ALERT_")[2] in _MISTRUST:
        return f"a client does not trust the sandbox's certificate; tell it to trust {trusted} (mock-esms ca tells how)"
    if reason == "HTTP_REQUEST":
        return "a client spoke plain HTTP to the HTTPS port; write https:// in its address, or use the port of --port"
    what = reason.replace("_", " ").lower() or str(error)
    return f"an HTTPS connection failed before its request: {what}"
