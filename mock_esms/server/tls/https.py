"""HTTPS for one start. What makes certificates is imported here, by whoever wants HTTPS and by nobody else."""

import os
import shlex
import ssl
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mock_esms.errors import UsageError
from mock_esms.model.times import Instant
from mock_esms.server.tls.hostnames import Tls

if TYPE_CHECKING:
    from mock_esms.server.tls.authority import Authority


class Https(NamedTuple):
    """What a server needs to speak HTTPS, and the file that its clients are told to trust."""

    context: ssl.SSLContext
    ca_file: Path


def open_https(tls: Tls, now: Instant) -> Https:
    """The local authority, made now if there is none, and a certificate of it for this start.

    Raises ``UsageError``: the extra ``tls`` is not installed, or the authority cannot be used.
    """
    authority = _authority(tls, now)
    from mock_esms.server.tls.server_context import server_context  # noqa: PLC0415 - heavy

    return Https(server_context(authority, tls.hosts, now), authority.file)


def ca_file(tls: Tls, now: Instant) -> Path:
    """The file that clients are told to trust; the authority is made now if there is none. Raises as ``open_https``."""
    return _authority(tls, now).file


def _authority(tls: Tls, now: Instant) -> "Authority":
    try:
        import trustme  # noqa: F401, PLC0415 - only to see whether it is there
    except ImportError:
        pip = shlex.join((sys.executable, "-m", "pip", "install", "trustme"))
        message = f"HTTPS needs the package trustme (the extra tls), which is not installed here; install it: {pip}"
        raise UsageError(message) from None
    from mock_esms.server.tls.authority import open_authority  # noqa: PLC0415 - heavy

    return open_authority(tls.ca_dir or _users_folder(), tls.hosts, now)


def _users_folder() -> Path:
    """Where this user's programs keep what is theirs."""
    try:
        if os.name == "nt":
            base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
        elif sys.platform == "darwin":
            base = Path.home() / "Library" / "Application Support"
        else:
            base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    except RuntimeError:
        message = "this user has no home folder to keep the local authority in; name a folder with --ca-dir"
        raise UsageError(message) from None
    return base / "mock-esms"
