"""Whose certificates a callback over https accepts: those of the system, and of an authority of the user's own.

The certificate and the name in it are always checked; there is no setting that switches that off.
"""

import ssl

from mock_esms.errors import UsageError


def trusting(ca: str | None, option: str = "--callback-ca") -> ssl.SSLContext | None:
    """What checks certificates where the file ``ca`` holds further authorities (PEM); None: the system's are enough.

    Raises ``UsageError``, which names ``option``, when the file cannot be read or holds no certificate.
    """
    if ca is None:
        return None
    context = trusting_the_system()
    try:
        context.load_verify_locations(cafile=ca)
    except ssl.SSLError:
        message = f"{option} {ca}: the file holds no certificate; give one or more in PEM form"
        raise UsageError(message) from None
    except OSError as error:
        message = f"{option} {ca}: the file cannot be read: {error.strerror or error}"
        raise UsageError(message) from None
    return context


def trusting_the_system() -> ssl.SSLContext:
    """What checks certificates by the system's own authorities."""
    context = ssl.create_default_context()
    context.set_alpn_protocols(["http/1.1"])
    return context
