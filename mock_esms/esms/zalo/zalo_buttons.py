"""The buttons below a Zalo message by user id: each type has something else to say (FACTS-MESSAGES 2, S10 and S12)."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from mock_esms.esms.zalo.payload_fields import member, members, text_in


def check_buttons(attached: Mapping[str, Any], place: str, *, most: int | None, longest_title: int) -> None:
    """Refuse buttons that are too many, or of which one is not as documented."""
    for position, button in enumerate(members(attached, "buttons", place, most=most)):
        here = f"{place}.buttons[{position}]"
        text_in(button, "title", here, most=longest_title)
        kind = text_in(button, "type", here, among=tuple(_BUTTONS))
        _BUTTONS[kind](button, here)


def _opens_url(button: Mapping[str, Any], place: str) -> None:
    text_in(member(button, "payload", place), "url", f"{place}.payload", most=None)


def _says(button: Mapping[str, Any], place: str) -> None:
    text_in(button, "payload", place, most=1000)


def _writes_sms(button: Mapping[str, Any], place: str) -> None:
    payload = member(button, "payload", place)
    text_in(payload, "content", f"{place}.payload", most=160)
    text_in(payload, "phone_code", f"{place}.payload", most=None)


def _calls(button: Mapping[str, Any], place: str) -> None:
    text_in(member(button, "payload", place), "phone_code", f"{place}.payload", most=None)


_BUTTONS: Final[Mapping[str, Callable[[Mapping[str, Any], str], None]]] = MappingProxyType(
    {
        "oa.open.url": _opens_url,
        "oa.query.show": _says,
        "oa.query.hide": _says,
        "oa.open.sms": _writes_sms,
        "oa.open.phone": _calls,
    }
)
"""What each type of button has to say (S10)."""
