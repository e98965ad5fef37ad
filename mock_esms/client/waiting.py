"""What waiting is asked for, and what came of it: the same for whoever blocks and for whoever awaits."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from mock_esms.client.connection import ControlRequest, given
from mock_esms.errors import UsageError
from mock_esms.model.goals import Goal

if TYPE_CHECKING:
    from mock_esms.model.times import DurationLike

LONG: Final = 3_600.0
"""Real seconds for which time may be moved: whatever is due on the way is sent over real sockets."""


def wait(what: str, match: Mapping[str, object], *, until: Goal, count: int | None, timeout: float) -> ControlRequest:
    """Until calls or messages have got there."""
    goal = dict(until) if isinstance(until, Mapping) else until
    body = {"what": what, "match": match, "until": goal, "count": count, "timeout": timeout}
    return ControlRequest("POST", "/wait", body, seconds=timeout)


def code(phone: str, api_key: str | None, timeout: float) -> ControlRequest:
    """Until all that is on its way to a phone is there."""
    query = {"timeout": timeout, "api_key": api_key}
    return ControlRequest("GET", f"/otp/{quote(phone, safe='')}", query=query, seconds=timeout)


def inbound(sender: str, to: str, content: str, api_key: str | None) -> ControlRequest:
    """What a person writes to a shortcode, until the first attempt to tell the partner has ended."""
    body = {"from": sender, "to": to, "content": content, **given(api_key=api_key)}
    return ControlRequest("POST", "/inbound", body, seconds=LONG)


def settle(timeout: float) -> ControlRequest:
    """Until nothing is due any more."""
    return ControlRequest("POST", "/clock/advance", {"until": "idle", "timeout": timeout}, seconds=timeout)


def never(what: str, span: "DurationLike", match: Mapping[str, object], until: Goal) -> ControlRequest:
    """Sandbox time in which nothing may get there."""
    goal = dict(until) if isinstance(until, Mapping) else until
    body = {"what": what, "match": match, "until": goal, "within": _duration(span)}
    return ControlRequest("POST", "/never", body, seconds=LONG)


def advance(by: "DurationLike | None", to: str | datetime | None) -> ControlRequest:
    """Sandbox time by a duration or to a moment, else until nothing is due. Raises ``UsageError`` for both."""
    if by is not None and to is not None:
        message = "advance moves by a duration or to a moment; leave one of the two out"
        raise UsageError(message)
    body: dict[str, object] = {"until": "idle"}
    if by is not None:
        body = {"by": _duration(by)}
    elif to is not None:
        body = {"to": to.isoformat() if isinstance(to, datetime) else to}
    return ControlRequest("POST", "/clock/advance", body, seconds=LONG)


def reset(api_key: str | None, *, accounts: bool) -> ControlRequest:
    """Everything forgotten, or what is one account's; with ``accounts`` these are as the settings say, too."""
    return ControlRequest("POST", "/reset", {"accounts": accounts, **given(api_key=api_key)}, seconds=LONG)


def open_account(api_key: str, fields: str) -> ControlRequest:
    """An account opened, or replaced."""
    return ControlRequest("PUT", f"/accounts/{quote(api_key, safe='')}", fields)


def _duration(span: "DurationLike") -> str | float:
    return f"{round(span / timedelta(milliseconds=1))}ms" if isinstance(span, timedelta) else span
