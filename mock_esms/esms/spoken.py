"""What the called person hears, as far as it is known (CONTRACT 13 and 16, ``call.spoken``)."""

import re
from typing import Final

from mock_esms.config.account import Account
from mock_esms.model.calls import CallRequest

_PLACE: Final = re.compile(r"\{(\d{1,2})\}", re.ASCII)
"""Where a value stands in a template's text: ``{1}`` is the first."""
SEPARATOR: Final = "||"
"""What stands between the values of VariableListStr (FACTS 2)."""


def spoken_text(request: CallRequest, account: Account | None) -> str | None:  # noqa: PLR0911 - one for each operation
    """What is said to whoever answers; None where nobody knows: a recording or template without its words."""
    if account is None:
        return None
    match request.operation:
        case "MakeCallRecord_V2":
            if account.recordings is None:
                return None
            recording = account.recording(request.value_of("TemplateId"))
            return None if recording is None else recording.says or None
        case "MakeCallTemplate_V2":
            return _filled(account, request.value_of("TemplateId"), values_of(request.value_of("VariableListStr")))
        case "MakeCall":
            number = " ".join(request.value_of("VarNum"))  # it is read digit by digit (FACTS 2)
            values = [value for value in (request.value_of("VarStr"), number) if value]
            text = _filled(account, request.value_of("ApiCode"), values)
            return " ".join(values) or None if text is None else text
        case "VoiceOTP":
            return request.value_of("Code") or None
        case _:
            return request.value_of("Content") or None


def values_of(variable_list: str) -> list[str]:
    """The values of VariableListStr, from left to right; none in an empty one."""
    return variable_list.split(SEPARATOR) if variable_list else []


def places_of(text: str) -> int:
    """How many values a template's text wants."""
    return max((int(place) for place in _PLACE.findall(text)), default=0)


def _filled(account: Account, template_id: str, values: list[str]) -> str | None:
    template = account.voice_template(template_id)
    if template is None or not template.text:
        return None

    def value(place: re.Match[str]) -> str:
        number = int(place[1])
        return values[number - 1] if 0 < number <= len(values) else ""

    return _PLACE.sub(value, template.text)
