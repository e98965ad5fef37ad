"""Which calls are meant: globs over a call's request and over what became of it (CONTRACT 7)."""

from collections.abc import Iterable
from heapq import nlargest

from mock_esms.config.match import Match, request_value
from mock_esms.model.calls import Call


def call_value(call: Call, name: str) -> str | None:
    """The text that a glob of that name (one of ``match.CALL_NAMES``) is held against."""
    match name:
        case "sms_id":
            return call.sms_id
        case "scenario":
            return call.scenario
        case "state":
            return call.state
        case "settled":
            return "true" if call.settled else "false"
        case _:
            return request_value(call.request, name)


def fits(match: Match, call: Call) -> bool:
    """Whether the call fits all globs."""
    return match.fits(lambda name: call_value(call, name))


def misfits(match: Match, call: Call) -> tuple[str, ...]:
    """The names of the globs that the call does not fit."""
    return match.misfits(lambda name: call_value(call, name))


def nearest(match: Match, calls: Iterable[Call], limit: int = 3) -> list[Call]:
    """The calls that fit most of the globs, the newest first among equals; evidence for what did not come."""
    ranked = ((-len(misfits(match, call)), call.number, call) for call in calls)
    return [call for _, _, call in nlargest(limit, ranked, key=lambda entry: entry[:2])]
