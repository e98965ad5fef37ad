"""What an operation of eSMS is: its address, what it takes, what it plays, how it responds (FACTS 1, 2 and 4).

The operations themselves stand in ``operations``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from mock_esms.esms.response_shapes import ResponseShape

ParameterKind = Literal["text", "secret", "phone", "whole", "date", "dashed-date", "url"]
Method = Literal["GET", "POST"]
Host = Literal["voice", "rest"]
Slash = Literal["never", "always", "either"]
Does = Literal["call", "voice-status", "sms-status", "receivers", "balance"]
ParametersIn = Literal["query", "path", "json"]
DialectName = Literal["voice", "message"]


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

    ``listed`` tells which list of the account it must stand in, None when it is what it says itself.
    """

    parameter: str
    refusal: str
    listed: Literal["recordings", "templates"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Select:
    """Which requests to an address are this operation's: those whose parameter has one of these values.

    Several operations may have one address (SmsType tells an SMS from a voice call); a value that none of them has is
    refused as 118.
    """

    parameter: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Operation:
    """An operation of eSMS: a row of the table, with its parameters in the order of FACTS. Equal only to itself.

    Its address: ``host``, ``name``, ``method``, ``in_path`` (the parameters that are segments of the address) and
    ``slash`` (whether one ends it); ``select`` where several operations have one address. ``parameters_in`` says where
    its parameters are read from, ``does`` what it does, ``plays`` what the called person hears, ``asks_about`` which
    parameter has the id that it asks about, ``callback`` in which manner its result is reported, and
    ``response_shape`` how it responds. ``source`` is the section of FACTS that tells of it.
    """

    name: str
    host: Host
    does: Does
    parameters: tuple[Parameter, ...]
    response_shape: ResponseShape
    about: str
    source: str = "FACTS 2"
    method: Method = "GET"
    slash: Slash = "never"
    in_path: tuple[str, ...] = ()
    parameters_in: ParametersIn = "query"
    select: Select | None = None
    plays: Plays | None = None
    asks_about: str | None = None
    callback: DialectName = "voice"
    by_key: Mapping[str, Parameter] = field(init=False, repr=False, compare=False)
    names: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the parameters by their lower-case names."""
        index = MappingProxyType({parameter.name.lower(): parameter for parameter in self.parameters})
        object.__setattr__(self, "by_key", index)
        object.__setattr__(self, "names", frozenset(index))

    def find(self, name: str) -> Parameter | None:
        """The parameter of this name in any case, or None."""
        return self.by_key.get(name.lower())

    @property
    def path(self) -> str:
        """Its address as the documentation writes it: ``/MainService.svc/json/GetBalance/{ApiKey}/{SecretKey}``."""
        segments = [self.name, *(f"{{{name}}}" for name in self.in_path)]
        return f"/MainService.svc/json/{'/'.join(segments)}{'/' if self.slash == 'always' else ''}"
