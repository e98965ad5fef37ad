"""What is a voice call's own: what the called person hears, what is reported of it, and what it costs."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final

from mock_esms.config.account import Account, VoiceTemplate
from mock_esms.config.settings import Quirks
from mock_esms.esms.operation import Plays
from mock_esms.esms.responses.wcf_json import four_places
from mock_esms.model.callback import DONE, SendStatus
from mock_esms.model.calls import CallRequest, CallResult, RequestWarning, Timeline
from mock_esms.model.times import MINUTE, SECOND, Duration


def is_trial_call(request: CallRequest) -> bool:
    """Whether only a response is wanted: with ``Sandbox=1`` nothing is stored, charged or delivered (FACTS 4)."""
    return request.value_of("Sandbox") == "1"


# --- what the called person hears, as far as it is known (CONTRACT 13 and 16, ``call.spoken``) ------------------------

_PLACE: Final = re.compile(r"\{(\d{1,2})\}", re.ASCII)
"""Where a value stands in a template's text: ``{1}`` is the first."""
SEPARATOR: Final = "||"
"""What stands between the values of VariableListStr (FACTS 2)."""


def spoken_text(plays: Plays, request: CallRequest, account: Account) -> str | None:
    """What is said to whoever answers; None where nobody knows: a recording or template without its words."""
    named = request.value_of(plays.parameter)
    match plays.listed:
        case "recordings":
            recording = None if account.recordings is None else account.recording(named)
            return None if recording is None else recording.says or None
        case "templates":
            values = _values_in(plays, request)
            text = _filled(account.voice_template(named), values)
            return " ".join(values) or None if text is None and plays.says_values else text
        case None:
            return named or None


def template_warnings(plays: Plays, request: CallRequest, account: Account) -> tuple[RequestWarning, ...]:
    """What is to be said of a template whose places are not as many as the values for them; its text is known here."""
    template = account.voice_template(request.value_of(plays.parameter)) if plays.listed == "templates" else None
    if template is None or not template.text:
        return ()
    given = len(_values_in(plays, request))
    most = max((int(place) for place in _PLACE.findall(template.text)), default=0)
    if given == most:
        return ()
    left = "the places without one stay empty" if given < most else "nobody hears the last"
    message = (
        f"Template {template.id} has places for {_counted(most)}, and {' with '.join(plays.values)} gives "
        f"{_counted(given)}: {left}. Its text is: {template.text}"
    )
    return (RequestWarning("template-values-unfit", message),)


def _counted(values: int) -> str:
    return f"{values} value" if values == 1 else f"{values} values"


VALUE_READERS: Final[Mapping[str, Callable[[str], list[str]]]] = {
    "VariableListStr": lambda values: values.split(SEPARATOR) if values else [],
    "VarStr": lambda text: [text] if text else [],
    "VarNum": lambda number: [" ".join(number)] if number else [],
}
"""How each parameter gives values for the places of a template; VarNum is read digit by digit (FACTS 2)."""


def _values_in(plays: Plays, request: CallRequest) -> list[str]:
    """The values for the places of a template, the first one first."""
    return [value for name in plays.values for value in VALUE_READERS[name](request.value_of(name))]


def _filled(template: VoiceTemplate | None, values: list[str]) -> str | None:
    if template is None or not template.text:
        return None

    def value(place: re.Match[str]) -> str:
        number = int(place[1])
        return values[number - 1] if 0 < number <= len(values) else ""

    return _PLACE.sub(value, template.text)


# --- what is reported of a call that has ended, and what it costs (FACTS 2 and 3, CONTRACT 4) -------------------------

ANSWERED: Final = "ANSWERED"
NO_ANSWER: Final = "NO ANSWER"
CARRIER_FAILED: Final = ""
"""The CallStatus of a call that the carrier could not make: sent, but empty (FACTS 3, the printed example)."""

_NOTHING: Final = Decimal(0)


def result_of(timeline: Timeline, *, price_per_minute: Decimal | None, caller_id: str, quirks: Quirks) -> CallResult:
    """The result of a call that has ended.

    CallDuration is in whole seconds that have passed (4.9 s of talk are 4), as telephone exchanges count. Busy and
    rejected are reported as NO ANSWER. Without an answer the duration is 0, the price 0.0000 and Ivr empty (FACTS 3).
    """
    answered = timeline.outcome == "answered"
    failed = timeline.outcome == "failed"
    return CallResult(
        call_status=ANSWERED if answered else CARRIER_FAILED if failed else NO_ANSWER,
        call_duration=timeline.talk // SECOND if answered else 0,
        ivr=timeline.key if answered else "",
        price=four_places(cost_of(timeline, price_per_minute=price_per_minute)),
        sent_result=1 if answered else 0 if failed else quirks.no_answer_sent_result,
        send_status=DONE,
        cid=caller_id,
    )


def progress_of(send_status: SendStatus, caller_id: str) -> CallResult:
    """What a callback says before the call has ended: nothing yet, but how far it has come (FACTS 3)."""
    return CallResult("", 0, "", four_places(Decimal(0)), 0, send_status, caller_id)


def cost_of(timeline: Timeline, *, price_per_minute: Decimal | None) -> Decimal:
    """What a call costs, in VND with at most four places, as it is reported and charged.

    An answered call costs what its scenario says (the total), else the account's price for each minute of CallDuration
    that has begun: 1 to 60 s are one minute, 61 s are two. A call that was answered and hung up within its first
    second has a CallDuration of 0, in which no minute has begun: it costs nothing, like one that nobody answered.
    """
    if timeline.outcome != "answered":
        return _NOTHING
    if timeline.price is not None:
        return Decimal(four_places(timeline.price))
    if price_per_minute is None:  # the account lost its price list after the call was accepted
        return _NOTHING
    return Decimal(four_places(price_per_minute * _begun_minutes(timeline.talk)))


def _begun_minutes(talk: Duration) -> int:
    whole_seconds = talk // SECOND * SECOND
    return -(-whole_seconds // MINUTE)
