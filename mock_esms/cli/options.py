"""Options: the types of their values (durations, instants, accounts, pairs), and those that commands share.

A value is parsed by a function that raises ``ValueError`` with a sentence. What it says about
accounts and tokens never repeats the value, because a secret is in it.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

import click

from mock_esms.cli.environment import OptionWithTwin, twin
from mock_esms.model.times import parse_duration, parse_instant

if TYPE_CHECKING:
    _ParamType = click.ParamType[Any]
else:
    _ParamType = click.ParamType  # only newer versions of click let it have a parameter

_F = TypeVar("_F", bound=Callable[..., object])


def option(name: str, kind: "click.ParamType[Any]", text: str, **more: Any) -> Callable[[_F], _F]:  # noqa: ANN401 - click's own parameters, handed on
    """An option with its environment twin."""
    return click.option(name, cls=OptionWithTwin, type=kind, envvar=twin(name), help=text, **more)


class OptionType(_ParamType):
    """A type of value, parsed by a function; repeated ones are separated by commas in the environment."""

    envvar_list_splitter = ","

    def __init__(self, name: str, read: Callable[[str], object]) -> None:
        """``name`` stands in help in the place of the value."""
        self.name = name
        self._read = read

    def split_envvar_value(self, rv: str) -> list[str]:
        """The values in an environment variable; spaces around the commas do not count."""
        return [value.strip() for value in rv.split(",") if value.strip()]

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> object:
        """Read the value, or refuse it with the sentence."""
        if not isinstance(value, str):
            return value
        try:
            return self._read(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


class Keys(NamedTuple):
    """The value of ``--account``."""

    api_key: str
    secret_key: str

    def __repr__(self) -> str:
        """Without the secret, wherever it may be shown."""
        return f"Keys({self.api_key!r}, '***')"


def read_keys(text: str) -> Keys:
    """Read ``KEY:SECRET``, split at the first colon."""
    api_key, colon, secret_key = text.partition(":")
    if not colon:
        message = "an account is written KEY:SECRET, and there is no colon in the given one"
        raise ValueError(message)
    if not api_key.strip() or not secret_key:
        message = f"an account is written KEY:SECRET, and the {'secret' if api_key.strip() else 'key'} is empty"
        raise ValueError(message)
    return Keys(api_key, secret_key)


def read_pair(text: str) -> tuple[str, str]:
    """Read ``LEFT=RIGHT``, split at the first equals sign."""
    left, equals, right = text.partition("=")
    if not equals or not left:
        message = f"{text!r} is no pair; write it with an equals sign, NAME=VALUE"
        raise ValueError(message)
    return left, right


def _host_name(text: str) -> str:
    from mock_esms.server.tls import read_name

    return read_name(text)


def read_text(text: str) -> str:
    """Read a text that is not empty."""
    if not text.strip():
        message = "it is empty"
        raise ValueError(message)
    return text.strip()


def _speed(text: str) -> float:
    try:
        speed = float(text)
    except ValueError:
        speed = 0.0
    if not MIN_SPEED <= speed <= MAX_SPEED:
        message = f"{text!r} is no speed; write sandbox seconds a real second, from {MIN_SPEED:g} to {MAX_SPEED:,.0f}"
        raise ValueError(message)
    return speed


MIN_SPEED: Final = 0.001
MAX_SPEED: Final = 1_000_000.0

ACCOUNT: Final = OptionType("KEY:SECRET", read_keys)
DURATION: Final = OptionType("DURATION", parse_duration)
INSTANT: Final = OptionType("DATE-TIME", parse_instant)
NAME_VALUE: Final = OptionType("NAME=VALUE", read_pair)
FROM_TO: Final = OptionType("FROM=TO", read_pair)
HOST_NAME: Final = OptionType("NAME", _host_name)
SPEED: Final = OptionType("FACTOR", _speed)
TEXT: Final = OptionType("TEXT", read_text)


def egress_options(command: _F) -> _F:
    """Where callbacks may go, in whose place, and whose certificates they trust."""
    allow = option(
        "--allow-callback",
        TEXT,
        "Host glob or network to which callbacks may go, beside loopback and private ones; repeatable.",
        metavar="PATTERN",
        multiple=True,
    )
    rewrite = option("--rewrite-callback", FROM_TO, "Host to be called in another's place; repeatable.", multiple=True)
    trust = option(
        "--callback-ca",
        TEXT,
        "Certificates (PEM) of authorities that callbacks over https trust, beside the system's.",
        metavar="FILE",
    )
    return allow(rewrite(trust(command)))
