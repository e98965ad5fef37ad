"""What can be set: accounts, callbacks, egress, quirks, and how the server runs.

Plain values with their defaults. ``settings_file`` reads them from YAML; the command line and the environment
replace them field by field (flags win over environment, environment over file).
"""

from pathlib import Path
from typing import Annotated, Final, Literal, NamedTuple

from mock_esms.clock.clock import ClockMode
from mock_esms.config.account import DEFAULT_ACCOUNT, Account
from mock_esms.config.documents.annotations import About
from mock_esms.config.documents.field_errors import WrongKeysError
from mock_esms.config.documents.field_types import (
    Count,
    FilledText,
    Header,
    HeaderValue,
    Success,
    Truth,
    ZeroOrOne,
)
from mock_esms.config.retry_presets import ESMS, PolicyName
from mock_esms.errors import UsageError
from mock_esms.model.delivery_plan import BodyFormat, HttpMethod
from mock_esms.model.times import Duration, Instant, Span
from mock_esms.model.value import Struct, shown_without

AT_ONCE: Final = Span.parse("0s")


class CallbackRules(Struct):
    """How a callback is delivered; None is what the next one down the line says: scenario, settings, built-in."""

    delay: Annotated[Span | None, About("From the end of the call to the first send.", ("1s", "1s..30s"), "1s")] = None
    timeout: Annotated[
        Span | None, About("How long the receiver may take to answer, in real time.", ("10s",), "10s")
    ] = None
    retries: Annotated[Count | None, About("How many sends may follow the first when it fails.", (5,), "5")] = None
    wait: Annotated[
        tuple[Span, ...] | None,
        About(
            "From the end of a failed send to the next one, wait after wait; the last one repeats; [] is at once.",
            (["10s", "30s", "1m"],),
            "10s, 30s, 1m, 5m, 15m",
        ),
    ] = None
    success: Annotated[
        Success | None,
        About("Which statuses acknowledge a callback: 200, 2xx, or any: then only silence is a failure.", (), "200"),
    ] = None
    follow_redirects: Annotated[
        Truth | None, About("Whether a redirect is followed, or counts as a failure.", (), "false")
    ] = None
    method: Annotated[
        HttpMethod | None,
        About("GET, as eSMS sends it, with everything in the query; POST, with the outcome in a body.", (), "GET"),
    ] = None
    body: Annotated[
        BodyFormat | None,
        About("What a POST says: a JSON object of texts, or a form.", (), "json"),
    ] = None
    policy: Annotated[
        PolicyName | None,
        About("A preset for retries, wait, timeout and success; each of these keys beside it overrides it.", ("svix",)),
    ] = None

    def __post_init__(self) -> None:
        """Refuse a timeout of nothing: no receiver could answer in time."""
        if self.timeout is not None and self.timeout.shortest == 0:
            message = "no receiver can answer in 0s; write how long one may take, such as 10s"
            raise WrongKeysError([("timeout", message)])


BUILT_IN_CALLBACK: Final = CallbackRules(
    delay=Span.parse("1s"),
    timeout=ESMS.timeout,
    retries=ESMS.retries,
    wait=ESMS.wait,
    success=ESMS.success,
    follow_redirects=False,
    method="GET",
    body="json",
)
"""What is left when neither scenario nor settings say anything; the delay is assumed (FACTS 3)."""


NOTHING_REPLACED: Final[dict[str, str]] = {}


class Egress(Struct):
    """Where callbacks may go beside loopback and private networks, and which hosts are replaced (CONTRACT 10)."""

    allow: Annotated[
        tuple[str, ...],
        About("Host globs and networks that callbacks may go to.", (["*.example.com", "203.0.113.0/24"],)),
    ] = ()
    rewrite: Annotated[
        dict[str, str],
        About("Hosts of callbacks that are replaced by others.", ({"localhost": "host.docker.internal"},)),
    ] = NOTHING_REPLACED
    ca: Annotated[
        FilledText | None,
        About(
            "A file with certificates (PEM) of authorities whose receivers are trusted beside the system's.",
            ("own-ca.pem",),
            "the system's alone",
        ),
    ] = None


class Quirks(NamedTuple):
    """The open rows of FACTS, each with the sandbox's choice as its default; docs/fidelity.md grades them."""

    sms_id: Annotated[
        Literal["guid", "documented"],
        About(
            "guid: a clean lower-case GUID. documented: as the documentation page prints it, a dash lost and a space "
            "at the end (FACTS 2)."
        ),
    ] = "guid"
    placeholders: Annotated[
        Literal["fill", "append"],
        About(
            "fill: the empty placeholders of a CallbackUrl are filled. append: they are left alone, and all eight "
            "parameters are appended (FACTS 3)."
        ),
    ] = "fill"
    callback_space: Annotated[
        Literal["%20", "+"], About("How the space in `NO ANSWER` is sent in a callback (FACTS 3).")
    ] = "%20"
    no_answer_sent_result: Annotated[ZeroOrOne, About("SentResult of a call that nobody answered (FACTS 3).")] = 0
    status_known_after: Annotated[
        Span, About("How long after its acceptance a call is unknown (105) to status operations (FACTS 2).", ("5s",))
    ] = AT_ONCE
    type_id: Annotated[str, About("TypeId in the callback of a voice message (FACTS 4).")] = "8"
    advert_counts: Annotated[
        Literal["true", "sample"],
        About(
            "What the callback of an advertisement counts: true: who got it and who did not. sample: nobody, as the "
            "documentation's sample does (FACTS-MESSAGES 7.2)."
        ),
    ] = "true"
    wrong_code: Annotated[
        Literal["117", "171"],
        About(
            "The code for a one-time password that is wrong, used or expired: 117 as the page of its operation says, "
            "or 171 as the table of codes does (FACTS-MESSAGES 9)."
        ),
    ] = "117"
    approval_callback: Annotated[
        Literal["get", "off"],
        About(
            "How the CallbackUrl of an application is told, whose form nobody knows: get: by GET with ServicePreviewId "
            "and Status, 1 at once, and 2 or 0 when it is decided. off: never (FACTS-MESSAGES 7.9)."
        ),
    ] = "get"
    demo_repeat: Annotated[
        Literal["fails", "arrives"],
        About(
            "What becomes of the demo brand's text that goes to the same phone again within five minutes, which eSMS "
            "does not allow: fails: accepted, and reported as failed. arrives: not looked at (FACTS-MESSAGES 10)."
        ),
    ] = "fails"
    sandbox_checks: Annotated[
        Literal["some", "all"],
        About(
            "What is looked at with Sandbox=1: some: neither the template of an SMS nor the number of phones of an "
            "advertisement, as a live probe saw. all: the same as without it (FACTS-MESSAGES 9)."
        ),
    ] = "some"
    request_id_used_by: Annotated[
        Literal["accepted", "live", "any"],
        About(
            "Which requests use up their RequestId: accepted: those that are accepted, with Sandbox=1 too. live: not "
            "those with Sandbox=1, of which a page says that nothing is stored. any: refused ones, too, as some "
            "clients fear (FACTS-MESSAGES 9 and 10)."
        ),
    ] = "accepted"
    time_alive: Annotated[
        Literal["any", "documented"],
        About(
            "Which TimeAlive of a code by SMS is taken: any: from a minute to a day, as clients send 45. documented: 2 "
            "to 10 minutes; any other is 110 (FACTS-MESSAGES 9)."
        ),
    ] = "any"
    cors: Annotated[
        Literal["none", "any"],
        About(
            "Whether a web page of another origin may read the answers: none: no CORS header is sent. any: every "
            "origin may, and its preflight is answered (FACTS-MESSAGES 1.1)."
        ),
    ] = "none"
    trace_context: Annotated[
        Literal["drop", "send"],
        About(
            "What becomes of a request's trace context (its headers traceparent and tracestate): drop: nothing, as far "
            "as anybody knows. send: it is kept with the call or message, and sent with its callbacks (FACTS 3)."
        ),
    ] = "drop"
    nothing_sent: Annotated[
        Literal["empty", "105"],
        About(
            "What GetSmsSentData answers where nothing was sent: empty: 100 and an empty list. 105: the code that the "
            "table of codes names for it (FACTS-MESSAGES 8 and 10)."
        ),
    ] = "empty"
    brandnames_refusal: Annotated[
        Literal["CodeResponse", "CodeResult"],
        About(
            "Where GetListBrandname has the code of a refusal: CodeResponse as it was captured, or CodeResult as on "
            "the page (FACTS-MESSAGES 9)."
        ),
    ] = "CodeResponse"
    template_details: Annotated[
        Literal["newest", "older"],
        About(
            "What GetZnsTemplateInfo says of a template: newest: as the Vietnamese pages of 2026 have it. older: as "
            "the English ones do, with quotas that are null (FACTS-MESSAGES 9)."
        ),
    ] = "newest"
    bulk_item: Annotated[
        Literal["framework", "documented"],
        About(
            "Where a refused item of many ZNS messages has its ErrorMessage: framework: before Phone, as the server's "
            "framework writes it. documented: behind it, as on the page (FACTS-MESSAGES 9)."
        ),
    ] = "framework"
    voice_xml: Annotated[
        Truth,
        About("Whether the voice host, too, answers XML to a client that asks for it; the rest host does (FACTS 1)."),
    ] = True
    user_agent: Annotated[
        HeaderValue, About("The User-Agent of callbacks; eSMS's own was never written down (FACTS 3).")
    ] = "mock-esms"
    connection: Annotated[
        Literal["close", "keep-alive"],
        About(
            "close: each attempt has a connection of its own, and says so. keep-alive: one that was used within the "
            "last second is used again, which speeds load tests up; when a receiver closes it at that very moment, an "
            "attempt fails that it never saw. What eSMS does was never written down (FACTS 3)."
        ),
    ] = "close"
    signature: Annotated[
        Header,
        About(
            "A header that is sent with each callback, for receivers that want one; whether eSMS signs its callbacks "
            "was never written down (FACTS 3).",
            ("X-Signature: abc",),
        ),
    ] = ""


BUILT_IN_QUIRKS: Final = Quirks()


class FileSettings(Struct):
    """What the settings file may say (CONTRACT 6)."""

    accounts: Annotated[
        tuple[Account, ...],
        About("The accounts of the sandbox.", (), "one test account, test-api-key with test-secret-key"),
    ] = (DEFAULT_ACCOUNT,)
    callback: Annotated[
        CallbackRules,
        About("How callbacks are delivered where a scenario does not say it. Faults are a scenario's matter."),
    ] = CallbackRules()
    egress: Annotated[Egress, About("Where callbacks may go beside your own machine and private networks.")] = Egress()
    quirks: Annotated[
        Quirks, About("What nobody knows for sure about eSMS, to be chosen; docs/fidelity.md grades each choice.")
    ] = BUILT_IN_QUIRKS


class Settings(FileSettings):
    """Everything that a sandbox is made with: the file's part, and what only flags and environment say."""

    clock: ClockMode = "real"
    speed: float = 1.0
    now: Instant | None = None
    seed: str = "0"
    journal_limit: int = 10_000
    pending_limit: int = 1_000_000
    """How much may be pending, events to come and work under way, before calls are answered 503."""
    grace: Duration = 10_000
    """How long callbacks in flight may take to finish at the end, in milliseconds."""
    store: Path | str | None = None
    """The SQLite file from which the sandbox goes on, and in which it keeps everything; None is memory."""
    control_token: str | None = None
    allow_hosts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse an empty token, which anybody has."""
        if self.control_token is not None and not self.control_token.strip():
            message = "--control-token is empty, so that it would keep nobody out; give one, or leave the option away"
            raise UsageError(message)

    def __repr__(self) -> str:
        """Without the token."""
        return shown_without(self, "control_token")
