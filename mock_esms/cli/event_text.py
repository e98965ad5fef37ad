"""Events of a sandbox as lines of text: a pure function, shared by ``tail``, ``call --wait`` and ``demo``.

``message_text`` has the words for messages. Both read the data of the events of CONTRACT 7 and 13, as they come over
the wire. What somebody else wrote (a phone number, a receiver's answer) is made harmless to a terminal first.
"""

import json
from collections.abc import Mapping
from typing import Final, NamedTuple

from mock_esms._text import printable
from mock_esms.cli import message_text
from mock_esms.cli.client import EventData
from mock_esms.cli.message_text import FINAL, EventText, chosen_by
from mock_esms.cli.output import Tone
from mock_esms.model.callback import LOST_ACKNOWLEDGEMENT
from mock_esms.model.calls import OUTCOME_TEXT
from mock_esms.model.times import SECOND, parse_instant

_ENDS: Final[Mapping[str, tuple[str, Tone]]] = {
    "delivered": ("callback delivered", "good"),
    "exhausted": ("CALLBACK NOT DELIVERED, no attempt is left", "bad"),
    "blocked": ("CALLBACK BLOCKED, it was never sent", "bad"),
    "dropped": ("the callback was dropped, as the scenario wants", "warning"),
    "pending": ("it is never reported, as the scenario wants", "warning"),
}


class EventLine(NamedTuple):
    """What happened: the sandbox's date and time, what it is about, and what is said of it."""

    day: str
    time: str
    what: str
    text: str
    tone: Tone = "plain"

    def __str__(self) -> str:
        """Time, what, and what is said of it."""
        return self.about("")

    def about(self, call: str) -> str:
        """The same, with a column after the time that says which call it is about."""
        return f"{self.time}  {call}{self.what:<10} {self.text}"


def event_lines(event: str, fields: EventData, *, verbose: bool = False) -> tuple[EventLine, ...]:
    """The lines of an event: one, and one more for each warning of a call, or for the advice on a failed attempt.

    ``verbose``: and all that went over the wire in an attempt, as curl writes it.
    """
    at = str(fields.get("at", ""))
    day, time = at[:10], at[11:23]
    texts: list[EventText]
    try:
        texts = [_TEXTS[event](fields)]
        if event in {"call", "message", "application"}:
            texts += [_warning(warning) for warning in fields[event]["warnings"]]
        elif event == "attempt":
            texts += _advice(fields)
            texts += wire_lines(fields["attempt"]) if verbose else []
            if "inbound" in fields and fields["attempt"]["ms"] is not None:
                texts.append(message_text.replied(fields["inbound"]))
    except (KeyError, TypeError, ValueError, IndexError, AttributeError):
        # Another version of the sandbox may have other events; better raw than not at all.
        texts = [(event, json.dumps(fields, ensure_ascii=False), "plain")]
    return tuple(EventLine(day, time, what, printable(text), tone) for what, text, tone in texts)


def _warning(warning: EventData) -> EventText:
    return "warning", f"{warning['code']}: {warning['message']}", "warning"


def _request(fields: EventData) -> EventText:
    request = fields["request"]
    if request["status"] is None:
        made = "the call is made all the same" if fields["sms_id"] else "no call is made"
        what = request["operation"] or f"{request['method']} {request['path']}"
        return "request", f"{what}: no whole answer goes out, as the scenario wants; {made}", "warning"
    if request["code"] is None:
        return "request", f"{request['method']} {request['path']}: status {request['status']}", "warning"
    text = f"{request['operation']}: CodeResult {request['code']}"
    return ("request", text, "faint") if request["code"] == "100" else ("request", text, "warning")


def _call(fields: EventData) -> EventText:
    call = fields["call"]
    return "accepted", f"{call['operation']}, {chosen_by(call, 'any call')}", "plain"


def _queued(_fields: EventData) -> EventText:
    return "queued", "waits for a line, all lines of the account are taken", "warning"


def _dial(fields: EventData) -> EventText:
    dial = fields["dial"]
    what = f"dial {dial['number']}"
    if dial["outcome"] is None:
        waited = f" after {dial['waited']:g}s of waiting for a line" if dial.get("waited") else ""
        return what, f"rings{waited}", "faint"
    outcome = OUTCOME_TEXT[dial["outcome"]]
    if parse_instant(fields["at"]) > parse_instant(dial["at"]) + round((dial["ring"] or 0) * SECOND):
        # Published again after its end: somebody decides an interactive call, and is talking.
        return what, "the called person has pressed a key or hung up", "plain"
    if dial["outcome"] == "failed":
        return what, outcome, "warning"
    return what, f"{outcome} after {dial['ring']:g}s", "plain" if dial["outcome"] == "answered" else "warning"


def _ended(fields: EventData) -> EventText:
    if "legs" in fields:
        return message_text.ended(fields)
    return "ended", summary(fields["result"]), "plain"


def summary(result: EventData) -> str:
    """A call's result in a few words: ``ANSWERED, 14 s, key 1, price 450.0000``."""
    status = result["CallStatus"]
    if status != "ANSWERED":
        return status or "no CallStatus: the carrier failed"
    key = f"key {result['Ivr']}, " if result["Ivr"] else ""
    return f"{status}, {result['CallDuration']} s, {key}price {result['Price']}"


def _attempt(fields: EventData) -> EventText:
    attempt, callback = fields["attempt"], _callback_of(fields)
    final = callback["send_status"] in FINAL
    what = f"{'callback' if final else 'progress'} {attempt['number']}"
    about = [callback.get("channel", ""), "" if final else f"SendStatus {callback['send_status']}"]
    which = "".join(f"{word}: " for word in about if word)
    due = callback["next_due"]
    if attempt["ms"] is None:
        # Copies of it, if there are any, do not wait for its end.
        following = "at once" if due == attempt["at"] else f"at {_time_of(due)}" if due else ""
        more = f" (the next follows {following})" if due else ""
        return what, f"{which}{attempt['url']}{more}", "faint"
    text = which + (attempt["error"] or f"status {attempt['status']} in {attempt['ms']:.0f} ms")
    after = f", next at {_time_of(due)}" if due else ""
    if attempt["acknowledged"]:
        return what, f"{text}, acknowledged{after}", "good"
    lost = attempt["detail"] == LOST_ACKNOWLEDGEMENT
    why = f": {attempt['detail']}" if attempt["detail"] else ""
    return what, f"{text}{', ACKNOWLEDGEMENT LOST' if lost else ''}{after}{why}", "warning" if lost else "bad"


def _advice(fields: EventData) -> list[EventText]:
    """The advice on a failed attempt, with the first and the last one; between them it would be repeated."""
    attempt = fields["attempt"]
    advice = attempt.get("advice")  # an older sandbox gives none
    shown = advice and (attempt["number"] == 1 or _callback_of(fields)["next_due"] is None)
    return [("advice", advice, "warning")] if shown else []


def wire_lines(attempt: EventData) -> list[EventText]:
    """What went over the wire in an attempt that has ended: request, answer, and how long each step took."""
    request, response = attempt["request"], attempt["response"]
    lines = []
    if request is not None:
        lines.append(f"> {request['method']} {request['target']} HTTP/1.1")
        lines += [f"> {name}: {value}" for name, value in request["headers"]]
        lines += ["> ", f"> {request['body']}"] if request.get("body") else []
    if response is not None:
        lines.append(f"< {response['version']} {response['status']} {response['reason']}".rstrip())
        lines += [f"< {name}: {value}" for name, value in response["headers"]]
    phases = [f"{phase} {took:g} ms" for phase, took in attempt["phases"].items() if took is not None]
    if phases:
        to = f"to {attempt['peer']}: " if attempt["peer"] else ""
        lines.append(f"* {to}{', '.join(phases)}")
    return [("", line, "faint") for line in lines]


def _callback_of(fields: EventData) -> EventData:
    callback: EventData = fields["callbacks"][fields["callback"]]
    return callback


def _time_of(instant: str) -> str:
    return instant[11:19]


def _given_up(_fields: EventData) -> EventText:
    return "given up", "no further attempt is made, as somebody asked for", "warning"


def _settled(fields: EventData) -> EventText:
    callbacks = fields["callbacks"]
    if not callbacks:
        if fields.get("state", "ended") != "ended":
            return "settled", *_ENDS["pending"]
        return "settled", "no CallbackUrl was given, so nothing is reported", "faint"
    text, tone = _ENDS[callbacks[-1]["state"]]
    worse = [callback for callback in callbacks[:-1] if callback["state"] != "delivered"]
    for callback in worse:
        final = callback["send_status"] in FINAL
        what = "the callback" if final else f"progress with SendStatus {callback['send_status']}"
        of = f" of {callback['channel']}" if callback.get("channel") else ""
        text += f"; {what}{of}: {callback['state']}"
    return "settled", text, "bad" if worse else tone


def _clock(fields: EventData) -> EventText:
    return "clock", f"{fields['mode']}, speed {fields['speed']:g}, now {fields['now'][11:23]}", "faint"


def _reset(fields: EventData) -> EventText:
    who = fields.get("api_key")
    return "reset", f"everything of the account {who} is forgotten" if who else "everything is forgotten", "warning"


_TEXTS: Final = {
    "request": _request,
    "call": _call,
    "queued": _queued,
    "dial": _dial,
    "message": message_text.accepted,
    "sent": message_text.sent,
    "inbound": message_text.written,
    "application": message_text.applied,
    "decided": message_text.decided,
    "ended": _ended,
    "attempt": _attempt,
    "given_up": _given_up,
    "settled": _settled,
    "clock": _clock,
    "reset": _reset,
}
