"""The environment twin that each option has, and what only looks like one.

Kubernetes and ``docker run --link`` describe each service to a container in variables that begin with its name. For a
service ``mock-esms`` one of them is MOCK_ESMS_PORT=tcp://10.0.0.1:8080. Such a value was meant for no option.
"""

import os
import re
from typing import Any, Final

import click

from mock_esms.cli.output import print_remark

_LINKS: Final = (
    ("_PORT", re.compile(r"(?:tcp|udp|sctp)://\S+", re.IGNORECASE)),
    ("_NAME", re.compile(r"/[^/\s]+/[^/\s]+")),  # docker --link: /container/alias
)
_MENTIONED: Final = "mock_esms.service_links"
"""Where a command keeps which variables it has mentioned."""


def twin(option: str) -> str:
    """The environment variable that stands for an option: ``MOCK_ESMS_JOURNAL_LIMIT`` for ``--journal-limit``."""
    return "MOCK_ESMS_" + option.removeprefix("--").replace("-", "_").upper()


def twin_value(option: str) -> str:
    """The value of an option's twin, without spaces around it; empty when there is none."""
    name = twin(option)
    value = os.environ.get(name, "").strip()
    return "" if _is_passed_over(name, value, click.get_current_context(silent=True)) else value


class OptionWithTwin(click.Option):
    """An option whose environment twin may hold a service link, which is passed over."""

    def resolve_envvar_value(self, ctx: click.Context) -> str | None:
        """The value in the environment, None where there is none."""
        value = super().resolve_envvar_value(ctx)
        name = str(self.envvar)
        return None if value is not None and _is_passed_over(name, value, ctx) else value


def is_service_link(name: str, value: str) -> bool:
    """Whether a variable describes a service to a container: ``_PORT`` with an address, ``_NAME`` with a container."""
    return any(name.endswith(ending) and pattern.fullmatch(value) for ending, pattern in _LINKS)


def _is_passed_over(name: str, value: str, ctx: click.Context | None) -> bool:
    """Whether the value is a service link; the first time in a command, say so."""
    if not is_service_link(name, value):
        return False
    if ctx is not None and ctx.resilient_parsing:
        return True  # a shell completes a line: whatever is printed would stand in the middle of it
    meta: dict[str, Any] = {} if ctx is None else ctx.meta
    mentioned = meta.setdefault(_MENTIONED, set())
    if name not in mentioned:
        mentioned.add(name)
        service = name.rpartition("_")[0].lower().replace("_", "-")
        print_remark(
            f"{name}={value} describes a service {service}, as Kubernetes and docker --link do, and is no "
            "setting of mock-esms: it is passed over (in Kubernetes, enableServiceLinks: false leaves it out)",
        )
    return True
