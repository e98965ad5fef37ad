"""Suites of users, written into a folder of their own and run by a pytest that knows no plugin but those it is told."""

from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]

SHOP = '''
import threading
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest


class Shop(ThreadingHTTPServer):
    """A shop that confirms orders by phone, and fails as often as it is told before it says 200."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Receiver)
        self.fails = 0
        self.results = []

    @property
    def callback_url(self):
        return f"http://127.0.0.1:{self.server_port}/voice"

    def confirm_by_phone(self, base_url, phone="0901888484", **more):
        query = urllib.parse.urlencode({
            "ApiKey": "test-api-key", "SecretKey": "test-secret-key", "TemplateId": "1", "Phone": phone,
            "CallbackUrl": self.callback_url, **more,
        })
        with urllib.request.urlopen(f"{base_url}/MainService.svc/json/MakeCallRecord_V2?{query}") as answer:
            return answer.read()


class Receiver(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.results.append(dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(self.path).query)))
        self.send_response(200 if len(self.server.results) > self.server.fails else 503)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"OK")

    def log_message(self, *_args):
        pass


@pytest.fixture
def shop():
    with Shop() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()
'''


class Suite:
    """A user's suite: a conftest.py with the fixture ``shop``, and one test file."""

    def __init__(self, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
        self._pytester = pytester
        monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
        monkeypatch.setenv("PYTHONPATH", str(CHECKOUT))
        monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)
        pytester.makeconftest(SHOP)

    def run(self, test: str, *arguments: str, plugins: tuple[str, ...] = (), ini: str = "") -> pytest.RunResult:
        """Run a test file with warnings as errors and without the cache; ``plugins`` are loaded beside ours."""
        self._pytester.makepyfile(test_shop=test)
        self._pytester.makeini(f"[pytest]\n{ini}")
        loaded = [word for plugin in ("mock_esms.pytest_plugin", *plugins) for word in ("-p", plugin)]
        return self._pytester.runpytest_subprocess(*loaded, "-W", "error", "-p", "no:cacheprovider", *arguments)
