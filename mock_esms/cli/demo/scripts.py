"""The calls of the demo as values, and what must come of each. The demo checks itself by this."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mock_esms.model.calls import Call, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """One call of the demo.

    ``phone`` chooses a shipped scenario by its last digits. ``fails`` is how often the receiver answers 500 first.
    The rest is what must come of it.
    """

    title: str
    phone: str
    parameters: tuple[tuple[str, str], ...] = ()
    fails: int = 0
    dials: tuple[Outcome, ...]
    call_status: str
    key: str = ""

    @property
    def statuses(self) -> tuple[int, ...]:
        """What the receiver answers, in order."""
        return (500,) * self.fails + (200,)


SCRIPTS: Final = (
    Script(
        title="The customer answers and presses 1",
        phone="0901555102",
        dials=("answered",),
        call_status="ANSWERED",
        key="1",
    ),
    Script(
        title="Nobody answers; dialled again",
        phone="0901555201",
        parameters=(("MaxRetry", "1"), ("WaitRetry", "15")),
        dials=("no_answer", "no_answer"),
        call_status="NO ANSWER",
    ),
    Script(
        title="The receiver fails twice before it says 200",
        phone="0901555101",
        fails=2,
        dials=("answered",),
        call_status="ANSWERED",
    ),
)


def differences(script: Script, call: Call | None, received: Sequence[str]) -> list[str]:
    """What did not come as expected, a sentence each; ``received`` are the queries that the receiver got."""
    if call is None or call.result is None:
        return [f"{script.title}: the call never ended"]
    found = (
        ("dials", script.dials, tuple(dial.outcome for dial in call.dials)),
        ("CallStatus", script.call_status, call.result.call_status),
        ("Ivr", script.key, call.result.ivr),
        ("answers of the receiver", script.statuses, tuple(attempt.status for attempt in call.attempts)),
        ("requests at the receiver", len(script.statuses), len(received)),
        ("callback", "delivered", call.callbacks[-1].state if call.callbacks else "none"),
    )
    return [
        f"{script.title}: {what}: {actual} came, {expected} was expected"
        for what, expected, actual in found
        if expected != actual
    ]
