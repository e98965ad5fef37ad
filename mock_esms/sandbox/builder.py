"""What a test says about a call, in Python: the same language as a scenario's YAML, word for word.

``esms.on(phone="09*").no_answer().then.answered(talk=13, press="1").callback(lost_acks=2)`` is written down as the
document ``{"dials": [{"no_answer": {}}, {"answered": {…}}], "callback": {…}}``, and read as scenario files are read. So
nothing can be said in one and not in the other, and a mistake is reported in the same sentences.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self

from mock_esms.errors import WrongValueError
from mock_esms.model.times import DurationLike

if TYPE_CHECKING:
    from mock_esms.model.application import Decision
    from mock_esms.model.delivery_plan import BodyFormat, HttpMethod, ProgressStatus, SuccessRule
    from mock_esms.model.message_plan import Channel
    from mock_esms.scenarios.reply import ReplyFault

PutScenario = Callable[[str], None]
"""Takes the scenario as it is said so far, as a document; raises ``WrongValueError`` when it is impossible."""


class ScenarioBuilder:
    """A scenario that a test arms, built step by step; each step holds at once, for requests that come after it.

    Each dial is one step: the first is what happens when the number is dialled first, the last one repeats. A request
    is dialled again only as often as its MaxRetry says. Every step raises ``WrongValueError`` when it is impossible.
    """

    __slots__ = ("_document", "_put", "_set_times")

    def __init__(self, *, title: str, put: PutScenario, set_times: Callable[[int | None], None]) -> None:
        """Build an armed scenario; ``put`` puts it into the library, ``set_times`` says how often it is used."""
        self._document: dict[str, Any] = {"title": title}
        self._put = put
        self._set_times = set_times

    # --- the called person and the carrier, dial by dial ---------------------------------------------------------

    @property
    def then(self) -> Self:
        """And on the next dial: ``no_answer().then.answered()``; it only reads well."""
        return self

    def answered(  # noqa: PLR0913 - the keys of the language
        self,
        *,
        ring: DurationLike | None = None,
        talk: DurationLike | None = None,
        press: str | int | None = None,
        after: DurationLike | None = None,
        price: Decimal | float | str | None = None,
        forward: Mapping[str, DurationLike] | None = None,
    ) -> Self:
        """The person picks up after ``ring``, talks, and may press a key, ``after`` having picked up."""
        return self._dial("answered", ring=ring, talk=talk, press=press, after=after, price=price, forward=forward)

    def no_answer(self, *, ring: DurationLike | None = None) -> Self:
        """It rings until the carrier gives up."""
        return self._dial("no_answer", ring=ring)

    def busy(self, *, ring: DurationLike | None = None) -> Self:
        """The line is engaged."""
        return self._dial("busy", ring=ring)

    def rejected(self, *, ring: DurationLike | None = None) -> Self:
        """The person declines while it rings."""
        return self._dial("rejected", ring=ring)

    def failed(
        self,
        channel: "Channel | None" = None,
        *,
        after: DurationLike | None = None,
        error: int | None = None,
        text: str | None = None,
    ) -> Self:
        """The carrier cannot place the call, and a message fails; with a channel or a key, a message alone.

        ``failed("zalo", error=-114).delivered("sms")`` lets the SMS of the same request arrive.
        """
        if channel is not None or _given({"after": after, "error": error, "text": text}):
            return self._becomes("failed", channel, after=after, error=error, text=text)
        self._dial("failed")
        return self if "message" in self._document else self._becomes("failed", None)

    def interactive(self, *, ring: DurationLike | None = None) -> Self:
        """The test itself decides while it rings (``esms.act``); it does nothing = no answer."""
        return self._dial("interactive", ring=ring)

    def choose(self, *options: Mapping[str, object]) -> Self:
        """One of several dials is drawn by weight: ``choose({"weight": 70, "answered": {}}, {"busy": {}})``."""
        return self._dial_is({"choose": list(options)})

    # --- what becomes of messages -------------------------------------------------------------------------------

    def delivered(self, channel: "Channel | None" = None, *, after: DurationLike | None = None) -> Self:
        """A message arrives, on every channel or on one."""
        return self._becomes("delivered", channel, after=after)

    def refused(self, channel: "Channel | None" = None, *, after: DurationLike | None = None) -> Self:
        """An advertisement is not approved."""
        return self._becomes("refused", channel, after=after)

    def silent(self, channel: "Channel | None" = None) -> Self:
        """What became of a message is never reported."""
        return self._becomes("silent", channel)

    def approval(self, after: DurationLike) -> Self:
        """How long an advertisement waits until it is approved."""
        return self._part("message", approval=after)

    def decision(self, outcome: "Decision", *, after: DurationLike | None = None) -> Self:
        """How an application for a template or a package is decided."""
        return self._say({**self._document, "decision": {outcome: _given({"after": after})}})

    # --- the answer and the callback ------------------------------------------------------------------------------

    def reply(  # noqa: PLR0913 - the keys of the language
        self,
        *,
        delay: DurationLike | None = None,
        code: int | str | None = None,
        message: str | None = None,
        status: int | None = None,
        body: str | None = None,
        content_type: str | None = None,
        fault: "ReplyFault | None" = None,
        lost: bool | None = None,
    ) -> Self:
        """How the request itself is answered: late, refused, spoilt, or accepted and lost."""
        return self._part(
            "reply",
            delay=delay,
            code=code,
            message=message,
            status=status,
            body=body,
            content_type=content_type,
            fault=fault,
            lost=lost,
        )

    def callback(  # noqa: PLR0913 - the keys of the language
        self,
        *,
        delay: DurationLike | None = None,
        timeout: DurationLike | None = None,
        retries: int | None = None,
        wait: Iterable[DurationLike] | None = None,
        success: "SuccessRule | None" = None,
        follow_redirects: bool | None = None,
        method: "HttpMethod | None" = None,
        body: "BodyFormat | None" = None,
        policy: str | None = None,
        progress: "Iterable[ProgressStatus] | None" = None,
        copies: int | None = None,
        gap: DurationLike | None = None,
        lost_acks: int | None = None,
        drop: bool | None = None,
        before_reply: bool | None = None,
        set: Mapping[str, str | int] | None = None,  # noqa: A002 - the language's word
        omit: Iterable[str] | None = None,
        add: Mapping[str, str | int] | None = None,
    ) -> Self:
        """How the callback is delivered, and what goes wrong with it; said twice, the later word counts."""
        return self._part(
            "callback",
            delay=delay,
            timeout=timeout,
            retries=retries,
            wait=None if wait is None else list(wait),
            success=success,
            follow_redirects=follow_redirects,
            method=method,
            body=body,
            policy=policy,
            progress=None if progress is None else list(progress),
            copies=copies,
            gap=gap,
            lost_acks=lost_acks,
            drop=drop,
            before_reply=before_reply,
            set=set,
            omit=None if omit is None else list(omit),
            add=add,
        )

    # --- how often ------------------------------------------------------------------------------------------------

    def times(self, times: int) -> Self:
        """For so many requests instead of one."""
        self._set_times(times)
        return self

    def always(self) -> Self:
        """For every request that fits, until the reset."""
        self._set_times(None)
        return self

    # --- as a document --------------------------------------------------------------------------------------------

    def _dial(self, outcome: str, **keys: object) -> Self:
        return self._dial_is({outcome: _given(keys)})

    def _dial_is(self, dial: Mapping[str, object]) -> Self:
        return self._say({**self._document, "dials": [*self._document.get("dials", ()), dial]})

    def _becomes(self, outcome: str, channel: "Channel | None", **keys: object) -> Self:
        said = {outcome: _given(keys)}
        message = {**self._document.get("message", {}), **(said if channel is None else {channel: said})}
        return self._say({**self._document, "message": message})

    def _part(self, part: str, **keys: object) -> Self:
        return self._say({**self._document, part: {**self._document.get(part, {}), **_given(keys)}})

    def _say(self, document: dict[str, Any]) -> Self:
        self._put(json.dumps(document, ensure_ascii=False, default=_plain))
        self._document = document
        return self


def _given(keys: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in keys.items() if value is not None}


def account_text(fields: Mapping[str, object]) -> str:
    """The fields of an account as a test gives them, as a document."""
    return json.dumps(fields, ensure_ascii=False, default=_plain)


def _plain(value: object) -> object:
    """What JSON does not know: a timedelta in whole milliseconds, an amount as its text, any list or mapping."""
    if isinstance(value, timedelta):
        return f"{round(value / timedelta(milliseconds=1))}ms"
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, tuple | set | frozenset):
        return list(value)
    message = f"neither a scenario nor an account can hold {value!r}; use texts, numbers, lists and mappings"
    raise WrongValueError(message)
