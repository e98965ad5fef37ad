"""How a call or a message ended, as its callback said it."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple
from urllib.parse import unquote, unquote_plus

from mock_esms.cli.learn.observing.callback_shapes import ParsedCallback
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
UNTOLD_STATUS: Final = "?"
"""In the place of a CallStatus that a CallbackUrl did not ask for: an empty one means that the carrier failed."""
_MOST_ENCODED: Final = 3
"""error_info is percent-encoded once or twice, and may have been logged encoded once more (FACTS-MESSAGES 7)."""
_ERROR: Final = re.compile(r'error\\*"\s*:\s*(-?\d{1,5})(?!\d)', re.ASCII)


class Ending(NamedTuple):
    """What a callback said of the end.

    ``outcome`` is the CallStatus of a call, of a message ``delivered``, ``failed`` or ``refused``; ``detail`` the key
    that was pressed, or the number of Zalo's error.
    """

    outcome: str = ""
    detail: str = ""
    sent_result: str = ""
    price: str = ""

    def decoded(self) -> "Ending":
        """The same, of texts that were percent-encoded."""
        return Ending(*map(unquote_plus, self))


def ending_of(callback: ParsedCallback) -> Ending:
    """The end, in texts as they were sent."""
    value = callback.value
    if callback.shape.kind.name in CHANNELS:
        return _message_ending(callback)
    status = value("callstatus") if "callstatus" in callback.shape.positions else UNTOLD_STATUS
    return Ending(status, value("ivr"), value("sentresult"), value("price"))


def _message_ending(callback: ParsedCallback) -> Ending:
    """One that reached any of its receivers is delivered. An advertisement's counts may both be 0: it is, too."""
    value = callback.value
    if value("sendstatus") == str(REFUSED):
        return Ending(NOT_APPROVED)
    if _count(value("sendfailed")) == 0 or _count(value("sendsuccess")) > 0:
        return Ending(DELIVERED)
    text = value("error_info")
    for _ in range(_MOST_ENCODED):
        text = unquote(text)
    error = _ERROR.search(text)
    return Ending(FAILED, error[1] if error is not None and int(error[1]) else "")


def _count(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() else 0
