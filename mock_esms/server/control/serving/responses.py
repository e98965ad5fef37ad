"""Responses of the control API: values and errors as JSON, and the headers that all of them carry (CONTRACT 7)."""

import json
import logging
from collections.abc import Mapping
from typing import Final, NotRequired, TypedDict

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from mock_esms.errors import DocumentError, RequestError, TooLargeError, UnknownError, UnparsableError, WrongValueError
from mock_esms.server.bodies import BodyError

log: Final = logging.getLogger("mock_esms.control")

_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",  # JSON is never taken for a script
    "Cross-Origin-Resource-Policy": "same-origin",  # nor put into another site's page
    "Referrer-Policy": "no-referrer",
    hdrs.CACHE_CONTROL: "no-store",
}


class ProblemJson(TypedDict):
    """One thing that is wrong in a document, with its place."""

    line: int | None
    column: int | None
    key: str
    message: str


class ReasonJson(TypedDict):
    """Why a request was refused: a code to act on, and a sentence that says what to do."""

    code: str
    message: str


class ErrorJson(TypedDict):
    """A request was refused."""

    error: ReasonJson


class EvidenceJson(ErrorJson):
    """Something is not as it should be; ``evidence`` says what was expected and tells all that helps to see why."""

    evidence: str


class DocumentErrorJson(ErrorJson):
    """A document was refused; ``problems`` are all that is wrong in it."""

    problems: NotRequired[list[ProblemJson]]


async def add_headers(_request: web.Request, response: web.StreamResponse) -> None:
    """Signal of each response that is about to begin: give it the headers that it does not set itself."""
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers[hdrs.SERVER] = "mock-esms"


def json_response(value: Mapping[str, object], *, status: int = 200) -> web.Response:
    """JSON in UTF-8, nothing escaped that need not be."""
    body = json.dumps(value, ensure_ascii=False).encode(errors="replace")
    return web.Response(body=body, status=status, content_type="application/json", charset="utf-8")


def error_json(code: str, message: str) -> ErrorJson:
    """``{"error": {"code": …, "message": …}}``; some errors have further fields beside it."""
    return {"error": {"code": code, "message": message}}


def error_response(status: int, code: str, message: str) -> web.Response:
    """An error with nothing but its code and its sentence."""
    return json_response(error_json(code, message), status=status)


class DetailedError(Exception):
    """An endpoint answers with an error that has more fields than code and message."""

    def __init__(self, status: int, answer: Mapping[str, object]) -> None:
        """Its status and its JSON."""
        super().__init__(answer)
        self.status = status
        self.answer = answer


def unmet(evidence: str, code: str, status: int) -> DetailedError:
    """An error whose sentence is the first line of the evidence."""
    message = evidence.partition("\n")[0]
    return DetailedError(status, EvidenceJson(**error_json(code, message), evidence=evidence))


def _document_error(error: DocumentError) -> DocumentErrorJson:
    """A document that is refused, with everything that is wrong in it."""
    problems = [
        ProblemJson(line=problem.line, column=problem.column, key=problem.key, message=problem.message)
        for problem in error.problems
    ]
    return DocumentErrorJson(**error_json(WrongValueError.code, str(error)), problems=problems)


@web.middleware
async def errors_as_json(  # noqa: PLR0911 - one for each class of error
    request: web.Request, handler: Handler
) -> web.StreamResponse:
    """Middleware that turns whatever a handler raises into a response."""
    try:
        return await handler(request)
    except RequestError as error:
        return error_response(error.status, error.code, str(error))
    except DocumentError as error:
        return json_response(_document_error(error), status=WrongValueError.status)
    except BodyError as error:
        return error_response(UnparsableError.status, UnparsableError.code, str(error))
    except web.HTTPRequestEntityTooLarge:
        message = f"the body is larger than {request.client_max_size} bytes"
        return error_response(TooLargeError.status, TooLargeError.code, message)
    except web.HTTPMethodNotAllowed as error:
        allowed = ", ".join(sorted(error.allowed_methods))
        response = error_response(405, "method-not-allowed", f"{request.path} takes {allowed}, not {request.method}")
        response.headers[hdrs.ALLOW] = allowed
        return response
    except web.HTTPNotFound:
        return error_response(UnknownError.status, UnknownError.code, f"the control API has no address {request.path}")
    except Exception:
        log.exception("internal error at %s %s; this is a defect of mock-esms", request.method, request.path)
        return error_response(500, "internal", "internal error; the log of the sandbox says more")
