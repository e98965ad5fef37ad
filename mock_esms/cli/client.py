"""A sandbox that runs elsewhere, as a client of both its APIs.

``http.client`` and not ``urllib``: it is half the import, and no proxy of the environment comes between this machine
and itself.
"""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Any, Final, NamedTuple, TypeVar
from urllib.parse import urlsplit

import click

from mock_esms.cli.environment import twin, twin_value
from mock_esms.cli.options import TEXT, option
from mock_esms.cli.urls import DEFAULT_PORT, LOOPBACK, listening_url, reachable
from mock_esms.errors import UsageError

SILENCE: Final = 40.0
"""Real seconds without a byte after which an event stream counts as lost; the sandbox sends one every 15."""
PAUSE: Final = 1.0
"""Real seconds between two tries to connect again."""
SANDBOX: Final = "mock-esms"
"""The Server header of every answer that a sandbox gives in eSMS's place."""
ANSWER_WITHIN: Final = 30.0
"""Real seconds that a single answer may take."""

_F = TypeVar("_F", bound=Callable[..., object])


class UnreachableError(UsageError):
    """No sandbox can be talked to at the address."""


class ControlResponse(NamedTuple):
    """An answer: its status, its body, and who answered by his own account (the Server header)."""

    status: int
    body: str
    server: str = ""

    @property
    def error(self) -> str:
        """The sentence of a control answer that is an error; else what was answered."""
        try:
            message: str = json.loads(self.body)["error"]["message"]
        except (ValueError, KeyError, TypeError):
            return f"status {self.status}: {self.body[:200].strip() or 'nothing more was said'}"
        return message


EventData = Mapping[str, Any]
"""What an event says, as JSON (CONTRACT 7 and 13); also a call or message in it."""


class ServerSentEvent(NamedTuple):
    """One server-sent event."""

    id: int
    event: str
    data: EventData


class ControlClient:
    """A sandbox at a URL."""

    def __init__(self, url: str, token: str | None = None) -> None:
        """Talk to that address. Raises ``UsageError`` when it is no address."""
        self.url = url.rstrip("/")
        self._token = token
        try:
            self._split = urlsplit(self.url)
            right = self._split.scheme in {"http", "https"} and self._split.hostname and self._split.port != 0
            right = right and not (self._split.query or self._split.fragment)
        except ValueError:
            right = False
        if not right:
            message = f"--url {url!r} is no address of a sandbox; write it as {listening_url(LOOPBACK, DEFAULT_PORT)}"
            raise UsageError(message)

    @property
    def authorization(self) -> Mapping[str, str]:
        """The headers of a request to the control API."""
        return {} if self._token is None else {"Authorization": f"Bearer {self._token}"}

    def no_sandbox(self, said: str = "") -> UnreachableError:
        """The error that somebody else answers at the address; ``said`` is what he answered."""
        return UnreachableError(f"what answers at {self.url} is no mock-esms{said and f': {said}'}")

    def get(self, path: str, *, within: float = ANSWER_WITHIN) -> ControlResponse:
        """Ask for an address below the URL; raises ``UnreachableError``."""
        with self._reaching(), self._open(path, within=within) as response:
            return _read(response)

    def control(self, path: str, body: object = None) -> Any:  # noqa: ANN401 - any JSON
        """Ask the control API, with a body by POST; raises ``UsageError`` with its sentence when it refuses."""
        with self._reaching(), self._open(path, body=None if body is None else json.dumps(body)) as response:
            answer = _read(response)
        if answer.status != HTTPStatus.OK:
            raise UsageError(answer.error)
        try:
            return json.loads(answer.body)
        except ValueError:
            raise self.no_sandbox() from None

    def events(self, after: int | None = None) -> Iterator[ServerSentEvent]:
        """Connect at once; the result gives new events, or all in the log after an id, until the stream ends.

        Raises ``UnreachableError`` here or while the events are read, ``UsageError`` when the control API refuses.
        """
        headers = {} if after is None else {"Last-Event-ID": str(after)}
        with self._reaching():
            response = self._open("/_mock/events", headers, within=SILENCE)
            if response.status != HTTPStatus.OK:
                with response:
                    raise UsageError(_read(response).error)
        if response.headers.get_content_type() != "text/event-stream":
            raise self.no_sandbox()
        return self._frames(response)

    def follow(
        self, events: Iterator[ServerSentEvent], remark: Callable[[str], None]
    ) -> Iterator[ServerSentEvent | None]:
        """These events, and for ever what comes after them; whenever the connection was lost, connect again.

        None stands where that was so; ``remark`` hears of it in sentences.
        """
        last: int | None = None
        while True:
            try:
                for event in events:
                    last = event.id
                    yield event
                why = f"{self.url} has ended"
            except UnreachableError as error:
                why = str(error)
            remark(f"{why}; trying to connect again (Ctrl-C ends)")
            events = self._events_again(last)
            remark(f"connected to {self.url} again")
            yield None

    def _events_again(self, after: int | None) -> Iterator[ServerSentEvent]:
        while True:
            time.sleep(PAUSE)  # noqa: TID251 - a client of a sandbox in another process waits in real time
            with suppress(UnreachableError):
                return self.events(after)

    def _frames(self, response: HTTPResponse) -> Iterator[ServerSentEvent]:
        # Closed here and not by its finalizer: a Ctrl-C that comes while Python finalizes an object is lost.
        with self._reaching(), response:
            yield from server_sent_events(line.decode(errors="replace") for line in response)

    def _open(
        self,
        path: str,
        headers: Mapping[str, str] | None = None,
        *,
        within: float = ANSWER_WITHIN,
        body: str | None = None,
    ) -> HTTPResponse:
        connect = HTTPSConnection if self._split.scheme == "https" else HTTPConnection
        connection = connect(self._split.hostname or "", self._split.port, timeout=within)
        headers = {**(headers or {}), **self.authorization, "Connection": "close"}
        connection.request("GET" if body is None else "POST", self._split.path + path, body, headers)
        return connection.getresponse()

    @contextmanager
    def _reaching(self) -> Iterator[None]:
        try:
            yield
        except (OSError, HTTPException, ValueError) as error:
            raise self.unreachable(error) from None

    def unreachable(self, error: Exception) -> UnreachableError:
        """The error for whatever can go wrong on the way, in one sentence."""
        if isinstance(error, ConnectionRefusedError):
            why = f"nothing listens at {self.url}; start a sandbox with `mock-esms serve`, or name another with --url"
        elif isinstance(error, TimeoutError):
            why = f"{self.url} does not answer; is it a sandbox?"
        else:
            why = f"{self.url} cannot be talked to: {str(error) or type(error).__name__}"
        return UnreachableError(why)


def _read(response: HTTPResponse) -> ControlResponse:
    body = response.read().decode(errors="replace")
    return ControlResponse(response.status, body, response.headers.get("Server", ""))


def server_sent_events(lines: Iterator[str]) -> Iterator[ServerSentEvent]:
    """Read a stream of server-sent events; comments and what is no event of ours are skipped."""
    fields: dict[str, str] = {}
    for line in lines:
        name, _, value = line.rstrip("\r\n").partition(":")
        value = value.removeprefix(" ")
        if name:
            fields[name] = f"{fields[name]}\n{value}" if name == "data" and "data" in fields else value
        elif not line.rstrip("\r\n"):
            if "data" in fields and fields.get("id", "").isdecimal():
                yield ServerSentEvent(int(fields["id"]), fields.get("event", "message"), json.loads(fields["data"]))
            fields = {}


def default_url() -> str:
    """Where ``serve`` would listen on this machine, by the same environment: MOCK_ESMS_HOST and MOCK_ESMS_PORT."""
    host = twin_value("--host") or LOOPBACK
    port = twin_value("--port") or str(DEFAULT_PORT)
    if not port.isdecimal() or not 0 < int(port) <= 65535:  # noqa: PLR2004 - the largest port there is
        message = f"{twin('--port')} is {port!r}, which is no port to connect to; name the sandbox with --url"
        raise UsageError(message)
    return listening_url(reachable(host), int(port))


def address_options(command: _F) -> _F:
    """The options of each command that talks to a running sandbox."""
    with_token = option("--control-token", TEXT, "The sandbox's control token.", metavar="TOKEN")
    with_url = option(
        "--url",
        click.STRING,
        f"The sandbox.  [default: {listening_url(LOOPBACK, DEFAULT_PORT)}, or by MOCK_ESMS_HOST and MOCK_ESMS_PORT]",
    )
    return with_url(with_token(command))


def control_client_of(url: str | None, token: str | None) -> ControlClient:
    """The sandbox that the options name."""
    return ControlClient(url or default_url(), token)
