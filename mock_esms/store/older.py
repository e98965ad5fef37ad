"""What older versions of the file say of a call, in the words of this one. Pure."""

from typing import Any


def of_format_1(decided: dict[str, Any], happened: dict[str, Any]) -> None:
    """Change the two texts of a call as format 1 had them: whole timelines on the sandbox's own time, and all dials."""
    request = decided["request"]
    decided["form"] = request.pop("parameters")
    decided["phone"] = request.pop("phone")
    decided["request_id"] = request.pop("request_id", "")
    course = decided["course"] = decided.pop("timeline")
    begins_at = max(decided["received_at"], request.get("send_date", 0))
    course["ends_at"] -= begins_at
    for dial in course["dials"]:
        dial["at"] -= begins_at
    if course["key_at"] is not None:
        course["key_at"] -= begins_at
    dials = happened.pop("dials")
    happened["steps"] = 2 * len(dials) - (1 if dials and dials[-1]["outcome"] is None else 0)
    if happened["result"] is None:
        del happened["result"]
