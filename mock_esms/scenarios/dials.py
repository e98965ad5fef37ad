"""What can happen on one dial (CONTRACT 5). The classes are the language: a new key is a new field.

Times that are left out: the person answers after 1s and talks for 3s; rings unanswered for 30s; a busy line tells so
after 1s; the person rejects the call after 5s. Where a duration stands, a range may stand, of which one is drawn.
"""

from typing import Annotated, ClassVar, Final, NamedTuple

from mock_esms.config.documents.annotations import About, OneOf, Reads
from mock_esms.config.documents.field_errors import Key, refuse
from mock_esms.config.documents.field_types import Money, shown
from mock_esms.model.calls import Outcome
from mock_esms.model.times import Span
from mock_esms.model.value import Struct
from mock_esms.scenarios.choose import Choose, choose_among

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


class Forward(NamedTuple):
    """The call goes on with another person, when the key is the request's Ivr and NumberForward is given."""

    talk: Annotated[Span, About("How long they talk there; it is added to the talk before.", ("1m", "30s..5m"))]


class Answered(Struct):
    """The person picks up, talks, and may press a key."""

    outcome: ClassVar[Outcome] = "answered"

    ring: Annotated[Span, About("How long it rings before that.", ("4s", "3s..12s"))] = ANSWER_RING
    talk: Annotated[Span, About("How long they talk; CallDuration is its whole seconds.", ("14s", "5s..1m"))] = TALK
    press: Annotated[
        Press | None, About('The key that is pressed: "0" to "9", "*", "#", or any to draw a digit.', ("1",), "no key")
    ] = None
    after: Annotated[
        Span | None,
        About(
            "From the answer to the key. It counts up to TimeWaitToIvr, and before the end of the call.", ("5s",), "0s"
        ),
    ] = None
    price: Annotated[
        Money | None,
        About("What the whole call costs, in VND.", (900, 0), "the account's price for each started minute"),
    ] = None
    forward: Annotated[
        Forward | None,
        About(
            "What follows when the key is the request's Ivr and NumberForward is given.",
            ({"talk": "1m"},),
            "the call is forwarded, and nobody talks there",
        ),
    ] = None

    def __post_init__(self) -> None:
        """Refuse what needs a key where none is pressed."""
        if self.press is None:
            wrong: list[tuple[Key, str]] = []
            if self.after is not None:
                wrong.append(("after", 'this is when a key is pressed; say which, as in `press: "1"`'))
            if self.forward is not None:
                wrong.append(("forward", 'a call is forwarded when a key is pressed; say which, as in `press: "1"`'))
            refuse(wrong)


class NoAnswer(Struct):
    """It rings until the carrier gives up."""

    outcome: ClassVar[Outcome] = "no_answer"

    ring: Annotated[Span, About("How long it rings.", ("30s", "20s..40s"))] = NO_ANSWER_RING


class Busy(Struct):
    """The line is engaged. Reported as NO ANSWER."""

    outcome: ClassVar[Outcome] = "busy"

    ring: Annotated[Span, About("The time until the network says so.", ("1s",))] = BUSY_RING


class Rejected(Struct):
    """The person declines while it rings. Reported as NO ANSWER."""

    outcome: ClassVar[Outcome] = "rejected"

    ring: Annotated[Span, About("How long it rings before that.", ("5s", "2s..15s"))] = REJECT_RING


class Failed(Struct):
    """The carrier cannot place the call: it never rings, and CallStatus is empty (FACTS 3)."""

    outcome: ClassVar[Outcome] = "failed"
    ring: ClassVar[Span] = Span(0, 0)


class Interactive(Struct):
    """A person decides, on the page or over the control API; nobody does = no answer."""

    outcome: ClassVar[Outcome | None] = None

    ring: Annotated[Span, About("How long it rings when nobody decides.", ("30s",))] = NO_ANSWER_RING


PlainDial = Answered | NoAnswer | Busy | Rejected | Failed | Interactive
"""What happens on one dial, decided."""

_PLAIN: Final = {
    "answered": Answered,
    "no_answer": NoAnswer,
    "busy": Busy,
    "rejected": Rejected,
    "failed": Failed,
    "interactive": Interactive,
}

_OPTIONS: Final = "[{weight: 70, answered: }, {busy: }]"

DialRule = Annotated[
    PlainDial | Choose[PlainDial],
    OneOf(
        "a dial",
        {**_PLAIN, "choose": Annotated[Choose, choose_among(_PLAIN, "dials", _OPTIONS)]},
        unfit={"weight": f"a weight belongs to an entry of `choose`, as in choose: {_OPTIONS}"},
    ),
]
"""What happens on one dial: one of these, or one drawn of several."""
