"""The JSON of the control API as JSON Schema: what ``views`` writes and what bodies may say (CONTRACT 7)."""

from typing import Any, Final

from mock_esms.clock.clock import CLOCK_MODES
from mock_esms.exchange.call_progress import DEEDS

Json = dict[str, Any]

TEXT: Final[Json] = {"type": "string"}
WHOLE: Final[Json] = {"type": "integer"}
NUMBER: Final[Json] = {"type": "number"}
TRUTH: Final[Json] = {"type": "boolean"}
MATCH: Final[Json] = {
    "type": "object",
    "description": "globs by the name of a parameter; all must fit, {} is every call",
    "additionalProperties": TEXT,
}


def ref(name: str) -> Json:
    """A schema by its name."""
    return {"$ref": f"#/components/schemas/{name}"}


def some(schema: Json) -> Json:
    """A list of these."""
    return {"type": "array", "items": schema}


def null_or(schema: Json) -> Json:
    """This, or null."""
    return {"anyOf": [schema, {"type": "null"}]}


def record(*needed: str, **fields: Json) -> Json:
    """An object with these fields; those that are not ``needed`` may be left out. Nothing named: all are needed."""
    return {"type": "object", "properties": fields, "required": list(needed or fields)}


def body(**fields: Json) -> Json:
    """The object that a request sends: every field may be left out, and there is no other."""
    return {"type": "object", "properties": fields, "additionalProperties": False}


_SCENARIO: Final[Json] = {
    "name": TEXT,
    "title": TEXT,
    "source": {"enum": ["shipped", "file", "api"]},
    "match": null_or(MATCH),
    "priority": WHOLE,
    "armed": WHOLE,
}

SCHEMAS: Final[Json] = {
    "Error": record("error", error=record(code=TEXT, message=TEXT), problems=some(ref("Problem"))),
    "Warning": record(code=TEXT, message=TEXT),
    "Problem": record(line=null_or(WHOLE), column=null_or(WHOLE), key=TEXT, message=TEXT),
    "Dial": record(number=WHOLE, at=TEXT, ring=null_or(NUMBER), outcome=null_or(TEXT), interactive=TRUTH),
    "Result": record(
        CallStatus=TEXT, CallDuration=WHOLE, Ivr=TEXT, Price=TEXT, SentResult=WHOLE, SendStatus=WHOLE, CID=TEXT
    ),
    "Attempt": record(
        number=WHOLE,
        at=TEXT,
        url=TEXT,
        status=null_or(WHOLE),
        error=null_or(TEXT),
        detail=TEXT,
        advice=TEXT,
        ms=null_or(NUMBER),
        answer=TEXT,
        acknowledged=TRUTH,
        hops=some(record(url=TEXT, status=WHOLE)),
    ),
    "Callback": record(send_status=WHOLE, state=TEXT, next_due=null_or(TEXT), attempts=some(ref("Attempt"))),
    "Call": record(
        sms_id=TEXT,
        operation=TEXT,
        scenario=TEXT,
        chosen=record(by={"enum": ["armed", "match", "default"]}, match=MATCH),
        received_at=TEXT,
        request={"type": "object", "additionalProperties": TEXT},
        warnings=some(ref("Warning")),
        state={"enum": ["scheduled", "dialling", "talking", "ended"]},
        settled=TRUTH,
        dials=some(ref("Dial")),
        pressed=null_or(record(key=TEXT, at=TEXT)),
        ended_at=null_or(TEXT),
        result=null_or(ref("Result")),
        callbacks=some(ref("Callback")),
    ),
    "Request": record(
        number=WHOLE,
        at=TEXT,
        method=TEXT,
        path=TEXT,
        query=TEXT,
        status=null_or(WHOLE),
        operation=null_or(TEXT),
        sms_id=null_or(TEXT),
        code=null_or(TEXT),
        warnings=some(ref("Warning")),
    ),
    "Clock": record(
        mode={"enum": list(CLOCK_MODES)},
        speed=NUMBER,
        rate=NUMBER,
        now=TEXT,
        next_due=null_or(TEXT),
        pending=WHOLE,
    ),
    "Scenario": record(**_SCENARIO),
    "ScenarioText": record(**_SCENARIO, yaml=TEXT),
    "Account": record(
        api_key=TEXT,
        secret_key=TEXT,
        built_in=TRUTH,
        balance=NUMBER,
        price_per_minute=null_or(NUMBER),
        caller_id=TEXT,
        recordings=null_or(some(TEXT)),
        templates=null_or(some(TEXT)),
        blocked_phones=some(TEXT),
        allowed_ips=null_or(some(TEXT)),
        active=TRUTH,
    ),
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
"""Every schema of the control API, by its name."""
