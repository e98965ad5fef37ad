"""Endpoints of the control API: a method and an address each, with the handler that serves it.

What a handler takes and answers, its signature says, once: for the handler, the checks, and ``openapi``. Its parameters
are given to it by their names::

    body       the JSON object in the request's body, as a value of the parameter's type
    document   the bytes of the body, where that is a scenario or an account
    query      the query, as a value of the parameter's type
    match      what is left of the query: globs, by the names in the endpoint's ``filters``
    request    the request itself
    …          a part of the path, by its name there

What it returns is answered as JSON. The first line of its docstring describes the endpoint.
"""

from collections.abc import Awaitable, Callable, Hashable, Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Final, NamedTuple

from aiohttp import web
from aiohttp.typedefs import Handler

from mock_esms.exchange.components import Components
from mock_esms.exchange.exchange import Exchange
from mock_esms.server.bodies import body_of
from mock_esms.server.control.serving.decode import decode_body, decode_globs, decode_query, split_query
from mock_esms.server.control.serving.responses import DetailedError, json_response

if TYPE_CHECKING:
    from mock_esms.config.documents.json_schema import Schema  # what makes schemas need not be loaded at each start

_NO_ANSWERS: Final[Mapping[int, Hashable]] = MappingProxyType({})
_BODY_ERRORS: Final = (400, 413, 422)
_QUERY_ERRORS: Final = (422,)


class Endpoint(NamedTuple):
    """One address of the control API with one method.

    ``errors`` are the statuses beside those that every endpoint, body or query has; ``error_answers`` the types of
    errors that have more fields than code and message. ``about``, ``answer``, ``body`` and ``query`` stand here only
    where the handler's docstring and signature do not say them.
    """

    method: str
    path: str
    handler: Callable[..., Awaitable[Mapping[str, object] | web.StreamResponse]]
    about: str = ""
    answer: Hashable = None
    body: "type | Schema | None" = None
    query: type | None = None
    filters: tuple[str, ...] = ()
    errors: tuple[int, ...] = ()
    error_answers: Mapping[int, Hashable] = _NO_ANSWERS
    media_type: str = "application/json"

    @property
    def summary(self) -> str:
        """What it does, in a sentence."""
        return self.about or (self.handler.__doc__ or "").partition("\n")[0]

    @property
    def types(self) -> Mapping[str, Any]:
        """The types of ``answer``, ``body`` and ``query``, as far as there are any."""
        signature = self.handler.__annotations__
        own = {"answer": self.answer, "body": self.body, "query": self.query}
        return {"answer": signature["return"], **signature, **{name: own[name] for name in own if own[name]}}

    @property
    def statuses(self) -> list[int]:
        """The statuses of every error that it may answer."""
        types = self.types
        of_input = _BODY_ERRORS if "body" in types else _QUERY_ERRORS if "query" in types or self.filters else ()
        return sorted({401, 403, *of_input, *self.errors, *self.error_answers})

    def serving(self, group: "ControlGroup") -> Handler:
        """The handler as aiohttp calls it."""
        types = self.types
        takes = self.handler.__annotations__.keys() - {"return"}

        async def serve(request: web.Request) -> web.StreamResponse:
            given: dict[str, object] = {**request.match_info, "request": request}
            if "document" in takes:
                given["document"] = await body_of(request)
            elif "body" in types:
                given["body"] = await decode_body(request, types["body"])
            own, globs = split_query(request.query, types.get("query")) if self.filters else (request.query, {})
            if "query" in takes:
                given["query"] = decode_query(own, types["query"])
            if "match" in takes:
                given["match"] = decode_globs(globs, self.filters)
            try:
                answer = await self.handler(group, **{name: given[name] for name in takes})
            except DetailedError as error:
                return json_response(error.answer, status=error.status)
            return answer if isinstance(answer, web.StreamResponse) else json_response(answer)

        return serve


class ControlGroup:
    """The handlers of one group of endpoints, with a table of these."""

    endpoints: ClassVar[tuple[Endpoint, ...]]

    def __init__(self, exchange: Exchange, components: Components) -> None:
        """Serve this exchange and its components."""
        self._exchange = exchange
        self._components = components
        self._journal = components.journal

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """The endpoints as aiohttp routes them; what may be read has a HEAD, too."""
        return (web.route(each.method.upper(), each.path, each.serving(self)) for each in self.endpoints)
