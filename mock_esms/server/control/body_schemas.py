"""Schemas of the control API's bodies."""

from typing import Any, Final

from mock_esms.clock.clock import CLOCK_MODES
from mock_esms.exchange.call_progress import DEEDS

Json = dict[str, Any]

TEXT: Final[Json] = {"type": "string"}
WHOLE: Final[Json] = {"type": "integer"}
NUMBER: Final[Json] = {"type": "number"}
MATCH: Final[Json] = {
    "type": "object",
    "description": "globs by the name of a parameter; all must fit, {} is every call",
    "additionalProperties": TEXT,
}
NOTHING: Final[Json] = {"type": "object", "additionalProperties": False}


def body(**fields: Json) -> Json:
    """The object that a request sends: every field may be left out, and there is no other."""
    return {"type": "object", "properties": fields, "additionalProperties": False}


BODIES: Final[Json] = {
    "Act": {**body(do={"enum": list(DEEDS)}, key={"enum": list("0123456789*#")}), "required": ["do"]},
    "Wait": body(
        match=MATCH,
        until={
            "anyOf": [
                {"enum": ["received", "ended", "delivered", "exhausted", "settled"]},
                {**body(attempts={"type": "integer", "minimum": 1}), "required": ["attempts"]},
            ]
        },
        count={"type": "integer", "minimum": 1},
        timeout={"type": "number", "minimum": 0},
    ),
    "Verify": body(match=MATCH, times=WHOLE, at_least=WHOLE, at_most=WHOLE),
    "SetClock": body(mode={"enum": list(CLOCK_MODES)}, speed=NUMBER, now=TEXT),
    "Advance": {
        **body(by={"type": ["string", "number"]}, to=TEXT, until={"enum": ["idle"]}),
        "minProperties": 1,
        "maxProperties": 1,
    },
    "Arm": body(match=MATCH, times={"type": "integer", "minimum": 1}),
    "Reset": body(api_key=TEXT),
}
