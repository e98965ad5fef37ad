"""How the request itself is answered (CONTRACT 5, ``reply``): late, refused, spoilt, or accepted and lost.

The way of a fault: ``Reply`` is what the scenario says, ``Reply.plan`` draws from it what is done with one request, the
exchange makes no call where ``ReplyPlan.accepts`` is false (``exchange/request_outcome`` says what is answered
instead), and ``server/response_faults`` holds the response back and spoils it.
"""

import re
from typing import Annotated, Final, Literal, NamedTuple

from mock_esms.config.documents.annotations import About, Reads
from mock_esms.config.documents.field_errors import Clash, Key, refuse
from mock_esms.config.documents.field_types import Truth, checked_integer, kind, shown
from mock_esms.config.documents.suggest import did_you_mean
from mock_esms.esms.responses.result_codes import ACCEPTED, RESULT_CODES
from mock_esms.model.times import Duration, Span
from mock_esms.model.value import Struct
from mock_esms.scenarios.seeded_random import SeededRandom

ReplyFault = Literal["reset", "hang", "empty", "garbage", "truncated"]
AT_ONCE: Final = Span(0, 0)
_CONTENT_TYPE_OF_PAGES: Final = "text/html; charset=UTF-8"
_FIRST_STATUS, _LAST_STATUS = 200, 599
"""A 1xx status is never the whole answer."""
_WITHOUT_BODY: Final = frozenset({204, 205, 304})
_REFUSALS: Final = tuple(code for code in RESULT_CODES if code != ACCEPTED)
_CONTENT_TYPE: Final = re.compile(r"[\w.+-]+/[\w.+-]+(?:\s*;[ -~]*)?", re.ASCII)


def _code(value: object) -> str:
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    if text == ACCEPTED:
        message = "100 refuses nothing; leave `code` out, and the call is accepted"
        raise ValueError(message)
    if text not in _REFUSALS:
        hint = did_you_mean(text, _REFUSALS)
        message = f"{shown(value)} is no result code of eSMS's; {hint}"
        raise ValueError(message)
    return text


def _status(value: object) -> int:
    return checked_integer(value, least=_FIRST_STATUS, most=_LAST_STATUS)


def _content_type(value: object) -> str:
    if isinstance(value, str) and _CONTENT_TYPE.fullmatch(value):
        return value
    given = shown(value) if isinstance(value, str) else kind(value)
    message = f"{given} is no content type; write one such as text/html or application/json; charset=utf-8"
    raise ValueError(message)


Code = Annotated[str, Reads(_code, {"enum": [*_REFUSALS, *(int(code) for code in _REFUSALS)]})]
Status = Annotated[int, Reads(_status, {"type": "integer", "minimum": _FIRST_STATUS, "maximum": _LAST_STATUS})]
ContentType = Annotated[str, Reads(_content_type, {"type": "string", "pattern": f"^{_CONTENT_TYPE.pattern}$"})]


class ReplyPlan(NamedTuple):
    """How one request is answered, where a scenario has a word in it; drawn like everything else.

    The answer is held for ``delay`` milliseconds of sandbox time. With ``code``, ``status`` or ``fault`` no call is
    made; with ``lost`` it is made, and the connection is reset instead of an answer.
    """

    delay: Duration = 0
    code: str | None = None
    message: str | None = None
    status: int | None = None
    body: str = ""
    content_type: str = _CONTENT_TYPE_OF_PAGES
    fault: ReplyFault | None = None
    lost: bool = False

    @property
    def accepts(self) -> bool:
        """Whether the request is accepted, so that a call, a message or an application comes of it."""
        return self.code is None and self.status is None and self.fault is None


class Reply(Struct):
    """What becomes of the answer to the request. With ``code``, ``status`` or ``fault`` no call is made."""

    delay: Annotated[Span, About("How long the answer is held back, in sandbox time.", ("200ms", "1s..5s"))] = AT_ONCE
    code: Annotated[
        Code | None, About("The request is refused with this result code.", (103,), "the request is accepted")
    ] = None
    message: Annotated[
        str | None, About("ErrorMessage beside the code.", ("Try again later",), "the text that goes with the code")
    ] = None
    status: Annotated[
        Status | None, About("The request is answered with this HTTP status.", (503,), "the request is accepted")
    ] = None
    body: Annotated[str | None, About("The body beside the status.", ("<h1>Bảo trì</h1>",), "no body")] = None
    content_type: Annotated[
        ContentType | None,
        About("The type of the body.", ("application/json; charset=utf-8",), _CONTENT_TYPE_OF_PAGES),
    ] = None
    fault: Annotated[
        ReplyFault | None,
        About(
            "The answer is spoilt. reset: the connection is reset; hang: nothing ever comes; empty: it is closed "
            "without a byte; garbage: bytes that are no HTTP; truncated: half of the body is missing.",
            (),
            "the answer is whole",
        ),
    ] = None
    lost: Annotated[
        Truth,
        About("true: the call is accepted and made, but its answer never arrives: the connection is reset."),
    ] = False

    def __post_init__(self) -> None:
        """Refuse two answers to one request, and parts of an answer that is not given."""
        given = [name for name in ("code", "status", "fault", "lost") if getattr(self, name)]
        clashes = [
            Clash(one, other, "a request gets one answer")
            for position, one in enumerate(given)
            for other in given[position + 1 :]
        ]
        wrong: list[tuple[Key, str]] = []
        if self.message is not None and self.code is None:
            wrong.append(("message", "this is the text of a refusal; say which, as in `code: 103`"))
        wrong += [
            (name, "this is a part of an HTTP answer; say which, as in `status: 503`")
            for name in ("body", "content_type")
            if getattr(self, name) is not None and self.status is None
        ]
        if self.body and self.status in _WITHOUT_BODY:
            wrong.append(("body", f"an answer of status {self.status} has no body"))
        refuse(wrong, clashes)

    def plan(self, rng: SeededRandom) -> ReplyPlan | None:
        """How one request is answered, ``rng`` being its call's; None when it is accepted at once, as ever."""
        plan = ReplyPlan(
            delay=rng.stream("reply").duration(self.delay),
            code=self.code,
            message=self.message,
            status=self.status,
            body=self.body or "",
            content_type=self.content_type or _CONTENT_TYPE_OF_PAGES,
            fault=self.fault,
            lost=self.lost,
        )
        return plan if plan != ReplyPlan() else None

    @property
    def instead_of_call(self) -> Literal["code", "status", "fault"] | None:
        """The key because of which no call is made; None when one is made."""
        if self.code is not None:
            return "code"
        if self.status is not None:
            return "status"
        return "fault" if self.fault is not None else None
