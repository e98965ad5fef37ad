"""Where the authority lies: ``authority.pem`` (its key and its certificate) and ``ca.pem`` (for clients).

One file holds both halves, so that they cannot be of two authorities. It appears whole or not at all, and of several
sandboxes that start at once the first makes it and the others find it.
"""

import logging
import os
import stat
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from ipaddress import ip_network
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from cryptography.x509 import (
    Certificate,
    DNSName,
    ExtensionNotFound,
    IPAddress,
    NameConstraints,
    load_pem_x509_certificate,
)

from mock_esms.errors import UsageError
from mock_esms.model.times import Instant
from mock_esms.server.tls.hostnames import names_outside
from mock_esms.server.tls.root import certificate_time, make_root

KEY_FILE: Final = "authority.pem"
FOR_CLIENTS: Final = "ca.pem"

log: Final = logging.getLogger("mock_esms.tls")


@dataclass(frozen=True, slots=True)
class Authority:
    """A local authority: its key and certificate (PEM), and the file that clients are told to trust."""

    key: bytes = field(repr=False)
    certificate: bytes
    file: Path


def open_authority(folder: Path, names: Sequence[str], now: Instant) -> Authority:
    """The authority in the folder, made now if there is none; ``names`` are those that it must be able to vouch for.

    Raises ``UsageError``: the folder cannot be used; the authority is damaged, has expired, may not vouch for a name.
    """
    file = folder / KEY_FILE
    try:
        if not file.exists():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _create_once(make_root(names, now), file)
        text = file.read_bytes()
        _warn_of_readers(file)
    except OSError as error:
        message = (
            f"the local authority cannot be kept in {folder}: {error.strerror or error}; "
            "name a folder that can be written with --ca-dir"
        )
        raise UsageError(message) from None
    key, certificate = _key_and_certificate(text, file)
    _refuse_unusable(certificate, names, now, file)
    return Authority(key, _pem(certificate), _write_for_clients(_pem(certificate), folder / FOR_CLIENTS))


def _create_once(text: bytes, path: Path) -> None:
    """Let the whole file appear, readable for this user only, unless another sandbox was first."""
    temporary = _temporary_file(text, path.parent)
    try:
        with suppress(FileExistsError):
            os.link(temporary, path)
    finally:
        temporary.unlink()


def _write_for_clients(certificate: bytes, path: Path) -> Path:
    """The certificate alone, which everybody may read; written where it is missing or another one's."""
    try:
        if not path.exists() or path.read_bytes() != certificate:
            temporary = _temporary_file(certificate, path.parent)
            temporary.chmod(0o644)
            temporary.replace(path)
    except OSError as error:
        message = f"the authority's certificate cannot be written to {path}: {error.strerror or error}; see --ca-dir"
        raise UsageError(message) from None
    return path.absolute()


def _temporary_file(text: bytes, folder: Path) -> Path:
    """A new file of this text in the folder; ``mkstemp`` lets nobody else read it."""
    descriptor, name = tempfile.mkstemp(prefix=".new-", suffix=".pem", dir=folder)
    with os.fdopen(descriptor, "wb") as file:
        file.write(text)
    return Path(name)


def _warn_of_readers(file: Path) -> None:
    if os.name == "posix" and file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        log.warning(
            "%s holds the key of an authority that clients trust, and others than its owner may read it; "
            "mend it with: chmod 600 %s",
            file,
            file,
        )


def _key_and_certificate(text: bytes, file: Path) -> tuple[bytes, Certificate]:
    try:
        key = load_pem_private_key(text, password=None)
        certificate = load_pem_x509_certificate(text)
        if isinstance(key, EllipticCurvePrivateKey | RSAPrivateKey) and key.public_key() == certificate.public_key():
            return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), certificate
        what = "its key is not that of its certificate"
    except (ValueError, TypeError):  # TypeError: the key is encrypted
        what = "a key and its certificate cannot be read from it"
    message = f"{file} is damaged: {what}; {_how_to_renew(file)}"
    raise UsageError(message)


def _refuse_unusable(certificate: Certificate, names: Sequence[str], now: Instant, file: Path) -> None:
    end = certificate.not_valid_after_utc
    if end <= certificate_time(now):
        message = f"the local authority in {file} expired on {end:%Y-%m-%d}; {_how_to_renew(file)}"
        raise UsageError(message)
    try:
        limits = certificate.extensions.get_extension_for_class(NameConstraints).value
    except ExtensionNotFound:
        return  # an authority that somebody put there: it may vouch for any name
    permitted = limits.permitted_subtrees or ()
    domains = [name.value for name in permitted if isinstance(name, DNSName)]
    networks = [ip_network(str(name.value)) for name in permitted if isinstance(name, IPAddress)]
    refused = ", ".join(names_outside(names, domains, networks))
    if refused:
        message = f"the local authority in {file} may not vouch for {refused}; {_how_to_renew(file)}"
        raise UsageError(message)


def _how_to_renew(file: Path) -> str:
    return f"remove {file} and start again: a new one is made, which clients must be told to trust (mock-esms ca)"


def _pem(certificate: Certificate) -> bytes:
    return certificate.public_bytes(Encoding.PEM)
