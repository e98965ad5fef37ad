"""What an operation of eSMS is: its address, what it takes, what it plays, how it responds (FACTS 1, 2 and 4).

The operations themselves stand in ``operations``.
"""

from collections.abc import Callable, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from mock_esms.esms.responses.operation_result import Objection
from mock_esms.esms.responses.response_shapes import ResponseMembers, ResponseShape
from mock_esms.model.application import ApplicationKind
from mock_esms.model.delivery_plan import HttpMethod
from mock_esms.model.message_plan import CallbackForm, Channel
from mock_esms.model.value import Struct

if TYPE_CHECKING:
    from mock_esms.config.account import Account
    from mock_esms.esms.inquiries.inquiry import Inquiry
    from mock_esms.esms.messages.message_draft import MessageDraft
    from mock_esms.model.calls import CallRequest

ParameterKind = Literal[
    "text",
    "secret",
    "phone",
    "integer",
    "date",
    "date-or-day",
    "dashed-date",
    "day",
    "url",
    "texts",
    "list",
    "object",
    "json",
]
Host = Literal["voice", "rest", "status"]
Slash = Literal["never", "always", "either"]
Does = Literal[
    "call",
    "message",
    "messages",
    "check-code",
    "apply",
    "voice-status",
    "sms-status",
    "receivers",
    "receiver-times",
    "balance",
    "look-up",
    "price",
]
ParametersIn = Literal["query", "path", "json", "raw-json", "form", "rqst"]
PriceName = Literal["sms", "advert", "zalo", "viber", "consult", "journey", "uid"]
"""Which price of the account's a message costs (``Prices``)."""
CheckName = Literal[
    "kind",
    "oa-and-template-given",
    "user-id",
    "oa",
    "zns-template",
    "zns-variables",
    "brand",
    "hashed-phone",
    "advert-count",
    "time-alive",
    "item-count",
    "channels",
    "bound-template",
    "payload",
    "phones",
    "blocked-phones",
    "blocked-words",
    "sms-template",
    "networks",
    "sending-mode",
    "request-id",
    "price-list",
    "balance",
]
"""What may be checked of a message; in which order is a matter of ``message_checks``."""
InquiryCheckName = Literal["sms-type", "id", "oa-given", "oa", "template", "brand", "paging", "dates"]
"""What may be checked of a question; in which order is a matter of ``inquiry_checks``."""
RateName = Literal["callback_data", "zns_status", "zalo_status"]
"""Which of the account's ``rates`` bounds how often something may be asked."""
VariablesForm = Literal["object", "pairs", "values"]
"""How a request writes a template's variables: ``{"otp":"1"}``, ``[{"key":"otp","value":"1"}]`` or ``["1"]``."""
Grade = Literal["doc", "seen"]
"""How an operation is known: eSMS documents it, or only its help pages or public clients name it."""

SMALL_BODY: Final = 1 << 16
"""The largest body of a request, in bytes: what WCF takes where nothing is configured."""
LARGE_BODY: Final = 1 << 20
"""The largest body of an operation that takes many phones (CONTRACT 12, assumed)."""


class Parameter(NamedTuple):
    """A parameter of an operation; eSMS types every one as a string (FACTS 2), ``kind`` says what the string holds.

    ``least`` and ``most`` bound a whole number: what the sandbox plays of it, or what a question may ask for.
    ``choices`` are the values that are documented; None and nothing mean that any will do. ``aliases`` are other names
    that eSMS's pages and clients write for it. ``about`` and ``example`` are for people; the example of a list or an
    object is JSON.

    In a JSON body, "texts" is an array of strings, "list" an array of anything, "object" an object, and "json" any
    value, which its operation judges itself; they are kept as compact JSON.
    """

    name: str
    kind: ParameterKind = "text"
    required: bool = False
    least: int = 0
    most: int | None = None
    choices: tuple[str, ...] = ()
    about: str = ""
    example: str = ""
    aliases: tuple[str, ...] = ()


ACCOUNT_KEYS: Final = (
    Parameter("ApiKey", required=True, about="the account's key", example="test-api-key"),
    Parameter("SecretKey", "secret", required=True, about="the account's secret", example="test-secret-key"),
)
"""What every operation wants first."""
REQUEST_ID: Final = Parameter(
    "RequestId", about="the caller's own id, refused for 24 hours once it was accepted", example="order-42"
)


class Plays(NamedTuple):
    """What the called person hears: the parameter that names it, and the code when it is missing or unknown.

    ``listed`` tells which list of the account it must stand in, None when it is what it says itself. ``values`` are the
    parameters that fill the places of a template; ``says_values``: they are heard also where its text is not known.
    """

    parameter: str
    refusal: str
    listed: Literal["recordings", "templates"] | None = None
    values: tuple[str, ...] = ()
    says_values: bool = False


class Select(NamedTuple):
    """Which requests to an address are this operation's: those whose parameter has one of these values.

    Several operations may have one address (SmsType tells an SMS from a voice call). A missing SmsType is refused as
    300, one that the address does not take as 118; where another parameter selects, the first operation is meant.
    """

    parameter: str
    values: tuple[str, ...]


DraftReader: TypeAlias = Callable[["MessageKind", "CallRequest", "Account"], "MessageDraft"]
"""Makes a message of a request to an operation."""
CodeDraftReader: TypeAlias = Callable[["MessageKind", "CallRequest", "Account", str], "MessageDraft"]
"""Makes a message around a code that eSMS itself has made."""


class MessageKind(NamedTuple):
    """What the message of an operation is (FACTS-MESSAGES 2 and 3).

    ``type_id`` is the TypeId of its callback; None: the request's SmsType says it. ``checks`` are what eSMS looks at
    before it accepts it. ``draft`` makes the message of a request where ``draft_message`` does not do, and
    ``code_draft`` makes it around a code that eSMS makes itself. ``variables`` is how a ZNS template's are written,
    None where there are none.
    """

    channel: Channel
    type_id: int | None
    callback_form: CallbackForm
    price: PriceName
    checks: frozenset[CheckName]
    draft: DraftReader | None = None
    code_draft: CodeDraftReader | None = None
    variables: VariablesForm | None = None


class Applies(NamedTuple):
    """What an operation applies for: two applications in which ``alike`` are equal are for the same.

    ``text`` is what stands in the answer to one that was accepted.
    """

    kind: ApplicationKind
    alike: tuple[str, ...]
    text: str


Answerer: TypeAlias = Callable[["Inquiry"], ResponseMembers | Objection]
"""Makes the members of an answer to a question, or says why there is none."""


class Answers(NamedTuple):
    """How a question is answered (FACTS-MESSAGES 4): by what, what of it is checked first, and which rate bounds it."""

    answer: Answerer
    checks: frozenset[InquiryCheckName] = frozenset()
    rate: RateName | None = None


class Operation(Struct):
    """An operation of eSMS: a row of the table, with its parameters in the order of FACTS. Equal only to itself.

    Its address: ``host`` and ``name``; ``slash_optional`` where a POST is taken without the slash at its end, too, and
    ``select`` where several operations have one address. ``parameters_in`` says where its parameters are read from,
    ``does`` what it does, ``plays`` what the called person hears, ``asks_about`` which parameter is the id asked about,
    ``sends`` what message it sends, or would be paid for, ``applies`` what it applies for, ``answers`` how a question
    is answered, and ``response_shape`` how it responds; ``beside`` are members that refusals of a code have beside
    those of the shape. ``aliases`` are older names of the same operation, ``largest_body`` is in bytes. ``source`` is
    the section of FACTS that tells of it, ``grade`` how sure that is.
    """

    name: str
    does: Does
    parameters: tuple[Parameter, ...]
    response_shape: ResponseShape
    about: str
    source: str
    host: Host = "rest"
    grade: Grade = "doc"
    slash_optional: bool = False
    parameters_in: ParametersIn = "query"
    select: Select | None = None
    plays: Plays | None = None
    asks_about: str | None = None
    sends: MessageKind | None = None
    applies: Applies | None = None
    answers: Answers | None = None
    beside: Mapping[str, ResponseMembers] = MappingProxyType({})
    aliases: tuple[str, ...] = ()
    largest_body: int = SMALL_BODY
    __eq__ = object.__eq__
    __hash__ = object.__hash__

    @cached_property
    def by_key(self) -> Mapping[str, Parameter]:
        """Its parameters by their lower-case names, aliases included."""
        return MappingProxyType(
            {name.lower(): parameter for parameter in self.parameters for name in (*parameter.aliases, parameter.name)}
        )

    @cached_property
    def names(self) -> frozenset[str]:
        """The keys of ``by_key``."""
        return frozenset(self.by_key)

    def find(self, name: str) -> Parameter | None:
        """The parameter of this name in any case, or None."""
        return self.by_key.get(name.lower())

    @property
    def method(self) -> HttpMethod:
        """POST for what has its parameters in a body."""
        return "GET" if self.parameters_in in {"query", "path"} else "POST"

    @property
    def slash(self) -> Slash:
        """Whether a slash ends its address: those of POST have one (FACTS 1)."""
        if self.method == "GET":
            return "never"
        return "either" if self.slash_optional else "always"

    @property
    def in_path(self) -> tuple[str, ...]:
        """The parameters that are segments of its address."""
        return tuple(parameter.name for parameter in self.parameters) if self.parameters_in == "path" else ()

    @property
    def path(self) -> str:
        """Its address as the documentation writes it: ``/MainService.svc/json/GetBalance/{ApiKey}/{SecretKey}``."""
        if self.host == "status":
            return f"/{self.name}"
        segments = [self.name, *(f"{{{name}}}" for name in self.in_path)]
        return f"/MainService.svc/json/{'/'.join(segments)}{'/' if self.slash == 'always' else ''}"
