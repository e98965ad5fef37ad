"""The table of operations: which parameters each has, in FACTS' spelling, and how they are read (FACTS 2).

A further operation is a further entry. What is read, refused and warned about follows from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Literal

from mock_esms.times import DAY, MAX_DURATION, SECOND

ParameterKind = Literal["text", "secret", "phone", "whole", "date", "url"]
Method = Literal["GET", "POST"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an operation; eSMS types every one as a string (FACTS 2), ``kind`` says what the string holds.

    ``most`` is the greatest whole number that the sandbox plays; None means that any will do.
    """

    name: str
    kind: ParameterKind = "text"
    required: bool = False
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation of eSMS: its name, its method, what the call plays, and its parameters in the order of FACTS."""

    name: str
    method: Method
    plays: Literal["recording", "template"]
    parameters: tuple[Parameter, ...]
    by_key: Mapping[str, Parameter] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the parameters by their lower-case names."""
        index = MappingProxyType({parameter.name.lower(): parameter for parameter in self.parameters})
        object.__setattr__(self, "by_key", index)

    def find(self, name: str) -> Parameter | None:
        """The parameter of this name in any case, or None."""
        return self.by_key.get(name.lower())


_KEYS_AND_PHONE: Final = (
    Parameter("ApiKey", required=True),
    Parameter("SecretKey", "secret", required=True),
    Parameter("TemplateId", required=True),
    Parameter("Phone", "phone", required=True),
)

MAKE_CALL_RECORD: Final = Operation(
    "MakeCallRecord_V2",
    "GET",
    "recording",
    (
        *_KEYS_AND_PHONE,
        Parameter("SendDate", "date"),
        Parameter("MaxRepeat", "whole"),
        Parameter("MaxRetry", "whole", most=100),
        Parameter("WaitRetry", "whole", most=7 * DAY // SECOND),
        Parameter("Ivr"),
        Parameter("NumberForward", "phone"),
        Parameter("TimeWaitToIvr", "whole", most=MAX_DURATION // SECOND),
        Parameter("CallbackUrl", "url"),
        Parameter("RequestId"),
    ),
)

OPERATIONS: Final[Mapping[str, Operation]] = MappingProxyType(
    {operation.name.lower(): operation for operation in (MAKE_CALL_RECORD,)}
)
"""Every operation by its lower-case name. Issue 5 adds MakeCallTemplate_V2, VoiceOTP, MakeCall and the rest host's."""


def operation_named(name: str) -> Operation | None:
    """The operation of this name in any case (FACTS 1), or None."""
    return OPERATIONS.get(name.lower())
