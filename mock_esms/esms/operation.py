"""What an operation of eSMS is: where it is asked, what it takes, what it plays, how it answers (FACTS 1, 2 and 4).

The operations themselves stand in ``operations``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Literal

from mock_esms.esms.response_shapes import ResponseShape

ParameterKind = Literal["text", "secret", "phone", "whole", "date", "dashed-date", "url"]
Method = Literal["GET", "POST"]
Host = Literal["voice", "rest"]
Slash = Literal["never", "always", "either"]
Does = Literal["call", "voice-status", "sms-status", "receivers", "balance"]

NUMBERS: Final = ("MaxRetry", "WaitRetry", "TimeWaitToIvr", "MaxRepeat")
"""The parameters that are whole numbers and mean something to the sandbox."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an operation; eSMS types every one as a string (FACTS 2), ``kind`` says what the string holds.

    ``most`` is the greatest whole number that the sandbox plays, ``choices`` are the values that are documented; None
    and nothing mean that any will do. ``about`` and ``example`` are for people.
    """

    name: str
    kind: ParameterKind = "text"
    required: bool = False
    most: int | None = None
    choices: tuple[str, ...] = ()
    about: str = ""
    example: str = ""


@dataclass(frozen=True, slots=True)
class Plays:
    """What the called person hears: the parameter that names it, and the code when it is missing or unknown.

    ``listed`` tells which list of the account it must stand in, None when it is what it says itself. ``sms_type`` is
    the SmsType that a message must have to be played at all, None for what is no message.
    """

    parameter: str
    refusal: str
    listed: Literal["recordings", "templates"] | None = None
    sms_type: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Operation:
    """An operation of eSMS, with its parameters in the order of FACTS; each is only equal to itself.

    ``in_path`` names the parameters that are segments of the address; ``slash`` tells whether one ends it.
    """

    name: str
    host: Host
    does: Does
    parameters: tuple[Parameter, ...]
    answer: ResponseShape
    about: str
    method: Method = "GET"
    slash: Slash = "never"
    in_path: tuple[str, ...] = ()
    plays: Plays | None = None
    by_key: Mapping[str, Parameter] = field(init=False, repr=False, compare=False)
    names: frozenset[str] = field(init=False, repr=False, compare=False)
    most: tuple[int | None, ...] = field(init=False, repr=False, compare=False)
    choosy: tuple[Parameter, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the parameters by their lower-case names, and find the limits of numbers and the choices of values."""
        index = MappingProxyType({parameter.name.lower(): parameter for parameter in self.parameters})
        object.__setattr__(self, "by_key", index)
        object.__setattr__(self, "names", frozenset(index))
        most = tuple(index[name.lower()].most if name.lower() in index else None for name in NUMBERS)
        object.__setattr__(self, "most", most)
        choosy = tuple(parameter for parameter in self.parameters if parameter.choices)
        object.__setattr__(self, "choosy", choosy)

    def find(self, name: str) -> Parameter | None:
        """The parameter of this name in any case, or None."""
        return self.by_key.get(name.lower())

    @property
    def path(self) -> str:
        """Its address as the documentation writes it: ``/MainService.svc/json/GetBalance/{ApiKey}/{SecretKey}``."""
        segments = [self.name, *(f"{{{name}}}" for name in self.in_path)]
        return f"/MainService.svc/json/{'/'.join(segments)}{'/' if self.slash == 'always' else ''}"
