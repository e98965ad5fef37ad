"""Calls, events and all else that the control API shows, as types of JSON: the shapes of CONTRACT 7, to the letter.

``serializers`` makes these values, and mypy names a key that one of them leaves out; ``schemas`` makes the JSON Schema
of the same classes. A new field is written here once.

A ``Moment`` is ISO 8601 with milliseconds and +07:00; ``ring`` is in seconds, ``ms`` in real milliseconds.
"""

from typing import Literal, NotRequired, TypedDict

from mock_esms.clock.clock import ClockMode
from mock_esms.model.callback import AttemptError, CallbackState, SendStatus
from mock_esms.model.calls import CallState, Outcome
from mock_esms.scenarios.layers import Source

Moment = str
Globs = dict[str, str]
JsonFields = dict[str, object]
"""A value with the fields that it has in the settings file (CONTRACT 6 and 12)."""


class WarningJson(TypedDict):
    """What eSMS would have swallowed silently."""

    code: str
    message: str


class DialJson(TypedDict):
    """A dial; ``ring`` and ``outcome`` are null while it rings; ``interactive``: a person decides it.

    ``waited`` is how many seconds the call waited for a line of its account before; 0.0 where it had one at once.
    """

    number: int
    at: Moment
    ring: float | None
    outcome: Outcome | None
    interactive: bool
    waited: float


class ResultJson(TypedDict):
    """A result, spelled and typed as the callback spells it."""

    CallStatus: str
    CallDuration: int
    Ivr: str
    Price: str
    SentResult: int
    SendStatus: int
    CID: str


class HopJson(TypedDict):
    """A redirect that was followed: the address that answered it, and its status."""

    url: str
    status: int


class WireRequestJson(TypedDict):
    """A request as it was sent; headers of the user, and what comes from userinfo, read ``***``."""

    method: str
    target: str
    headers: list[list[str]]
    """Pairs of a name and a value."""
    body: NotRequired[str]
    """What a POST says."""


class WireResponseJson(TypedDict):
    """The head of an answer: names as they came, values trimmed, bytes outside of ASCII read as Latin-1."""

    version: str
    status: int
    reason: str
    headers: list[list[str]]


class PhasesJson(TypedDict):
    """Milliseconds that each step took; null where there was none."""

    dns: float | None
    connect: float | None
    tls: float | None
    send: float | None
    wait: float | None
    receive: float | None


class AttemptJson(TypedDict):
    """One HTTP request to a CallbackUrl; ``ms`` is null while it is on the wire.

    ``request`` is null when not a byte of it went out, ``response`` without a complete head, ``peer`` without a
    connection.
    """

    number: int
    at: Moment
    url: str
    status: int | None
    error: AttemptError | None
    detail: str
    advice: str
    ms: float | None
    answer: str
    acknowledged: bool
    hops: list[HopJson]
    request: WireRequestJson | None
    response: WireResponseJson | None
    phases: PhasesJson
    peer: str | None


class CallbackProgressJson(TypedDict):
    """How far a callback is."""

    send_status: SendStatus
    state: CallbackState
    next_due: Moment | None


class CallbackJson(CallbackProgressJson):
    """A callback with its attempts."""

    attempts: list[AttemptJson]


class ChosenJson(TypedDict):
    """Why the scenario was chosen."""

    by: Literal["armed", "match", "default"]
    match: Globs


class PressedJson(TypedDict):
    """The key that counts, and when it was pressed."""

    key: str
    at: Moment


class CallJson(TypedDict):
    """CALL; ``result`` is null until the call has ended, ``callbacks`` is empty without CallbackUrl."""

    sms_id: str
    operation: str
    scenario: str
    chosen: ChosenJson
    received_at: Moment
    request: dict[str, str]
    warnings: list[WarningJson]
    state: CallState
    settled: bool
    dials: list[DialJson]
    pressed: PressedJson | None
    spoken: str | None
    ended_at: Moment | None
    result: ResultJson | None
    callbacks: list[CallbackJson]


class RequestJson(TypedDict):
    """One request of the eSMS side."""

    number: int
    at: Moment
    method: str
    path: str
    query: str
    status: int | None
    operation: str | None
    sms_id: str | None
    code: str | None
    api_key: str | None
    warnings: list[WarningJson]


class ClockJson(TypedDict):
    """The clock; ``rate`` is how fast it runs at present: 0 while it stands still."""

    mode: ClockMode
    speed: float
    rate: float
    now: Moment
    next_due: Moment | None
    pending: int


class ScenarioJson(TypedDict):
    """A scenario of the library; ``problem`` says what is wrong with an edit of its file, which is not played."""

    name: str
    title: str
    source: Source
    match: Globs | None
    priority: int
    armed: int
    problem: NotRequired[str]


class ScenarioTextJson(ScenarioJson):
    """A scenario with its YAML."""

    yaml: str


class AccountJson(TypedDict):
    """An account with its present balance; the secret is masked.

    ``lines_in_use`` and ``calls_queued`` are null where ``lines`` is: nothing is counted then.

    ``built_in``: it is the account of the documentation, whose SecretKey everybody knows.
    """

    api_key: str
    secret_key: str
    built_in: bool
    balance: float
    price_per_minute: float | None
    caller_id: str
    recordings: list[str | JsonFields] | None
    templates: list[str | JsonFields] | None
    blocked_phones: list[str]
    allowed_ips: list[str] | None
    active: bool
    brandnames: list[JsonFields] | None
    sms_templates: list[JsonFields] | None
    zalo: list[JsonFields] | None
    multichannel: list[JsonFields] | None
    shortcodes: list[JsonFields]
    prices: dict[str, float | None]
    blocked_words: list[str]
    rates: dict[str, float | None]
    lines: int | None
    queue: int | None
    requests_per_second: float | None
    lines_in_use: int | None
    calls_queued: int | None


class ProblemJson(TypedDict):
    """One thing that is wrong in a document, with its place."""

    line: int | None
    column: int | None
    key: str
    message: str


class ReasonJson(TypedDict):
    """Why a request was refused: a code to act on, and a sentence that says what to do."""

    code: str
    message: str


class ErrorJson(TypedDict):
    """A request was refused."""

    error: ReasonJson


class EvidenceJson(ErrorJson):
    """Something is not as it should be; ``evidence`` says what was expected and tells all that helps to see why."""

    evidence: str


class DocumentErrorJson(ErrorJson):
    """A document was refused; ``problems`` are all that is wrong in it."""

    problems: NotRequired[list[ProblemJson]]
