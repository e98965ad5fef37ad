"""Fixtures that several test files share."""

import logging
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# The same examples on every machine, and nothing that measures time: a test fails for everyone or for nobody.
untimed = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("same-everywhere", untimed, derandomize=True, max_examples=40)
settings.register_profile("soak", untimed, max_examples=5_000)
settings.load_profile("same-everywhere")

# A shell that starts a job in the background lets it ignore Ctrl-C, and so would every program that a test starts.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    """A command that runs inside of a test sets logging up for itself; the next test finds it as it was."""
    ours, root = logging.getLogger("mock_esms"), logging.getLogger()
    levels, handlers = (ours.level, root.level), root.handlers[:]
    yield
    ours.setLevel(levels[0])
    root.setLevel(levels[1])
    for handler in root.handlers[:]:
        if handler not in handlers and type(handler).__module__.startswith("mock_esms"):
            root.removeHandler(handler)


@pytest.fixture(scope="session")
def self_signed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate for 127.0.0.1 that nobody vouches for, in one PEM file."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed")
    folder = tmp_path_factory.mktemp("tls")
    key, certificate, both = folder / "key.pem", folder / "certificate.pem", folder / "both.pem"
    subprocess.run(
        [
            openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
            "-keyout", key, "-out", certificate, "-days", "2", "-subj", "/CN=127.0.0.1",
            "-addext", "subjectAltName=IP:127.0.0.1",
        ],
        check=True,
        capture_output=True,
    )  # fmt: skip
    both.write_bytes(key.read_bytes() + certificate.read_bytes())
    return both
