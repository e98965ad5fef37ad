"""What ends an attempt without an answer: its class of error, a sentence, and for the advice what is the matter."""

import errno
import os
import ssl
from typing import Final, NamedTuple

from mock_esms.delivery.diagnosis import Diagnosis
from mock_esms.delivery.egress import EgressBlockedError
from mock_esms.model.callback import AttemptError

_PLAIN_HTTP: Final = frozenset(
    {"WRONG_VERSION_NUMBER", "HTTP_REQUEST", "PACKET_LENGTH_TOO_LONG", "RECORD_LAYER_FAILURE"}
)
"""What OpenSSL says when the first bytes of the other side are no TLS."""
_CERTIFICATE_WANTED: Final = frozenset({"TLSV13_ALERT_CERTIFICATE_REQUIRED", "TLSV1_ALERT_CERTIFICATE_REQUIRED"})
_EXPIRED: Final = 10
_OTHER_NAME: Final = frozenset({62, 64})
"""OpenSSL's X509_V_ERR_… numbers: the certificate has expired; it is for another name, or for another address."""
_NO_WAY: Final = frozenset({errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EADDRNOTAVAIL, errno.EACCES})
_NO_DESCRIPTORS: Final = frozenset({errno.EMFILE, errno.ENFILE})


class Failure(NamedTuple):
    """Why an attempt got no answer; ``diagnosis`` is None where nothing more can be said than ``detail`` says."""

    error: AttemptError
    detail: str
    diagnosis: Diagnosis | None = None


class AttemptFailedError(Exception):
    """An attempt has failed before there was an answer."""

    def __init__(self, failure: Failure) -> None:
        """As ``failure`` says."""
        super().__init__(failure.detail)
        self.failure = failure


class UnusableAddressError(Exception):
    """A URL that cannot be called, found on the way."""


def failure_of(error: Exception) -> Failure:
    """The failure behind an exception of the sender."""
    match error:
        case AttemptFailedError():
            return error.failure
        case EgressBlockedError():
            return Failure("blocked", str(error), "blocked")
        case OSError():
            return Failure("reset", _why(error), "hung-up")
        case UnusableAddressError() | ValueError():
            return Failure("bad-url", str(error) or type(error).__name__)
        case _:
            name = f"{type(error).__module__}.{type(error).__qualname__}"
            detail = (
                f"an error that nobody thought of, {name}: {error}; if no tool has patched sockets, please report it"
            )
            return Failure("bad-answer", detail)


def unknown_name(host: str, error: OSError | None) -> Failure:
    """The look-up of a name gave no address."""
    why = "it has no address" if error is None else error.strerror or str(error)
    return Failure("dns", f"the name {host} cannot be resolved: {why}", "unknown-name")


def no_connection(host: str, port: int, error: OSError) -> Failure:
    """No TCP connection came about."""
    detail = f"no connection to {host} port {port}: {_why(error)}"
    if isinstance(error, ConnectionRefusedError):
        return Failure("connection-refused", f"nobody listens on {host} port {port}", "refused")
    if isinstance(error, ConnectionResetError):
        return Failure("reset", detail, "hung-up")
    if isinstance(error, TimeoutError):
        return Failure("timeout", detail, "no-way")
    if error.errno in _NO_DESCRIPTORS:
        return Failure("connection-refused", detail, "no-descriptors")
    return Failure("connection-refused", detail, "no-way" if error.errno in _NO_WAY else "refused")


def no_tls(host: str, port: int, error: OSError) -> Failure:
    """A connection came about, and no TLS on it."""
    detail = f"no connection to {host} port {port}: {_why(error)}"
    match error:
        case ssl.SSLCertVerificationError():
            detail = f"the certificate of {host} is not trusted: {error}"
            return Failure("tls", detail, _with_certificate(error))
        case ssl.SSLError():
            return Failure("tls", detail, "speaks-http" if error.reason in _PLAIN_HTTP else _after_alert(error))
        case ConnectionAbortedError():
            return Failure("timeout", detail, "no-handshake")
        case _:
            return Failure("reset", detail, "no-handshake")


def lost_connection(error: Exception | None, *, began: bool, reused: bool) -> Failure:
    """The connection was lost before a head had come: by ``error``, or closed in good order.

    ``began`` tells that a part of the head has come, ``reused`` that the connection had been used before.
    """
    where = " (it was kept open since the request before)" if reused and not began else ""
    if isinstance(error, ssl.SSLError):
        return Failure("tls", f"the receiver ended the TLS connection: {_why(error)}{where}", _after_alert(error))
    if error is not None:
        why = _why(error) if isinstance(error, OSError) else str(error) or type(error).__name__
        return Failure("reset", f"the receiver reset the connection ({why}){where}", "hung-up")
    how = "in the middle of the head of its answer" if began else "without an answer"
    return Failure("closed", f"the receiver closed the connection {how}{where}", "hung-up")


def _with_certificate(error: ssl.SSLCertVerificationError) -> Diagnosis:
    number = error.verify_code
    return "expired" if number == _EXPIRED else "other-name" if number in _OTHER_NAME else "untrusted"


def _after_alert(error: ssl.SSLError) -> Diagnosis:
    return "wants-certificate" if error.reason in _CERTIFICATE_WANTED else "no-handshake"


def _why(error: OSError) -> str:
    if isinstance(error, ssl.SSLError):
        return error.strerror or str(error)
    if error.errno is not None and error.errno > 0:
        return os.strerror(error.errno)  # asyncio's own words repeat the address in Python's notation
    return error.strerror or str(error) or "it was reset"
