"""Presets of redelivery: how eSMS sends a failed callback again, and for contrast how others do.

Data in one place, each preset with its source. ``callback: {policy: NAME}`` takes one; any key beside it overrides.
What a provider does that these four fields cannot say stands in ``not_played``, so that nobody takes a preset for more
than it is.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Final, NamedTuple

from mock_esms.config.documents.annotations import Reads
from mock_esms.config.documents.field_types import shown
from mock_esms.config.documents.suggest import did_you_mean
from mock_esms.model.delivery_plan import SuccessRule
from mock_esms.model.times import MINUTE, SECOND, Span


class Preset(NamedTuple):
    """How often a failed callback is sent again, after which waits (the last repeats), and what counts as failed.

    ``source`` names the page that says so, ``not_played`` what else it says.
    """

    name: str
    retries: int
    wait: tuple[Span, ...]
    timeout: Span
    success: SuccessRule
    source: str
    not_played: str = ""


def _spans(*waits: str) -> tuple[Span, ...]:
    return tuple(Span.parse(wait) for wait in waits)


def _doubling(first: int, count: int) -> tuple[Span, ...]:
    """So many waits from ``first`` milliseconds on, each twice the one before."""
    return tuple(Span(first << step, first << step) for step in range(count))


_AT_ONCE: Final = _spans("0s")

ESMS: Final = Preset(
    name="esms",
    retries=5,
    wait=_spans("10s", "30s", "1m", "5m", "15m"),
    timeout=Span.parse("10s"),
    success="200",
    source=(
        "eSMS's callback page: confirmed by status 200, else sent again at most 5 times. The waits and the timeout are "
        "assumed: no page tells them"
    ),
)

_PRESETS: Final = (
    ESMS,
    Preset(
        name="twilio",
        retries=1,
        wait=_AT_ONCE,
        timeout=Span.parse("15s"),
        success="2xx",
        source="Twilio's page Webhooks (HTTP callbacks): Connection Overrides: retry count 1, read timeout 15 s",
        not_played="sends again only when the connection failed, unless the CallbackUrl asks for more",
    ),
    Preset(
        name="vonage",
        retries=102,
        wait=(*_doubling(5 * SECOND, 8), *_spans("15m")),
        timeout=Span.parse("15s"),
        success="200",
        source=(
            "Vonage's help pages How long does Vonage retry inbound messages (after 5 s, doubling up to 15 min, for "
            "24 h) and HTTP session time-out limits (15 s)"
        ),
        not_played="sends again only after 429, 5xx or no answer",
    ),
    Preset(
        name="plivo",
        retries=1,
        wait=_AT_ONCE,
        timeout=Span.parse("40s"),
        success="200",
        source="Plivo's page Callback Configurations: retry count 1, read timeout 40 s, confirmed by status 200",
        not_played="the CallbackUrl can ask for other values",
    ),
    Preset(
        name="svix",
        retries=7,
        wait=_spans("5s", "5m", "30m", "2h", "5h", "10h", "10h"),
        timeout=Span.parse("15s"),
        success="2xx",
        source="Svix's page Retry Schedule: 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 10 h; a 2xx within 15 s confirms",
        not_played="an answer can stop the repetition by a header",
    ),
    Preset(
        name="stripe-like",
        retries=12,
        wait=_doubling(MINUTE, 12),
        timeout=Span.parse("10s"),
        success="2xx",
        source=(
            "Stripe's page Webhooks: exponential, for up to three days, until a 2xx. The waits (doubling from 1 min) "
            "and the timeout are chosen here: no page tells them"
        ),
    ),
    Preset(
        name="github",
        retries=0,
        wait=(),
        timeout=Span.parse("10s"),
        success="2xx",
        source="GitHub's page Handling failed webhook deliveries: after 10 s it has failed, and is never sent again",
    ),
)

POLICIES: Final[Mapping[str, Preset]] = MappingProxyType({preset.name: preset for preset in _PRESETS})
"""The presets by name, eSMS's own first."""


def _policy(value: object) -> str:
    if isinstance(value, str) and value in POLICIES:
        return value
    hint = did_you_mean(value, POLICIES) if isinstance(value, str) else f"possible are {', '.join(POLICIES)}"
    message = f"{shown(value)} is no policy of redelivery; {hint}"
    raise ValueError(message)


PolicyName = Annotated[str, Reads(_policy, {"enum": [*POLICIES]})]
