"""One request to the control API and its answer; what goes wrong on the way is said in a sentence.

Each request has a connection of its own, so that any thread, and any event loop, may ask at any time.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast
from urllib.parse import urlencode, urlsplit

from mock_esms import errors
from mock_esms._version import __version__

if TYPE_CHECKING:
    import asyncio
    import socket

    from mock_esms.model.codec import JsonObject

ANSWER_WITHIN: Final = 30.0
"""Real seconds that an answer may take, beyond those for which it is asked to wait."""
_OK: Final = 200

_CLASSES: Final = {
    error.code: error
    for error in (
        errors.UnparsableError,
        errors.UnknownError,
        errors.NotNowError,
        errors.TooLargeError,
        errors.WrongValueError,
        errors.FullError,
        errors.StoreLostError,
    )
}


class ControlRequest(NamedTuple):
    """A request of the control API; its answer may take ``seconds`` of real time longer than others."""

    method: str
    path: str
    body: Any = None
    query: Mapping[str, object] = {}
    seconds: float = 0.0


class ControlConnection:
    """The control API at an address."""

    def __init__(self, url: str, token: str | None) -> None:
        """Talk to that address. Raises ``UsageError`` when it is none."""
        self.url: Final = url.rstrip("/")
        self._token = token
        try:
            split = urlsplit(self.url)
            self._host, self._port = split.hostname or "", split.port
            right = bool(split.scheme in {"http", "https"} and self._host and self._port != 0)
            right = right and not (split.query or split.fragment)
        except ValueError:
            right = False
        if not right:
            message = f"{url!r} is no address of a sandbox; write it as http://127.0.0.1:8080"
            raise errors.UsageError(message)
        self._secure = split.scheme == "https"
        self._path = split.path

    def introduce(self) -> None:
        """See that a sandbox of this version is there, and that it takes the token. Raises ``UsageError``."""
        health = self.send(ControlRequest("GET", "/health"))
        version = health.get("version") if health.get("status") == "ok" else None
        if version is None:
            raise self._no_sandbox()
        if version != __version__:
            message = (
                f"the sandbox at {self.url} is mock-esms {version}, and this is the client of {__version__}; use the "
                f"same version on both sides"
            )
            raise errors.UsageError(message)
        self.send(ControlRequest("GET", "/clock"))

    def send(self, request: ControlRequest) -> "JsonObject":
        """Give what is answered. Raises the error that is answered, and ``UsageError`` when nobody can be asked."""
        __tracebackhide__ = True
        connect = HTTPSConnection if self._secure else HTTPConnection
        connection = connect(self._host, self._port, timeout=ANSWER_WITHIN + request.seconds)
        try:
            connection.request(request.method, self._target(request), _text(request.body), self._headers())
            with connection.getresponse() as response:
                return self._read(response)
        except (OSError, HTTPException) as error:
            raise self._unreachable(error) from None
        finally:
            connection.close()

    async def send_without_blocking(self, request: ControlRequest) -> "JsonObject":
        """The same for an event loop of asyncio; whoever stops awaiting it ends the request, too."""
        __tracebackhide__ = True
        import asyncio

        sent = _text(request.body)
        headers = {"Host": self.url.partition("://")[2].partition("/")[0], **self._headers()}
        if sent is not None:
            headers["Content-Length"] = str(len(sent))
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        octets = f"{request.method} {self._target(request)} HTTP/1.1\r\n{head}\r\n".encode("latin-1", "replace")
        try:
            async with asyncio.timeout(ANSWER_WITHIN + request.seconds):
                reader, writer = await asyncio.open_connection(self._host, self._port or self._usual, ssl=self._tls())
                try:
                    writer.write(octets + (sent or b""))
                    answer = await reader.read()
                except BaseException:
                    _reset(writer)
                    raise
                writer.close()
            response = HTTPResponse(cast("socket.socket", _Bytes(answer)), method=request.method)
            response.begin()
            return self._read(response)
        except (OSError, HTTPException) as error:
            raise self._unreachable(error) from None

    @property
    def _usual(self) -> int:
        return 443 if self._secure else 80

    def _tls(self) -> "Any":  # noqa: ANN401 - a context, where there is one
        if not self._secure:
            return None
        import ssl

        return ssl.create_default_context()

    def _target(self, request: ControlRequest) -> str:
        query = urlencode(given(**request.query))
        return f"{self._path}/_mock{request.path}{query and f'?{query}'}"

    def _headers(self) -> dict[str, str]:
        headers = {"Connection": "close", "Content-Type": "application/json"}
        return headers if self._token is None else {**headers, "Authorization": f"Bearer {self._token}"}

    def _read(self, response: HTTPResponse) -> "JsonObject":
        __tracebackhide__ = True
        try:
            answer = json.loads(response.read())
        except ValueError:
            raise self._no_sandbox() from None
        if response.status == _OK and isinstance(answer, dict):
            return answer
        raise self._refused(answer, response.status)

    def _refused(self, answer: object, status: int) -> errors.MockEsmsError:
        try:
            body: JsonObject = cast("JsonObject", answer)
            code, message = body["error"]["code"], body["error"]["message"]
        except (KeyError, TypeError):
            return self._no_sandbox()
        if "evidence" in body:
            return errors.UnmetError(body["evidence"])
        if code == "token-required":
            missing = "wants a control token" if self._token is None else "does not take this control token"
            return errors.UsageError(f"the sandbox at {self.url} {missing}; give the one that it was started with")
        if status in {401, 403}:
            return errors.UsageError(f"the sandbox at {self.url} refuses: {message}")
        if "problems" in body:
            return errors.WrongValueError(_without_places(body["problems"]))
        return _CLASSES.get(code, errors.RequestError)(message)

    def _no_sandbox(self) -> errors.UsageError:
        return errors.UsageError(f"what answers at {self.url} is no mock-esms")

    def _unreachable(self, error: Exception) -> errors.UsageError:
        if isinstance(error, ConnectionRefusedError):
            return errors.UsageError(f"no sandbox listens at {self.url}; start one with `mock-esms serve`")
        if isinstance(error, TimeoutError):
            return errors.UsageError(f"{self.url} does not answer; is it a sandbox?")
        return errors.UsageError(f"{self.url} cannot be talked to: {str(error) or type(error).__name__}")


class _Bytes:
    """An answer that has come whole, in the place of the socket that it came from."""

    def __init__(self, answer: bytes) -> None:
        self._answer = answer

    def makefile(self, _mode: str) -> BytesIO:
        """The answer, to be read."""
        return BytesIO(self._answer)


def _reset(writer: "asyncio.StreamWriter") -> None:
    """Give a connection up: a sandbox answers whoever only closes the sending side, and would wait on for nobody."""
    import struct
    from socket import SO_LINGER, SOL_SOCKET

    with suppress(OSError):
        writer.get_extra_info("socket").setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


def _text(body: Mapping[str, object] | str | None) -> bytes | None:
    if body is None:
        return None
    return (body if isinstance(body, str) else json.dumps(body)).encode("utf-8", "surrogatepass")


def _without_places(problems: "list[JsonObject]") -> str:
    """What is wrong in a document that nobody saw: without lines and columns."""
    pairs = ((problem["key"], problem["message"]) for problem in problems)
    return "; ".join(f"{key}: {message}" if key else message for key, message in pairs)


def given(**fields: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON
    """The fields that are not None."""
    return {name: value for name, value in fields.items() if value is not None}
