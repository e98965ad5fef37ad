"""What calls, messages, what people write and applications have in common, as JSON.

A ``Moment`` is ISO 8601 with milliseconds and +07:00.
"""

from typing import Literal, TypedDict

from mock_esms.model.calls import RequestWarning, ScenarioChoice
from mock_esms.model.times import Instant, format_instant

Moment = str
Globs = dict[str, str]
JsonFields = dict[str, object]
"""A value with the fields that it has in the settings file (CONTRACT 6 and 12)."""


class WarningJson(TypedDict):
    """What eSMS would have swallowed silently."""

    code: str
    message: str


class ChosenJson(TypedDict):
    """Why the scenario was chosen."""

    by: Literal["armed", "match", "default"]
    match: Globs


def serialize_warning(warning: RequestWarning) -> WarningJson:
    """A warning."""
    return {"code": warning.code, "message": warning.message}


def serialize_chosen(chosen: ScenarioChoice) -> ChosenJson:
    """Why the scenario was chosen."""
    return {"by": chosen.by, "match": dict(chosen.match)}


def optional_moment(instant: Instant | None) -> Moment | None:
    """A moment that may not have come."""
    return None if instant is None else format_instant(instant)
