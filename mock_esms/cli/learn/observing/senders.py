"""Who sent the callbacks of one kind, and how, as far as logs tell it."""

from collections import Counter
from typing import Final
from urllib.parse import unquote

from mock_esms.cli.learn.observing.duration_sample import DurationSample
from mock_esms.cli.learn.reading.log_entries import LoggedRequest

_MOST_TEXTS: Final = 100
_LONGEST_TEXT: Final = 300


class Senders:
    """How often each was logged."""

    def __init__(self) -> None:
        self.agents: Counter[str] = Counter()
        self.protocols: Counter[str] = Counter()
        self.ways: Counter[str] = Counter()
        """The methods, and where the parameters were (``LoggedRequest.sent_by``)."""
        self.timeouts = DurationSample()
        """After how long the sender closed the connection without an answer."""

    def tally(self, request: LoggedRequest, times: int) -> None:
        """So many more requests that were sent as this one."""
        for counter, text in (
            (self.agents, None if request.user_agent is None else _meant(request.user_agent)),
            (self.protocols, request.protocol),
            (self.ways, request.sent_by),
        ):
            if text is not None and (text in counter or (len(counter) < _MOST_TEXTS and len(text) <= _LONGEST_TEXT)):
                counter[text] += times


def _meant(agent: str) -> str:
    """A User-Agent as it was meant: logs escape what is not ASCII, and were read as Latin-1 whatever they are."""
    text = unquote(agent)
    try:
        return text.encode("latin-1").decode()
    except UnicodeError:
        return text
