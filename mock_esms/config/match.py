"""Which requests are meant: globs by parameter name, for scenarios and for the journal's queries (CONTRACT 5, 7).

A value that is absent counts as empty text, so that everything can be said: ``"*"`` fits anything, ``"?*"`` a parameter
that was given, ``""`` one that was not.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from fnmatch import translate
from typing import Any, Final, Protocol, Self

from mock_esms.config.documents.field_errors import WrongKeysError
from mock_esms.config.documents.field_types import kind
from mock_esms.config.documents.suggest import did_you_mean

PARAMETERS: Final = {
    "api_key": "ApiKey",
    "phone": "Phone",
    "template_id": "TemplateId",
    "request_id": "RequestId",
    "callback_url": "CallbackUrl",
    "send_date": "SendDate",
    "max_repeat": "MaxRepeat",
    "max_retry": "MaxRetry",
    "wait_retry": "WaitRetry",
    "ivr": "Ivr",
    "number_forward": "NumberForward",
    "time_wait_to_ivr": "TimeWaitToIvr",
    "variable_list_str": "VariableListStr",
    "voice": "Voice",
    "speed": "Speed",
    "code": "Code",
    "api_code": "ApiCode",
    "pass_code": "PassCode",
    "var_str": "VarStr",
    "var_num": "VarNum",
    "sms_type": "SmsType",
    "content": "Content",
    "is_unicode": "IsUnicode",
    "sandbox": "Sandbox",
    "campaign_id": "campaignid",
    "brandname": "Brandname",
    "oa_id": "OAID",
    "temp_id": "TempID",
    "order_id": "OrderId",
    "zalo_uid": "ZaloUid",
    "hash_phone": "HashPhone",
    "user_id": "User_id",
}
"""The parameters of requests that call or send (FACTS 2 and 4, FACTS-MESSAGES 2 and 3), by our name.

SecretKey is left out on purpose.
"""

REQUEST_NAMES: Final = (*PARAMETERS, "operation")
"""What a request can be chosen by."""
CALL_NAMES: Final = (*REQUEST_NAMES, "sms_id", "scenario", "state", "settled")
"""What a call can be found by."""
MESSAGE_NAMES: Final = (*CALL_NAMES, "channel")
"""What a message can be found by."""
APPLICATION_NAMES: Final = (
    "api_key",
    "operation",
    "brandname",
    "oa_id",
    "content",
    "sms_type",
    "scenario",
    "state",
    "settled",
)
"""What applications can be found by."""
INBOUND_NAMES: Final = ("phone", "api_key", "sms_id", "scenario", "settled")
"""What people wrote can be found by."""

_GLOB: Final = re.compile(r"[*?\[]")
Fits = Callable[[str], object]


class MatchedRequest(Protocol):
    """A request that a scenario is chosen for: to call, or to send."""

    @property
    def operation(self) -> str:
        """The operation's name."""

    @property
    def api_key(self) -> str:
        """Whose request it is."""

    @property
    def phone(self) -> str:
        """The phone that is called, or the first receiver."""

    @property
    def parameters(self) -> tuple[tuple[str, str], ...]:
        """The parameters by their names in FACTS' spelling."""


class Match:
    """Globs (``*``, ``?``, ``[…]``, case-sensitive) by name; it fits when all of them do, and ``Match()`` always.

    ``pairs`` hold the names in our spelling (``request_id``) and the patterns as they were written.
    """

    __slots__ = ("_tests", "pairs")

    def __init__(self, pairs: tuple[tuple[str, str], ...] = ()) -> None:
        """Compile the globs once."""
        self.pairs: Final = pairs
        self._tests: Final = tuple((name, _test(comparable(name, pattern))) for name, pattern in pairs)

    def __eq__(self, other: object) -> bool:
        """Equal are those with the same globs."""
        return isinstance(other, Match) and other.pairs == self.pairs

    def __hash__(self) -> int:
        """As it is equal."""
        return hash(self.pairs)

    @classmethod
    def parse(cls, value: object, allowed: Iterable[str] = REQUEST_NAMES) -> Self:
        """Read a mapping of names, in any case and with or without underscores, to globs.

        Whole numbers and true/false are taken as their text. Raises ``WrongKeysError`` (a ``ValueError``) that says for
        each unknown name which one comes near, or ``ValueError`` when it is no mapping at all.
        """
        if not isinstance(value, Mapping):
            message = f'names with patterns must stand here, as in {{phone: "09*"}}, not {kind(value)}'
            raise ValueError(message)  # noqa: TRY004 - callers catch one class, whatever was wrong
        names = {folded(name): name for name in allowed}
        pairs: dict[str, str] = {}
        wrong: list[tuple[str, str]] = []
        for key, pattern in value.items():
            name = names.get(folded(key))
            if name is None:
                wrong.append((key, f"nothing can be matched by this name; {did_you_mean(key, names.values())}"))
            elif name in pairs:
                wrong.append((key, f"`{name}` stands here already, in another spelling"))
            else:
                try:
                    pairs[name] = _pattern_text(pattern)
                except ValueError as error:
                    wrong.append((key, str(error)))
        if wrong:
            raise WrongKeysError(wrong)
        return cls(tuple(pairs.items()))

    def fits(self, value_of: Callable[[str], str | None]) -> bool:
        """Whether every glob fits; ``value_of`` gives the value of a name, phones in national form."""
        for name, test in self._tests:  # noqa: SIM110 - twice as fast as all(…), and asked for each scenario
            if not test(value_of(name) or ""):
                return False
        return True

    def fits_request(self, request: MatchedRequest) -> bool:
        """Whether every glob fits a request."""
        for name, test in self._tests:  # noqa: SIM110 - as above
            if not test(request_value(request, name) or ""):
                return False
        return True

    def misfits(self, values_of: Callable[[str], Iterable[str | None]]) -> tuple[str, ...]:
        """The names of the globs that fit none of the values of their name; evidence for whoever expected the call."""
        return tuple(name for name, test in self._tests if not any(test(value or "") for value in values_of(name)))

    def __str__(self) -> str:
        """As people read it: ``phone=09*, state=ended``; empty when it always fits."""
        return ", ".join(f"{name}={pattern}" for name, pattern in self.pairs)

    def exact(self, name: str) -> str | None:
        """The one value that fits for a name; None when its glob fits several, or there is none."""
        for given, pattern in self.pairs:
            if given == name:
                return None if _GLOB.search(pattern) else comparable(name, pattern)
        return None

    @classmethod
    def json_schema(cls, allowed: Iterable[str] = REQUEST_NAMES) -> dict[str, Any]:
        """What an editor knows about it: our names to choose from, and every other spelling of them."""
        names = tuple(allowed)
        pattern = {"type": ["string", "integer", "boolean"]}
        return {
            "type": "object",
            "properties": {name: {"description": f"A glob for {PARAMETERS.get(name, name)}."} for name in names},
            "patternProperties": {f"^_*({'|'.join(_any_spelling(name) for name in names)})$": pattern},
            "additionalProperties": False,
        }


def request_value(request: MatchedRequest, name: str) -> str | None:
    """A request's value for one of ``REQUEST_NAMES``: the phone in national form; None when it was not given."""
    match name:
        case "phone":
            return request.phone
        case "api_key":
            return request.api_key
        case "operation":
            return request.operation
        case _:
            return parameter_value(request.parameters, name)


def parameter_value(parameters: Iterable[tuple[str, str]], name: str) -> str | None:
    """What was given for a parameter, by our name for it; None when nothing was."""
    spelled = PARAMETERS.get(name)
    return next((value for given, value in parameters if given == spelled), None)


def folded(name: str) -> str:
    """A name without regard to case and underscores: ``RequestId`` and ``request_id`` are one."""
    return name.replace("_", "").lower()


def _any_spelling(name: str) -> str:
    """A regular expression for every spelling that ``folded`` takes as this name."""
    return "_*".join(f"[{letter.upper()}{letter}]" for letter in folded(name)) + "_*"


def comparable(name: str, pattern: str) -> str:
    """A pattern as it is compared: phones that begin with +84 or 84 in national form, 0…."""
    if name != "phone":
        return pattern
    digits = pattern.removeprefix("+")
    return f"0{digits.removeprefix('84')}" if digits.startswith("84") else pattern


def _pattern_text(pattern: object) -> str:
    if isinstance(pattern, bool):
        return "true" if pattern else "false"
    if isinstance(pattern, str | int):
        return str(pattern)
    if isinstance(pattern, float):
        message = f"put {pattern!r} in quotes, so that it is compared as you write it"
    else:
        message = f'a pattern must stand here, such as "09*", not {kind(pattern)}'
    raise ValueError(message)


def _test(pattern: str) -> Fits:
    """A function that tells whether a text fits; the two shapes that nearly all patterns have need no regex."""
    if not _GLOB.search(pattern):
        return pattern.__eq__
    if pattern.startswith("*") and not _GLOB.search(pattern, 1):
        ending = pattern[1:]
        return lambda text: text.endswith(ending)
    return re.compile(translate(pattern)).match
