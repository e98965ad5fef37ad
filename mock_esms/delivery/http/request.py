"""The request as bytes, and as it is recorded: with everything that may be secret masked (CONTRACT 15)."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple

from mock_esms.delivery.http.address import Address
from mock_esms.model.callback import WireRequest
from mock_esms.model.delivery_plan import HttpMethod

MASKED: Final = "***"


class Body(NamedTuple):
    """What a POST says."""

    content_type: str
    content: bytes


class OutgoingRequest(NamedTuple):
    """What is to be sent; ``own`` tells that it goes to the CallbackUrl's own origin.

    So many bytes of the answer's body, ``answer_limit``, are read. ``headers`` are this request's alone, as tracing has
    them, and go to that origin only.
    """

    method: HttpMethod
    address: Address
    body: Body | None
    own: bool
    answer_limit: int
    headers: tuple[tuple[str, str], ...]


class _Header(NamedTuple):
    name: str
    value: str
    secret: bool = False


class RequestWriter:
    """Writes requests with the same headers in the same order (FACTS 3: nothing is known of eSMS's own).

    The user's headers may take the place of any other. They go to the CallbackUrl's own origin only: a redirect to
    another place must not carry a signature or a token there.
    """

    def __init__(self, *, user_agent: str, headers: Iterable[str], keep_alive: bool) -> None:
        """``headers`` are lines ``Name: value``, empty ones are none; without ``keep_alive`` each request says so."""
        self._user_agent = user_agent
        self._headers = tuple(_read(header) for header in headers if header)
        self._keep_alive = keep_alive
        # Remembered for the latest receivers: all requests to one differ in nothing but their targets.
        self._block = lru_cache(maxsize=256)(self._written)

    def write(self, request: OutgoingRequest) -> tuple[bytes, WireRequest]:
        """The bytes, and the record of them."""
        method, address, body, own, _, extra = request
        content_type = None if body is None else body.content_type
        length = None if body is None else len(body.content)
        block, headers = self._block(address.host_header, address.authorization, content_type, length, own)
        if extra and own:
            block = "".join(f"{name}: {value}\r\n" for name, value in extra) + block
            headers = (*extra, *headers)
        head = f"{method} {address.target} HTTP/1.1\r\n{block}".encode(errors="surrogateescape")
        if body is None:
            return head, WireRequest(method, address.target, headers)
        return head + body.content, WireRequest(method, address.target, headers, body.content.decode())

    def _written(
        self,
        host: str,
        authorization: str | None,
        content_type: str | None,
        length: int | None,
        own: bool,  # noqa: FBT001 - a key of the cache
    ) -> tuple[str, tuple[tuple[str, str], ...]]:
        given = self._headers if own else ()
        taken = {header.name.lower() for header in given}
        usual = [_Header("User-Agent", self._user_agent), _Header("Accept", "*/*")]
        if authorization is not None:
            usual.append(_Header("Authorization", authorization, secret=True))
        if content_type is not None:
            usual += [_Header("Content-Type", content_type), _Header("Content-Length", str(length))]
        if not self._keep_alive:
            usual.append(_Header("Connection", "close"))
        first = [] if "host" in taken else [_Header("Host", host)]
        written = (*first, *given, *(header for header in usual if header.name.lower() not in taken))
        block = "".join(f"{header.name}: {header.value}\r\n" for header in written) + "\r\n"
        return block, tuple((header.name, MASKED if header.secret else header.value) for header in written)


def _read(header: str) -> _Header:
    name, _, value = header.partition(":")
    return _Header(name.strip(), value.strip(), secret=True)
