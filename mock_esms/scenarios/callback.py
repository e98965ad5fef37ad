"""How the callback of a scenario's call is delivered, and what goes wrong with it (CONTRACT 5, ``callback``)."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Final

from mock_esms.config.documents.annotations import About, Reads
from mock_esms.config.documents.decoders import build_each
from mock_esms.config.documents.field_errors import Clash, Key, refuse
from mock_esms.config.documents.field_types import Copies, Count, Truth, kind, shown
from mock_esms.config.documents.suggest import did_you_mean
from mock_esms.config.settings import CallbackRules
from mock_esms.esms.callbacks.callback_url import CALLBACK_PARAMETERS
from mock_esms.esms.callbacks.message_callback import MESSAGE_CALLBACK_PARAMETERS
from mock_esms.esms.callbacks.voice_otp_callback import VOICE_OTP_PARAMETERS
from mock_esms.model.delivery_plan import ProgressStatus
from mock_esms.model.inbound import INBOUND_PARAMETERS
from mock_esms.model.times import Span

MAX_CHANGES: Final = 50
"""So many parameters may be changed, left out or added."""
MAX_LENGTH: Final = 4_096
"""The longest name or value that a scenario can put into a callback, in characters."""

AT_ONCE: Final = Span(0, 0)
Pairs = tuple[tuple[str, str], ...]
_EVERY: Final = (
    *CALLBACK_PARAMETERS,
    *VOICE_OTP_PARAMETERS,
    *MESSAGE_CALLBACK_PARAMETERS,
    *(name for name, _ in INBOUND_PARAMETERS),
)
_FOLDED: Final = {name.lower(): name for name in reversed(_EVERY)}
PARAMETERS: Final = tuple(name for name in dict.fromkeys(_EVERY) if _FOLDED[name.lower()] == name)
"""What callbacks say: those of calls, of messages, and of what people write, one spelling of each.

Where one has no such parameter, it is ignored.
"""


def _progress(value: object) -> tuple[ProgressStatus, ...]:
    """SendStatus of callbacks before the final one, in the order in which they are sent."""
    if not isinstance(value, list):
        message = f"a list must stand here, as in [2, 7], not {kind(value)}"
        raise ValueError(message)  # noqa: TRY004 - callers catch one class, whatever was wrong

    def status(position: int, entry: Any) -> Any:  # noqa: ANN401 - whatever was written
        if entry == 5:  # noqa: PLR2004 - SendStatus of the final callback
            message = "5 is the final callback, which comes in any case; write 2, 7 or both"
        elif isinstance(entry, bool) or entry not in (1, 2, 7):
            message = f"{shown(entry)} is no progress; write 2 (accepted) or 7 (sent, or the first dial begins)"
        elif entry in value[:position]:
            message = f"{entry} stands here already; each is sent once"
        else:
            return entry
        raise ValueError(message)

    return tuple(sorted(build_each(enumerate(value), status).values()))


def _parameter(name: object) -> str:
    """One of the parameters of a callback, in its own spelling."""
    found = _FOLDED.get(name.lower()) if isinstance(name, str) else None
    if found is None:
        hint = did_you_mean(name, PARAMETERS) if isinstance(name, str) else "write its name"
        message = f"a callback has no parameter {shown(name)}; {hint}"
        raise ValueError(message)
    return found


def _text(value: object) -> str:
    if isinstance(value, str | int) and not isinstance(value, bool):
        text = str(value)
        if len(text) > MAX_LENGTH:
            message = f"this is longer than {MAX_LENGTH} characters"
            raise ValueError(message)
        return text
    if value is None:
        message = 'write "" for an empty value; `omit` leaves the whole parameter out'
    elif isinstance(value, dict | list):
        message = f"a text must stand here, not {kind(value)}"
    else:
        message = f"put {shown(value).strip('`')} in quotes, so that it is sent as you write it"
    raise ValueError(message)


def _pairs(value: object, example: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        message = f"names with values must stand here, as in {example}, not {kind(value)}"
        raise ValueError(message)  # noqa: TRY004 - callers catch one class, whatever was wrong
    if len(value) > MAX_CHANGES:
        message = f"there are more than {MAX_CHANGES} names here; write fewer"
        raise ValueError(message)
    return value


def _set(value: object) -> Pairs:
    spelled: set[str] = set()

    def pair(key: object, part: object) -> tuple[str, str]:
        name = _parameter(key)
        if name in spelled:
            message = f"`{name}` stands here already, in another spelling"
            raise ValueError(message)
        spelled.add(name)
        return name, _text(part)

    return tuple(build_each(_pairs(value, "{CallStatus: BUSY}").items(), pair).values())


def _add(value: object) -> Pairs:
    def pair(key: object, part: object) -> tuple[str, str]:
        if not key:
            message = "a parameter needs a name"
            raise ValueError(message)
        return _text(key), _text(part)

    return tuple(build_each(_pairs(value, "{Attempt: 1}").items(), pair).values())


def _omit(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        message = f"a list must stand here, as in [Ivr, Price], not {kind(value)}"
        raise ValueError(message)  # noqa: TRY004 - callers catch one class, whatever was wrong
    names = build_each(enumerate(value), lambda _position, entry: _parameter(entry)).values()
    return tuple(dict.fromkeys(names))


_TEXT: Final = {"type": ["string", "integer"], "maxLength": MAX_LENGTH}
_ANY_CASE: Final = "|".join("".join(f"[{c.upper()}{c.lower()}]" for c in name) for name in PARAMETERS)
_SET_SCHEMA: Final = {
    "type": "object",
    "properties": dict.fromkeys(PARAMETERS, _TEXT),
    "patternProperties": {f"^({_ANY_CASE})$": _TEXT},
    "additionalProperties": False,
}
_ADD_SCHEMA: Final = {
    "type": "object",
    "propertyNames": {"minLength": 1, "maxLength": MAX_LENGTH},
    "additionalProperties": _TEXT,
    "maxProperties": MAX_CHANGES,
}
_OMIT_SCHEMA: Final = {
    "type": "array",
    "items": {"anyOf": [{"enum": [*PARAMETERS]}, {"type": "string", "pattern": f"^({_ANY_CASE})$"}]},
}
_PROGRESS_SCHEMA: Final = {"type": "array", "items": {"enum": [1, 2, 7]}, "uniqueItems": True}

_OF_ALL: Final = ("timeout", "retries", "wait", "success", "follow_redirects", "method", "body", "policy")
"""Keys that concern the callbacks before the final one, too."""
_NEVER_SENT: Final = "a callback that is dropped is never sent"


class CallbackRule(CallbackRules):
    """The callback of a scenario: how it is delivered, and what goes wrong with it.

    Everything but ``progress`` concerns the final callback; the others share only how they are delivered.
    """

    progress: Annotated[
        Annotated[tuple[ProgressStatus, ...], Reads(_progress, _PROGRESS_SCHEMA)],
        About(
            "Callbacks before the final one, each with retries of its own: SendStatus 2 when a call or message is "
            "accepted, 7 when its first dial begins or it is sent, 1 when an advertisement waits for its approval.",
            ([2, 7],),
        ),
    ] = ()
    copies: Annotated[Copies, About("The first send goes out so many times, whatever is answered.", (3,))] = 1
    gap: Annotated[Span, About("From one copy to the next; 0s is all at the same instant.", ("0s", "5s"))] = AT_ONCE
    lost_acks: Annotated[
        Count, About("So many acknowledgements are taken as never received, so the callback is sent again.", (2,))
    ] = 0
    drop: Annotated[Truth, About("true: the final callback is never sent.")] = False
    before_reply: Annotated[
        Truth, About("true: the request is answered only when the first send of the callback has finished.")
    ] = False
    set: Annotated[
        Annotated[Pairs, Reads(_set, _SET_SCHEMA)],
        About("Values that replace what the callback would say, by parameter.", ({"CallStatus": "BUSY"},)),
    ] = ()
    omit: Annotated[
        Annotated[tuple[str, ...], Reads(_omit, _OMIT_SCHEMA)],
        About("Parameters that the callback leaves out.", (["Price", "CID"],)),
    ] = ()
    add: Annotated[
        Annotated[Pairs, Reads(_add, _ADD_SCHEMA)],
        About("Further parameters, appended to the callback's address.", ({"Signature": "abc"},)),
    ] = ()

    def __post_init__(self) -> None:
        """Refuse what is impossible together."""
        super().__post_init__()
        clashes = [*self._clashes_with_drop()]
        clashes += [
            Clash(("set", name), ("omit", position), f"{name} is either replaced or left out")
            for position, name in enumerate(self.omit)
            if name in dict(self.set)
        ]
        wrong: list[tuple[Key, str]] = []
        if self.gap != AT_ONCE and self.copies == 1 and not self.drop:
            wrong.append(("gap", "this is the time between copies; say how many, as in `copies: 2`"))
        if self.method == "GET" and self.body is not None:
            clashes.append(Clash("method", "body", "a GET has no body; write POST, or leave the body out"))
        refuse(wrong, clashes)

    def _clashes_with_drop(self) -> Iterator[Clash]:
        if not self.drop:
            return
        of_the_final = ("copies", "gap", "lost_acks", "before_reply", "set", "omit", "add", "delay")
        of_all = () if self.progress else _OF_ALL
        defaults = {name: getattr(DEFAULT_CALLBACK_RULE, name) for name in (*of_the_final, *of_all)}
        for name, default in defaults.items():
            if getattr(self, name) != default:
                yield Clash("drop", name, _NEVER_SENT)


DEFAULT_CALLBACK_RULE: Final = CallbackRule()
"""A scenario that leaves the callback to the settings."""
