"""What a scenario can say (CONTRACT 5). The classes are the language: a new key is a new field.

Times that are left out: the person answers after 1s and talks for 3s; rings unanswered for 30s; a busy line tells so
after 1s; the person rejects the call after 5s. Where a duration stands, a range may stand, of which one is drawn.
"""

import dataclasses
from dataclasses import dataclass
from typing import Annotated, ClassVar, Final, Self

from mock_esms.calls import Outcome
from mock_esms.document import OneOf, WrongKeysError
from mock_esms.document.kinds import FilledText, Money, Rank, Reads, shown
from mock_esms.match import Match
from mock_esms.settings import CLOSED, CallbackRules
from mock_esms.times import Span

ANSWER_RING: Final = Span.parse("1s")
TALK: Final = Span.parse("3s")
NO_ANSWER_RING: Final = Span.parse("30s")
BUSY_RING: Final = Span.parse("1s")
REJECT_RING: Final = Span.parse("5s")

ANY_KEY: Final = "any"
"""``press: any``: one of the digits is drawn."""
KEYS: Final = "0123456789*#"


def _press(value: object) -> str:
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    if text == ANY_KEY or (len(text) == 1 and text in KEYS):
        return text
    message = f'{shown(value)} is no key of a phone; write "0" to "9", "*", "#", or any'
    raise ValueError(message)


_PRESS_SCHEMA: Final = {"enum": [*KEYS, *range(10), ANY_KEY]}
Press = Annotated[str, Reads(_press, _PRESS_SCHEMA)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The person picks up after ``ring``, talks for ``talk``, and may press a key ``after`` having picked up (0s).

    ``price`` is the total in VND; None leaves it to the account's price list.
    """

    __pydantic_config__: ClassVar = CLOSED
    outcome: ClassVar[Outcome] = "answered"

    ring: Span = ANSWER_RING
    talk: Span = TALK
    press: Press | None = None
    after: Span | None = None
    price: Money | None = None

    def __post_init__(self) -> None:
        """Refuse a time for a key that is never pressed."""
        if self.after is not None and self.press is None:
            raise WrongKeysError([("after", 'this is when a key is pressed; say which, as in `press: "1"`')])


@dataclass(frozen=True, slots=True, kw_only=True)
class NoAnswer:
    """It rings until the carrier gives up."""

    __pydantic_config__: ClassVar = CLOSED
    outcome: ClassVar[Outcome] = "no_answer"

    ring: Span = NO_ANSWER_RING


@dataclass(frozen=True, slots=True, kw_only=True)
class Busy:
    """The line is engaged; ``ring`` is the time until the network says so. Reported as NO ANSWER."""

    __pydantic_config__: ClassVar = CLOSED
    outcome: ClassVar[Outcome] = "busy"

    ring: Span = BUSY_RING


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """The person declines while it rings. Reported as NO ANSWER."""

    __pydantic_config__: ClassVar = CLOSED
    outcome: ClassVar[Outcome] = "rejected"

    ring: Span = REJECT_RING


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """The carrier cannot place the call: it never rings, and CallStatus is empty (FACTS 3)."""

    __pydantic_config__: ClassVar = CLOSED
    outcome: ClassVar[Outcome] = "failed"
    ring: ClassVar[Span] = Span(0, 0)


DialRule = Annotated[
    Answered | NoAnswer | Busy | Rejected | Failed,
    OneOf(
        "a dial",
        {"answered": Answered, "no_answer": NoAnswer, "busy": Busy, "rejected": Rejected, "failed": Failed},
    ),
]
"""What happens on one dial."""


NOTHING_SAID: Final = CallbackRules()
"""A scenario that leaves the callback to the settings."""


def _title(value: object) -> str:
    if isinstance(value, str) and value.strip() and "\n" not in value.strip():
        return value.strip()
    message = "the title is one line of text that tells the story"
    raise ValueError(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What stands in a scenario's file; its name is the file's, so it is not in here.

    ``match`` None means: only by name. The last of ``dials`` repeats.
    """

    __pydantic_config__: ClassVar = CLOSED

    title: Annotated[str, Reads(_title, {"type": "string", "minLength": 1})]
    description: str = ""
    match: Match | None = None
    priority: Rank = 0
    dials: tuple[DialRule, ...] = (Answered(),)
    callback: CallbackRules = NOTHING_SAID

    def __post_init__(self) -> None:
        """Refuse a call that is never dialled."""
        if not self.dials:
            raise WrongKeysError([("dials", "at least one dial is needed; leave `dials` out for one that is answered")])


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario(Story):
    """A story with its name."""

    name: FilledText

    @classmethod
    def named(cls, name: str, story: Story) -> Self:
        """The scenario that a file of this name with this story in it is."""
        return cls(name=name, **{part.name: getattr(story, part.name) for part in dataclasses.fields(Story)})
