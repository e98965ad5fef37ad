"""Which operations a request reaches, by the rules of WCF's address templates (FACTS 1).

Names match in any case. GET operations have no slash at the end, POST ones have one: without it a POST is sent there
(307), while a GET with one leads nowhere (404). Where the address is right and the method is not, it is 405.
"""

import re
from typing import Final, Literal, NamedTuple
from urllib.parse import unquote

from mock_esms.esms.operation import Operation
from mock_esms.esms.operations import operations_named
from mock_esms.esms.requests.masking import shown_path
from mock_esms.esms.requests.query_string import Query

VOICE_HOST: Final = "voiceapi.esms.vn"
REST_HOST: Final = "rest.esms.vn"

RoutingError = Literal["not-found", "method-not-allowed", "slash-missing"]

_REST_HOSTS: Final = frozenset({REST_HOST, "restapi.esms.vn", "restecom.esms.vn", "rest.apiesms.com", "api.esms.vn"})
"""Names under which clients call the rest host (FACTS-MESSAGES 1.1, seen)."""

_ROOT: Final = re.compile(r"//?mainservice\.svc/(json|xml)//?", re.IGNORECASE | re.ASCII)
"""What every address begins with; some samples double a slash (FACTS-MESSAGES 1.1)."""
_STATUS_ROOT: Final = re.compile(r"/(zalocallback/[^/]+)(/?)", re.IGNORECASE | re.ASCII)
"""The addresses of the host of callback data (FACTS-MESSAGES 4, R15)."""


class OperationPath(NamedTuple):
    """What a path says: the operation as it is written there (in any case), and whether a slash follows it.

    ``segments`` are what stands between: ``key`` and ``secret`` of ``GetBalance/key/secret``. ``in_xml`` tells that it
    is the twin of the address that answers XML, ``status`` that it is one of the host of callback data.
    """

    operation: str
    slash: bool
    segments: tuple[str, ...] = ()
    in_xml: bool = False
    status: bool = False


class Route(NamedTuple):
    """Where a request leads. ``error`` tells why it reaches no operation, and is None when it reaches one.

    ``operations`` are those of its address, of which ``select_operation`` chooses; they are also given when only method
    or slash are wrong. ``allow`` are the methods that would be right. ``path`` is what may be shown of the address,
    ``segments`` are the values that stand in it; ``in_xml`` tells that its answers are XML.
    """

    path: str
    operations: tuple[Operation, ...] = ()
    segments: tuple[str, ...] = ()
    in_xml: bool = False
    error: RoutingError | None = None
    allow: str = ""


def find_route(method: str, path: str) -> Route:
    """Find the operations of a request; ``path`` is as it was on the wire."""
    found = read_path(path)
    shown = shown_path(path)
    if found is None:
        return Route(path=shown, error="not-found")
    found = _with_nested_name(found)
    known = operations_named(found.operation)
    known = tuple([operation for operation in known if (operation.host == "status") is found.status])
    if found.in_xml:
        known = tuple([operation for operation in known if operation.host == "rest"])
    fitting = [operation for operation in known if _fits(operation, found)]
    meant = tuple([operation for operation in fitting if operation.method == method])
    if meant:
        return Route(path=shown, operations=meant, segments=found.segments, in_xml=found.in_xml)
    if fitting:
        allow = ", ".join(sorted({operation.method for operation in fitting}))
        return Route(path=shown, operations=tuple(fitting), error="method-not-allowed", allow=allow)
    for operation in known:
        if operation.method == method and operation.slash == "always" and not (found.slash or found.segments):
            return Route(path=shown, operations=(operation,), error="slash-missing")
    return Route(path=shown, error="not-found")


def read_path(path: str) -> OperationPath | None:
    """Read ``/MainService.svc/json/<Operation>`` in any case, percent-encoded or not; None for any other path.

    ``/xml/`` in the place of ``/json/`` leads to the same operations, which then answer XML (FACTS-MESSAGES 3, seen).

    GET operations are called without the slash at the end, POST operations with it (FACTS 1).
    """
    if "%" in path:
        path = unquote(path)
    root = _ROOT.match(path)
    if root is None:
        return _read_status_path(path)
    rest = path[root.end() :]
    slash = rest.endswith("/")
    operation, *segments = (rest[:-1] if slash else rest).split("/")
    if not operation:
        return None
    in_xml = root[1].lower() == "xml"
    return OperationPath(operation=operation, slash=slash, segments=tuple(segments), in_xml=in_xml)


def _read_status_path(path: str) -> OperationPath | None:
    """Read ``/ZaloCallback/GetCallback``, in any case and with or without a slash at the end (assumed)."""
    found = _STATUS_ROOT.fullmatch(path)
    return None if found is None else OperationPath(operation=found[1], slash=bool(found[2]), status=True)


def _with_nested_name(found: OperationPath) -> OperationPath:
    """The path of an operation whose name goes on behind a slash: ``SendZaloMessage_V6/zalo_uid``."""
    nested = "/".join((found.operation, *found.segments))
    if not found.segments or not operations_named(nested):
        return found
    return found._replace(operation=nested, segments=())


def select_operation(operations: tuple[Operation, ...], host: str, parameters: Query) -> Operation:
    """Of the operations of one address the one that is meant.

    First the Host header decides, where they stand on two hosts; on any other host the id that is asked about does
    (CONTRACT 2). Then the parameter decides that selects, SmsType; where no operation has its value, it is the first.
    """
    if len(operations) == 1:
        return operations[0]
    here = _of_host(operations, host, parameters)
    for operation in here:
        select = operation.select
        if select is not None and parameters.get(select.parameter) in select.values:
            return operation
    return here[0]


def _of_host(operations: tuple[Operation, ...], host: str, parameters: Query) -> tuple[Operation, ...]:
    name = host.partition(":")[0].lower()
    its = "voice" if name == VOICE_HOST else "rest" if name in _REST_HOSTS else ""
    here = tuple([operation for operation in operations if operation.host == its])
    if here:
        return here
    for operation in operations:
        if operation.asks_about is not None and operation.asks_about.lower() in parameters.values:
            return tuple([each for each in operations if each.host == operation.host])
    return tuple([operation for operation in operations if operation.host == operations[0].host])


def _fits(operation: Operation, found: OperationPath) -> bool:
    if len(operation.in_path) != len(found.segments) or "" in found.segments:
        return False
    return operation.slash == "either" or found.slash is (operation.slash == "always")
