"""Whom to check, and how: read from what the user gave, and refused with a sentence where it cannot work."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from secrets import token_hex
from typing import Final, TypedDict

from mock_esms.config.documents.field_types import header
from mock_esms.config.documents.suggest import did_you_mean
from mock_esms.delivery.receiver_check.case import Case, CheckKind
from mock_esms.delivery.receiver_check.cases import CASES, chosen
from mock_esms.delivery.receiver_check.effects import Effects
from mock_esms.errors import UsageError
from mock_esms.esms.callbacks.callback_url import CALLBACK_PARAMETERS, callback_url_problem
from mock_esms.model.times import MINUTE, Duration, format_duration, parse_duration

LONGEST: Final[Duration] = 10 * MINUTE
"""What a receiver may be given at most."""
_USUAL: Final = 10
"""Seconds; how long eSMS waits was never written down (FACTS 3)."""


class CheckOptions(TypedDict, total=False):
    """The options of a check; every option may be left out.

    ``kind`` is whose callbacks are sent: of calls (``voice``), or of messages over ``sms``, ``zalo`` or ``viber``.
    ``only`` are globs of case names. ``timeout`` is seconds, a text such as ``2s``, or a timedelta. ``seed`` decides
    the made-up ids; without one they are new each time. ``headers`` go with each callback: a mapping, or lines
    ``Name: value``. ``callback_template`` is a query with empty placeholders. ``reference_ids`` are ids that the
    receiver knows, taken in turn instead of made-up ones. With ``any_body`` only the status of repeated callbacks must
    be the same. ``effects`` gives the number of effects so far (rows, mails): where a report comes several times, it
    must have one; a plain function is called in a thread of its own.
    """

    kind: CheckKind
    only: str | Sequence[str]
    timeout: str | float | timedelta
    seed: str | None
    headers: Mapping[str, str] | Sequence[str]
    callback_template: str
    reference_ids: Sequence[str]
    any_body: bool
    effects: Effects | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A receiver to be checked; ``template`` is the CallbackUrl with its placeholders, ``headers`` ``Name: value``."""

    template: str
    cases: tuple[Case, ...]
    timeout: Duration
    seed: str
    headers: tuple[str, ...] = field(repr=False)
    reference_ids: tuple[str, ...]
    any_body: bool
    effects: Effects | None = None
    kind: CheckKind = "voice"


def target_of(url: str, options: CheckOptions) -> Target:
    """Read everything; raises ``UsageError`` with a sentence that shows no secret."""
    why = callback_url_problem(url)
    if why is not None:
        message = f"{why.removesuffix('.')} (a check calls it as eSMS calls a CallbackUrl)"
        raise UsageError(message)
    kind = options.get("kind", "voice")
    if kind not in CASES:
        message = f"there is no kind {kind!r} of callbacks to check with; {did_you_mean(kind, list(CASES))}"
        raise UsageError(message)
    only, template = options.get("only", ()), options.get("callback_template", "")
    if template and kind != "voice":
        message = f"a callback template is of calls alone; behind a CallbackUrl of {kind} eSMS appends all parameters"
        raise UsageError(message)
    return Target(
        kind=kind,
        template=_with_template(url, template),
        cases=chosen([only] if isinstance(only, str) else only, kind),
        timeout=_timeout(options.get("timeout", _USUAL)),
        seed=options.get("seed") or token_hex(4),
        headers=_headers(options.get("headers", ())),
        reference_ids=tuple(options.get("reference_ids", ())),
        any_body=options.get("any_body", False),
        effects=options.get("effects"),
    )


def _with_template(url: str, template: str) -> str:
    """The URL with the placeholders behind it, as an application would give it to eSMS."""
    placeholders = template.strip().lstrip("?&")
    if not placeholders:
        return url
    names = {part.partition("=")[0].lower() for part in placeholders.split("&")}
    if names.isdisjoint(name.lower() for name in CALLBACK_PARAMETERS):
        message = (
            f"the callback template {template!r} has none of eSMS's parameters; "
            f"write those that you want with empty values, as in {'=&'.join(CALLBACK_PARAMETERS[:3])}="
        )
        raise UsageError(message)
    base = url.partition("#")[0]
    separator = "" if base.endswith(("?", "&")) else "&" if "?" in base else "?"
    return f"{base}{separator}{placeholders}"


def _timeout(given: str | float | timedelta) -> Duration:
    try:
        timeout = parse_duration(given.total_seconds() if isinstance(given, timedelta) else given)
    except ValueError as error:
        message = f"the timeout of a check: {error}"
        raise UsageError(message) from None
    if not 0 < timeout <= LONGEST:
        least = format_duration(1)
        message = f"the timeout of a check is {format_duration(timeout)}; give {least} to {format_duration(LONGEST)}"
        raise UsageError(message)
    return timeout


def _headers(given: Mapping[str, str] | Sequence[str]) -> tuple[str, ...]:
    lines = [f"{name}: {value}" for name, value in given.items()] if isinstance(given, Mapping) else given
    try:
        return tuple(header(line) for line in lines)
    except ValueError as error:
        message = f"a header to be sent with the callbacks: {error}"
        raise UsageError(message) from None
