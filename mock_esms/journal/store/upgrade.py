"""What older versions of the file say of a call, in the words of this one. Pure.

What has happened to a call is written again whenever something happens, what is decided is not: each text of a row is
of a format of its own.
"""

from typing import Any


def upgrade_immutable(decided: dict[str, Any]) -> dict[str, Any]:
    """What is decided about a call; format 1 had its whole timeline, on the sandbox's own time."""
    if "timeline" not in decided:
        return decided
    request, course = decided["request"], decided.pop("timeline")
    begins_at = max(decided["received_at"], request.get("send_date", 0))
    for dial in course["dials"]:
        dial["at"] -= begins_at
    course["ends_at"] -= begins_at
    if course["key_at"] is not None:
        course["key_at"] -= begins_at
    return {
        **decided,
        "form": request.pop("parameters"),
        "phone": request.pop("phone"),
        "request_id": request.pop("request_id", ""),
        "course": course,
    }


def upgrade_mutable(happened: dict[str, Any]) -> dict[str, Any]:
    """What has happened to a call; format 1 had all dials that had begun."""
    if "dials" not in happened:
        return happened
    dials = happened.pop("dials")
    rings = bool(dials) and dials[-1]["outcome"] is None
    return {**happened, "steps": 2 * len(dials) - rings}
