"""Which operation a request reaches, by the rules of WCF's address templates (FACTS 1).

Names match in any case. GET operations have no slash at the end, POST ones have one: without it a POST is sent there
(307), while a GET with one leads nowhere (404). Where the address is right and the method is not, it is 405.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Final, Literal

from mock_esms.esms.masking import shown_path
from mock_esms.esms.operation import Operation
from mock_esms.esms.operations import EVERY_OPERATION
from mock_esms.esms.query_string import Query
from mock_esms.esms.wcf_json import OperationPath, operation_of

VOICE_HOST: Final = "voiceapi.esms.vn"
REST_HOST: Final = "rest.esms.vn"

RoutingError = Literal["not-found", "method-not-allowed", "slash-missing"]

_BY_NAME: Final[Mapping[str, tuple[Operation, ...]]] = MappingProxyType(
    {
        name: tuple(operation for operation in EVERY_OPERATION if operation.name.lower() == name)
        for name in {operation.name.lower() for operation in EVERY_OPERATION}
    }
)


@dataclass(frozen=True, slots=True)
class Route:
    """Where a request leads. ``astray`` tells why it reaches no operation, and is None when it reaches one.

    ``operation`` is also given when only method or slash are wrong; ``allow`` are the methods that would be right.
    ``path`` is what may be shown of the address, ``segments`` are the values that stand in it.
    """

    path: str
    operation: Operation | None = None
    segments: tuple[str, ...] = ()
    astray: RoutingError | None = None
    allow: str = ""


def route(method: str, path: str, host: str, query: Query) -> Route:
    """Find the operation of a request; ``path`` is as it was on the wire, ``host`` the value of the Host header."""
    way, namesakes = _way(method, path)
    return replace(way, operation=_of_host(namesakes, host, query)) if len(namesakes) > 1 else way


@lru_cache(maxsize=256)
def _way(method: str, path: str) -> tuple[Route, tuple[Operation, ...]]:
    """Where a request leads, and the operations that it may mean where the path alone does not tell.

    Remembered, since an application calls the same few addresses again and again.
    """
    address = operation_of(path)
    path = shown_path(path)
    if address is None:
        return Route(path, astray="not-found"), ()
    name = address.operation.lower()
    known = _BY_NAME.get(name, ())
    fitting = [operation for operation in known if _fits(operation, address)]
    meant = [operation for operation in fitting if operation.method == method]
    if meant:
        return Route(path, meant[0], address.segments), tuple(meant)
    if fitting:
        allow = ", ".join(sorted({operation.method for operation in fitting}))
        return Route(path, fitting[0], astray="method-not-allowed", allow=allow), ()
    for operation in known:
        if operation.method == method and operation.slash == "always" and not (address.slash or address.segments):
            return Route(path, operation, astray="slash-missing"), ()
    return Route(path, astray="not-found"), ()


def _fits(operation: Operation, address: OperationPath) -> bool:
    if len(operation.in_path) != len(address.segments) or "" in address.segments:
        return False
    return operation.slash == "either" or address.slash is (operation.slash == "always")


def _of_host(operations: tuple[Operation, ...], host: str, query: Query) -> Operation:
    """Of operations with one name the host's; on any other host the id that is asked with decides (CONTRACT 2)."""
    name = host.partition(":")[0].lower()
    for operation in operations:
        if name == (VOICE_HOST if operation.host == "voice" else REST_HOST):
            return operation
    for operation in operations:
        others = {parameter.name for other in operations if other is not operation for parameter in other.parameters}
        own = (parameter.name for parameter in operation.parameters if parameter.name not in others)
        if any(parameter.lower() in query.values for parameter in own):
            return operation
    return operations[0]
