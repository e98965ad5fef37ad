"""What older versions of the file say of a call, in the words of this one. Pure.

The mutable text of a row is written whenever something happens to its call, the immutable one is not: each of them may
be of another format.
"""

from typing import Any, Final

_DIAL_PARAMETERS: Final = ("max_retry", "wait_retry", "time_wait_to_ivr", "ivr", "number_forward")


def upgrade_immutable(immutable: dict[str, Any]) -> dict[str, Any]:
    """What never changes about a call.

    Format 2 said how it ends only in its last dial, and had the parameters of dials beside those of the request.
    """
    if "timeline" in immutable:
        immutable = _immutable_of_format_1(immutable)
    request, course = immutable["request"], immutable["course"]
    if dial_parameters := {name: request.pop(name) for name in _DIAL_PARAMETERS if name in request}:
        request["dial_parameters"] = dial_parameters
    if "outcome" not in course:
        course["outcome"] = course["dials"][-1]["outcome"]
    return immutable


def _immutable_of_format_1(immutable: dict[str, Any]) -> dict[str, Any]:
    """It had the whole timeline, on the sandbox's own time."""
    request, course = immutable["request"], immutable.pop("timeline")
    begins_at = max(immutable["received_at"], request.get("send_date", 0))
    for dial in course["dials"]:
        dial["at"] -= begins_at
    course["ends_at"] -= begins_at
    if course["key_at"] is not None:
        course["key_at"] -= begins_at
    return {
        **immutable,
        "form": request.pop("parameters"),
        "phone": request.pop("phone"),
        "request_id": request.pop("request_id", ""),
        "course": course,
    }


def upgrade_mutable(mutable: dict[str, Any]) -> dict[str, Any]:
    """What has happened to a call; format 2 counted attempts by hand downwards from -1."""
    if "dials" in mutable:
        mutable = _mutable_of_format_1(mutable)
    for callback in mutable["callbacks"]:
        for attempt in callback["attempts"]:
            if (tries := attempt.pop("tries", None)) is not None:
                attempt.update({"try_number": abs(tries), "manual": tries < 0})
    return mutable


def _mutable_of_format_1(mutable: dict[str, Any]) -> dict[str, Any]:
    """It had all dials that had begun."""
    dials = mutable.pop("dials")
    rings = bool(dials) and dials[-1]["outcome"] is None
    return {**mutable, "steps": 2 * len(dials) - rings}
