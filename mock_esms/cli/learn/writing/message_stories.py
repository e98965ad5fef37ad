"""What messages' callbacks say of their ends, and the outcomes of scenarios that end so."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final
from urllib.parse import unquote

from mock_esms.cli.learn.observing.story_kinds import StoryKind
from mock_esms.model.callback import REFUSED
from mock_esms.model.message_plan import Channel

CHANNELS: Final[Mapping[str, Channel]] = MappingProxyType(
    {
        "sms": "sms",
        "advert": "sms",
        "zalo": "zalo",
        "uid": "zalo",
        "consult": "zalo",
        "journey": "zalo",
        "viber": "viber",
    }
)
"""The channel of each kind of callback that reports a message; of the others a scenario can say nothing."""

DELIVERED: Final = "delivered"
FAILED: Final = "failed"
NOT_APPROVED: Final = "refused"
_MOST_ENCODED: Final = 3
"""error_info is percent-encoded once or twice, and may have been logged encoded once more (FACTS-MESSAGES 7)."""
_ERROR: Final = re.compile(r'error\\*"\s*:\s*(-?\d{1,5})(?!\d)', re.ASCII)


def message_ending(value: Callable[[str], str]) -> tuple[str, str]:
    """How a message ended, and the number of Zalo's error; ``value`` gives a parameter as it was sent.

    One that reached any of its receivers is delivered. An advertisement's counts may both be 0: it is, too.
    """
    if value("sendstatus") == str(REFUSED):
        return NOT_APPROVED, ""
    if _count(value("sendfailed")) == 0 or _count(value("sendsuccess")) > 0:
        return DELIVERED, ""
    text = value("error_info")
    for _ in range(_MOST_ENCODED):
        text = unquote(text)
    error = _ERROR.search(text)
    return FAILED, error[1] if error is not None and int(error[1]) else ""


def _count(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() else 0


def outcome(kind: StoryKind, channel: Channel) -> str:
    """What a scenario says of a message that ended so, in YAML's short form."""
    error = f"{{error: {kind.detail}}}" if kind.detail and channel == "zalo" else "{}"
    return f"{kind.ending}: {error if kind.ending == FAILED else '{}'}"
