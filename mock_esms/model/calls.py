"""The values that a call is made of. All are frozen: a change makes a new value, so anyone may hold an old one.

Each call makes some twenty of them, and as named tuples they are made in half the time of frozen dataclasses, and
changed in a third (docs/performance.md). Build them by keyword.

::

    CallRequest    what the client has requested
    Timeline       what will happen when: drawn once, when the call is accepted
    Call           what has happened so far: its dials, its result, its callbacks (``attempts``)

A call that waits for its end holds little of its own: what it has in common with others is shared, and what follows
from the rest is computed when it is needed.
"""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

from mock_esms.model.callback import DONE, Attempt, Callback, in_order
from mock_esms.model.delivery_plan import CallbackPlan
from mock_esms.model.raw_parameters import RawParameters, filled, value_among
from mock_esms.model.times import HOUR, Duration, Instant

Outcome = Literal["answered", "no_answer", "busy", "rejected", "failed"]
OUTCOME_TEXT: Final[Mapping[Outcome, str]] = MappingProxyType(
    {
        "answered": "answered",
        "no_answer": "nobody answered",
        "busy": "busy",
        "rejected": "rejected",
        "failed": "the carrier failed",
    }
)
"""How a dial ended, for people."""
CallState = Literal["scheduled", "queued", "dialling", "talking", "ended"]


REQUEST_ID_LASTS: Final[Duration] = 24 * HOUR
"""How long the RequestId of a call blocks another one of its account (FACTS 2, doc)."""


TraceContext = tuple[tuple[str, str], ...]
"""The headers ``traceparent`` and ``tracestate`` of a request, as they are sent on; empty without."""


class RequestWarning(NamedTuple):
    """Something that eSMS would silently swallow: a stable kebab-case code, and a sentence that says what to change."""

    code: str
    message: str


class DialParameters(NamedTuple):
    """What a request says about how it is dialled (FACTS 2): all of it that a schedule may depend on.

    ``max_retry`` further dials, each ``wait_retry`` after the one before; a key counts for ``time_wait_to_ivr``, and
    the key ``ivr`` forwards to ``number_forward``. Times in milliseconds; empty is none.
    """

    max_retry: int = 0
    wait_retry: Duration = 60_000
    time_wait_to_ivr: Duration = 10_000
    ivr: str = ""
    number_forward: str = ""


class CallRequest(NamedTuple):
    """What a client has requested, parsed: numbers are numbers, the phone is in national form.

    ``raw_parameters`` are the values as they arrived, by the names in FACTS' spelling, secrets masked. In place of
    phone, RequestId and Content None may stand, so that the requests of an application, which differ in little else,
    share one tuple; ``parameters`` has them filled in. ``content`` is the Content of a request that has one
    in its place, else empty. ``phone`` is ``0…`` when the number is valid, else as it arrived. ``callback_url`` is None
    when none was given. ``trace_context`` is sent with its callbacks.
    """

    operation: str
    raw_parameters: RawParameters
    api_key: str
    phone: str
    callback_url: str | None = None
    request_id: str = ""
    dial_parameters: DialParameters = DialParameters()
    send_date: Instant | None = None
    trace_context: TraceContext = ()
    content: str = ""

    @property
    def parameters(self) -> tuple[tuple[str, str], ...]:
        """The names in FACTS' spelling with the values as they arrived, secrets masked; made anew each time."""
        return filled(self.raw_parameters, self.phone, self.request_id, self.content)

    def value_of(self, name: str) -> str:
        """What was given for a parameter, by its name in FACTS' spelling; empty when nothing was."""
        return value_among(self.raw_parameters, name, self.phone, self.request_id, self.content)


class Dial(NamedTuple):
    """One dial: when it began, how long it rang (milliseconds), how it ended; ring and outcome are None until then.

    ``interactive`` tells that a person decides how it ends. ``waited`` is how long the call waited for a line before.
    """

    number: int
    at: Instant
    ring: Duration | None
    outcome: Outcome | None
    interactive: bool = False
    waited: Duration = 0

    def shifted(self, by: Duration) -> "Dial":
        """The same, so much later."""
        return self._replace(at=self.at + by)

    def ringing(self) -> "Dial":
        """This dial while it rings: nobody can know yet how long, nor how it ends."""
        return self._replace(ring=None, outcome=None)


class Timeline(NamedTuple):
    """What happens when, from the first dial to the end of the call: drawn once, when it is accepted (CONTRACT 4).

    ``outcome`` is how the call ends, None while a person is to decide its last dial; what follows is not known then,
    and ``ends_at`` is when the ringing ends. A decision makes a new timeline.

    Its instants are the sandbox's. As a call's ``schedule`` they are counted from its first dial, so that calls which
    all go alike share one.

    ``key`` is what is reported as Ivr, empty when no key counts, and ``key_at`` when it is pressed. ``talk`` is the
    whole talk, a forwarded leg included.
    ``price`` is the scenario's, None when the account's price list decides.
    """

    dials: tuple[Dial, ...]
    outcome: Outcome | None
    talk: Duration
    key: str
    price: Decimal | None
    ends_at: Instant
    callback: CallbackPlan
    key_at: Instant | None = None

    def shifted(self, by: Duration) -> "Timeline":
        """The same, so much later."""
        return self._replace(
            dials=tuple([dial.shifted(by) for dial in self.dials]),
            ends_at=self.ends_at + by,
            key_at=None if self.key_at is None else self.key_at + by,
        )

    @property
    def undecided(self) -> bool:
        """Whether a person is to decide how the call goes on."""
        return self.outcome is None


class CallResult(NamedTuple):
    """What the callback and GetSendStatus report of a call that has ended (FACTS 2 and 3)."""

    call_status: str
    call_duration: int
    ivr: str
    price: str
    sent_result: int
    send_status: int
    cid: str


class ScenarioChoice(NamedTuple):
    """Why a scenario was chosen: armed, matched (``match`` are the globs that fitted), or the default."""

    by: Literal["armed", "match", "default"]
    match: tuple[tuple[str, str], ...] = ()


class Call(NamedTuple):
    """A call that was accepted, as it stands now; ``number`` rises in the order of acceptance.

    ``schedule`` is what will happen, counted from ``begins_at``; everything else has happened. ``steps`` is how far it
    has come with its dials: 1 while the first rings, 2 when that is over, 3 while the second rings; the next dial of
    one that is ``queued`` is due, and waits for a line of the account. ``caller_id`` is
    the landline that calls. ``random_state`` is what further dials are drawn from (``SeededRandom.state``) as long as a
    person is on the line or may be; empty in all other calls. ``spoken`` is what the called person hears, None where
    nobody knows.
    """

    sms_id: str
    number: int
    request: CallRequest
    scenario: str
    chosen: ScenarioChoice
    received_at: Instant
    schedule: Timeline
    caller_id: str = ""
    warnings: tuple[RequestWarning, ...] = ()
    state: CallState = "scheduled"
    steps: int = 0
    result: CallResult | None = None
    callbacks: tuple[Callback, ...] = ()
    random_state: bytes = b""
    spoken: str | None = None

    @property
    def begins_at(self) -> Instant:
        """When the first dial is due: at once, or at a SendDate that lies ahead."""
        send_date = self.request.send_date
        return self.received_at if send_date is None else max(self.received_at, send_date)

    @property
    def timeline(self) -> Timeline:
        """What will happen when; made anew each time."""
        return self.schedule.shifted(self.begins_at)

    @property
    def dials_begun(self) -> int:
        """How many dials have begun."""
        return (self.steps + 1) // 2

    @property
    def is_ringing(self) -> bool:
        """Whether it rings at the moment."""
        return self.steps % 2 == 1

    @property
    def dials(self) -> tuple[Dial, ...]:
        """The dials that have begun; made anew each time."""
        begins_at = self.begins_at
        begun = [dial.shifted(begins_at) for dial in self.schedule.dials[: self.dials_begun]]
        if self.is_ringing:
            begun[-1] = begun[-1].ringing()
        return tuple(begun)

    @property
    def settled(self) -> bool:
        """Whether nothing more will happen to it: it has ended and each of its callbacks is settled."""
        if self.state != "ended":
            return False
        for callback in self.callbacks:  # noqa: SIM110 - asked three times an attempt: a generator would cost more
            if not callback.settled:
                return False
        return True

    @property
    def attempts(self) -> tuple[Attempt, ...]:
        """The attempts of all its callbacks, in the order in which they started."""
        return in_order(self.callbacks)

    @property
    def callback_plan(self) -> CallbackPlan:
        """How its callbacks are delivered."""
        return self.schedule.callback

    @property
    def noun(self) -> str:
        """What it is, in sentences."""
        return "call"

    @property
    def phones(self) -> tuple[str, ...]:
        """The one phone that is called."""
        return (self.request.phone,)

    def callback_url(self, _index: int) -> str | None:
        """The CallbackUrl of one of its callbacks, as the request gave it: they all have the same."""
        return self.request.callback_url

    @property
    def final_callback(self) -> Callback | None:
        """The callback that reports the end of the call, None without CallbackUrl or before it is planned."""
        for callback in reversed(self.callbacks):
            if callback.send_status == DONE:
                return callback
        return None
