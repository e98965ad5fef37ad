"""Processes of a benchmark: each on a core of its own where there are two, and ended when it is done with."""

import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).parents[1]

OURS = 0
"""The core of the process that is measured, as a place in the list of cores that this one may use."""
THEIRS = 1
"""The core of whoever talks to it."""

_HAS_AFFINITY = hasattr(os, "sched_setaffinity")
_CORES = sorted(os.sched_getaffinity(0)) if _HAS_AFFINITY else []
pins = len(_CORES) > 1
"""Whether the two sides of a connection have a core each."""
counts_cpu = Path("/proc/self/stat").exists()
"""Whether the system says how much CPU another process has used."""


@contextmanager
def on_core(place: int) -> Iterator[None]:
    """Whatever is started in here runs on that core."""
    if not pins:
        yield
        return
    os.sched_setaffinity(0, {_CORES[place]})
    try:
        yield
    finally:
        os.sched_setaffinity(0, set(_CORES))


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Server:
    """A process that says in its first line where it listens."""

    def __init__(self, process: "subprocess.Popen[str]", url: str) -> None:
        self.pid = process.pid
        self.url = url

    def resident(self) -> int | None:
        """Its resident set in bytes; None where there is no /proc."""
        try:
            pages = Path(f"/proc/{self.pid}/statm").read_text(encoding="ascii").split()[1]
        except FileNotFoundError:
            return None
        return int(pages) * os.sysconf("SC_PAGE_SIZE")

    def cpu(self) -> float:
        """Seconds of CPU that all of its threads have used, in itself and in the kernel; see ``counts_cpu``."""
        fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def serving(
    module: str, *arguments: str, core: int, bytecode: Path | None = None, under: tuple[str, ...] = ()
) -> Iterator[Server]:
    """Run ``python -m module`` until the block ends; it is ready when the block begins.

    ``bytecode`` is the folder in which it finds, and leaves, what Python has compiled. ``under`` is a command that runs
    it and reports at its end, so that it is ended gently.
    """
    environment = dict(os.environ)
    if bytecode is not None:
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        environment["PYTHONPYCACHEPREFIX"] = str(bytecode)
    with tempfile.TemporaryFile("w+") as errors:
        with on_core(core):
            process = subprocess.Popen(
                [*under, sys.executable, "-m", module, *arguments],
                cwd=CHECKOUT, env=environment, stdout=subprocess.PIPE, stderr=errors, text=True,
            )  # fmt: skip
        with process:
            assert process.stdout is not None
            try:
                line = process.stdout.readline()
                if not line:
                    errors.seek(0)
                    message = f"{module} ended before it was ready: {errors.read()}"
                    raise RuntimeError(message)
                yield Server(process, line.split()[-1])
            finally:
                if under:
                    process.terminate()
                else:
                    process.kill()


def figures_of(*command: str, core: int) -> dict[str, Any]:
    """Run a command to its end; the last line that it prints is JSON."""
    with on_core(core):
        process = subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True)
    output, _ = process.communicate()
    if process.returncode:
        message = f"{' '.join(command)} ended with status {process.returncode}"
        raise RuntimeError(message)
    figures: dict[str, Any] = json.loads(output.splitlines()[-1])
    return figures
