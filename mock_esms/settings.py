"""What can be set: accounts, callbacks, egress, quirks, and how the server runs.

Plain values with their defaults. ``settings_file`` reads them from YAML; the command line and the environment
replace them field by field (flags win over environment, environment over file).
"""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import ClassVar, Final, Literal

from mock_esms.clock import ClockMode
from mock_esms.document.kinds import Count, FilledText, Money, Network, Success, Truth, ZeroOrOne
from mock_esms.document.wrong import WrongKeysError
from mock_esms.times import Duration, Instant, Span

DEFAULT_API_KEY: Final = "test-api-key"
DEFAULT_SECRET_KEY: Final = "test-secret-key"  # noqa: S105 - the sandbox's published test account, no secret

CLOSED: Final = {"extra": "forbid"}
"""pydantic's word for: an unknown key is an error. Kept here so that the models need no import of pydantic."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account of the sandbox: its keys, what it may do, and what makes eSMS refuse its calls (FACTS 2).

    Money is in VND. ``price_per_minute`` None means that there is no price list (code 102). ``recordings``,
    ``templates`` and ``allowed_ips`` (addresses or networks) None means any.
    """

    __pydantic_config__: ClassVar = CLOSED

    api_key: FilledText
    secret_key: FilledText = field(repr=False)
    balance: Money = Decimal(1_000_000)
    price_per_minute: Money | None = Decimal(450)
    caller_id: str = "02871002454"
    recordings: tuple[str, ...] | None = None
    templates: tuple[str, ...] | None = None
    blocked_phones: tuple[str, ...] = ()
    allowed_ips: tuple[Network, ...] | None = None
    active: Truth = True


DEFAULT_ACCOUNT: Final = Account(api_key=DEFAULT_API_KEY, secret_key=DEFAULT_SECRET_KEY)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackRules:
    """How a callback is delivered; None is what the next one down the line says: scenario, settings, built-in."""

    __pydantic_config__: ClassVar = CLOSED

    delay: Span | None = None
    timeout: Span | None = None
    retries: Count | None = None
    wait: tuple[Span, ...] | None = None
    success: Success | None = None
    follow_redirects: Truth | None = None

    def __post_init__(self) -> None:
        """Refuse a timeout of nothing: no receiver could answer in time."""
        if self.timeout is not None and self.timeout.shortest == 0:
            message = "no receiver can answer in 0s; write how long one may take, such as 10s"
            raise WrongKeysError([("timeout", message)])


BUILT_IN_CALLBACK: Final = CallbackRules(
    delay=Span.parse("1s"),
    timeout=Span.parse("10s"),
    retries=5,
    wait=tuple(Span.parse(wait) for wait in ("10s", "30s", "1m", "5m", "15m")),
    success="200",
    follow_redirects=False,
)
"""eSMS documents five repetitions and exactly 200; every time in here is assumed (FACTS 3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Egress:
    """Where callbacks may go beside loopback and private networks, and which hosts are replaced (CONTRACT 10)."""

    __pydantic_config__: ClassVar = CLOSED

    allow: tuple[str, ...] = ()
    rewrite: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quirks:
    """The open rows of FACTS, each with the sandbox's choice as its default; docs/fidelity.md grades them."""

    __pydantic_config__: ClassVar = CLOSED

    sms_id: Literal["guid", "documented"] = "guid"
    """``documented`` writes the id as the documentation page prints it: a dash lost, a space at the end (FACTS 2)."""
    placeholders: Literal["fill", "append"] = "fill"
    """``append`` leaves placeholders alone and appends all eight parameters (FACTS 3)."""
    callback_space: Literal["%20", "+"] = "%20"
    """How the space in ``NO ANSWER`` is sent (FACTS 3)."""
    no_answer_sent_result: ZeroOrOne = 0
    """SentResult of a call that nobody answered (FACTS 3)."""
    user_agent: str = "mock-esms"
    """The User-Agent of callbacks; eSMS's own was never written down (FACTS 3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSettings:
    """What the settings file may say (CONTRACT 6)."""

    __pydantic_config__: ClassVar = CLOSED

    accounts: tuple[Account, ...] = (DEFAULT_ACCOUNT,)
    callback: CallbackRules = CallbackRules()
    egress: Egress = Egress()
    quirks: Quirks = Quirks()


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings(FileSettings):
    """Everything that a sandbox is made with: the file's part, and what only flags and environment say."""

    clock: ClockMode = "real"
    speed: float = 1.0
    now: Instant | None = None
    seed: str = "0"
    journal_limit: int = 10_000
    grace: Duration = 10_000
    """How long callbacks in flight may take to finish at the end, in milliseconds."""
    control_token: str | None = field(default=None, repr=False)
    allow_hosts: tuple[str, ...] = ()
