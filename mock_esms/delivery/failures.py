"""What an exception says about an attempt: its class, a sentence, and for the doctor what is the matter."""

import errno
import ssl
from dataclasses import dataclass
from typing import Final

import aiohttp

from mock_esms.delivery.diagnosis import Diagnosis
from mock_esms.delivery.egress import EgressBlockedError
from mock_esms.model.calls import AttemptError

_PLAIN_HTTP: Final = frozenset(
    {"WRONG_VERSION_NUMBER", "HTTP_REQUEST", "PACKET_LENGTH_TOO_LONG", "RECORD_LAYER_FAILURE"}
)
"""What OpenSSL says when the first bytes of the other side are no TLS."""
_EXPIRED: Final = 10
_OTHER_NAME: Final = frozenset({62, 64})
"""OpenSSL's X509_V_ERR_… numbers: the certificate has expired; it is for another name, or for another address."""
_NO_WAY: Final = frozenset({errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EADDRNOTAVAIL, errno.EACCES})


class ConnectionLostError(aiohttp.ClientError):
    """The receiver dropped the connection after the request was sent; of a class that aiohttp does not retry on."""

    def __init__(self, kind: AttemptError, detail: str) -> None:
        """``kind`` is ``closed`` or ``reset``."""
        super().__init__(detail)
        self.kind: AttemptError = kind


class UnusableAddressError(Exception):
    """A URL that cannot be called, found on the way."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an attempt got no answer; ``trouble`` is None where nothing more can be said than ``detail`` says."""

    error: AttemptError
    detail: str
    trouble: Diagnosis | None = None


def failure_of(error: BaseException) -> Failure:  # noqa: PLR0911 - one line for each way to fail
    """The failure behind an exception of the courier's client."""
    match error:
        case aiohttp.ClientConnectorError():
            return _no_connection(error)
        case EgressBlockedError():
            return Failure("blocked", str(error), "blocked")
        case ConnectionLostError():
            return Failure(error.kind, str(error), "hung-up")
        case ssl.SSLError():  # before ValueError, which a bad certificate also is
            return Failure("tls", _text_of(error), "no-handshake")
        case UnusableAddressError() | aiohttp.InvalidURL() | ValueError():
            return Failure("bad-url", _text_of(error))
        case aiohttp.ClientResponseError():
            return Failure("bad-answer", f"the answer is not HTTP: {' '.join(error.message.split())}", "hung-up")
        case aiohttp.ClientError():
            return Failure("bad-answer", _text_of(error), "hung-up")
        case _:
            return Failure("reset", _text_of(error), "hung-up")


def _no_connection(error: aiohttp.ClientConnectorError) -> Failure:  # noqa: PLR0911 - one line for each way to fail
    """Nothing was sent, since no connection came about."""
    cause = error.os_error
    why = cause.strerror or str(cause) or "it was reset"
    detail = f"no connection to {error.host} port {error.port}: {why}"
    match error, cause:
        case aiohttp.ClientConnectorDNSError(), _:
            return Failure("dns", f"the name {error.host} cannot be resolved: {why}", "unknown-name")
        case aiohttp.ClientConnectorCertificateError(), _:
            detail = f"the certificate of {error.host} is not trusted: {error.certificate_error}"
            return Failure("tls", detail, _with_certificate(error.certificate_error))
        case aiohttp.ClientSSLError(), _:
            plain = getattr(cause, "reason", None) in _PLAIN_HTTP
            return Failure("tls", detail, "speaks-http" if plain else "no-handshake")
        case _, ConnectionResetError():
            return Failure("reset", detail, "no-handshake")
        case _, ConnectionRefusedError():
            return Failure("connection-refused", f"nobody listens on {error.host} port {error.port}", "refused")
        case _, TimeoutError():
            return Failure("timeout", detail, "no-way")
        case _:
            return Failure("connection-refused", detail, "no-way" if cause.errno in _NO_WAY else "refused")


def _with_certificate(error: Exception) -> Diagnosis:
    number = error.verify_code if isinstance(error, ssl.SSLCertVerificationError) else 0
    return "expired" if number == _EXPIRED else "other-name" if number in _OTHER_NAME else "untrusted"


def _text_of(error: BaseException) -> str:
    return str(error) or type(error).__name__
