"""The real commands in processes of their own, and a receiver that answers when a test lets it."""

import os
import queue
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Self

CHECKOUT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-m", "mock_esms")
LONG = 120
"""Real seconds within which anything ends that ends at all, on a slow machine too."""


def environment(**more: str) -> dict[str, str]:
    """This process's environment without what would set options, and what a test wants to set.

    asyncio's debug mode is not inherited: it tells of steps that took long, which is the machine's doing. What else it
    tells is looked at by tests/test_dev_mode.py.
    """
    left_out = ("MOCK_ESMS_", "PYTHONASYNCIODEBUG")
    return {name: value for name, value in os.environ.items() if not name.startswith(left_out)} | more


def run(
    *args: str, env: dict[str, str] | None = None, cwd: Path | None = None, stdin: str | None = None
) -> subprocess.CompletedProcess[str]:
    """A command that ends by itself; ``stdin`` is what it reads."""
    return subprocess.run(
        [*COMMAND, *args],
        env=env or environment(PYTHONPATH=str(CHECKOUT)),
        cwd=cwd or CHECKOUT,
        input=stdin,
        capture_output=True,
        text=True,
        timeout=LONG,
        check=False,
    )


class Process:
    """A command that goes on until it is told to end; what it writes to standard error can be waited for."""

    def __init__(self, *args: str, env: dict[str, str] | None = None) -> None:
        self.popen = subprocess.Popen(
            [*COMMAND, *args],
            env=env or environment(),
            cwd=CHECKOUT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.out = Lines(self.popen.stdout)
        self.err = Lines(self.popen.stderr)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        if self.popen.poll() is None:
            self.popen.kill()
        self.popen.wait()
        for lines in (self.out, self.err):
            lines.close()

    def end(self, number: int) -> int:
        """Send a signal and give the exit status."""
        self.popen.send_signal(number)
        return self.popen.wait(LONG)


class Lines:
    """The lines of a stream, as they come, read by a thread so that a silent process cannot hold up a test."""

    def __init__(self, stream) -> None:
        self._stream = stream
        self._queue: queue.Queue[str | None] = queue.Queue()
        self.seen: list[str] = []
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        for line in self._stream:
            self._queue.put(line.rstrip("\n"))
        self._queue.put(None)

    def close(self) -> None:
        """After the end of the process: what the thread still reads is read, then the stream is closed."""
        self._thread.join(LONG)
        self._stream.close()

    def comes(self, within: float) -> bool:
        """Whether a line comes within so many real seconds; ``next`` gives it."""
        try:
            line = self._queue.get(timeout=within)
        except queue.Empty:
            return False
        self._queue.queue.appendleft(line)
        return True

    def next(self) -> str:
        """The next line; fails when the stream ends or nothing comes."""
        try:
            line = self._queue.get(timeout=LONG)
        except queue.Empty:
            line = None
        if line is None:
            raise AssertionError("no more lines came; before:\n" + "\n".join(self.seen))
        self.seen.append(line)
        return line

    def until(self, text: str) -> str:
        """The next line with this text in it."""
        while text not in (line := self.next()):
            pass
        return line

    def rest(self) -> list[str]:
        """Every line that comes until the stream ends."""
        lines = []
        while (line := self._queue.get(timeout=LONG)) is not None:
            lines.append(line)
        self.seen += lines
        return lines


class Served(Process):
    """``mock-esms serve`` on a free port."""

    def __init__(self, *args: str, env: dict[str, str] | None = None) -> None:
        super().__init__("serve", "--port", "0", *args, env=env)
        try:
            ready = self.out.next()
        except AssertionError as error:
            self.__exit__()
            raise AssertionError("it never got ready:\n" + "\n".join(self.err.rest())) from error
        assert ready.startswith("mock-esms ready: http://"), ready
        self.url = ready.removeprefix("mock-esms ready: ")

    def get(self, path: str) -> str:
        with urllib.request.urlopen(self.url + path, timeout=LONG) as response:  # noqa: S310 - the test's own http address
            text: str = response.read().decode()
            return text

    def post(self, path: str) -> None:
        urllib.request.urlopen(self.url + path, data=b"", timeout=LONG).close()  # noqa: S310 - the test's own http address


class Receiver:
    """A receiver in a thread; ``arrived`` is set by the first request. With ``hold`` answers wait for ``release``."""

    def __init__(self, statuses: Sequence[int] = (200,), *, hold: bool = False) -> None:
        self.arrived = threading.Event()
        self.release = threading.Event()
        self.paths: list[str] = []
        if not hold:
            self.release.set()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                receiver.paths.append(self.path)
                receiver.arrived.set()
                receiver.release.wait(LONG)
                status = statuses[min(len(receiver.paths), len(statuses)) - 1]
                try:
                    self.send_response(status)
                    self.end_headers()
                except OSError:
                    return  # whoever asked has gone

            def log_message(self, *_args: object) -> None:
                return

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/voice"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.release.set()
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def answering(answers: Sequence[tuple[str, bytes]]) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """A server that is no sandbox: gives its answers (content type, body) in order, and keeps what it was asked."""
    headers: list[dict[str, str]] = []
    left = iter(answers)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            headers.append({"path": self.path, **dict(self.headers.items())})
            content_type, body = next(left)
            self.send_response(200)
            self.send_header("Content-Type", content_type)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", headers
        server.shutdown()
