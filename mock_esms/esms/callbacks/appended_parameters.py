"""Parameters that are appended to a CallbackUrl: how everything but a call is reported (FACTS 4, FACTS-MESSAGES 7)."""

from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import quote, quote_plus

from mock_esms.config.settings import Quirks
from mock_esms.esms.callbacks.callback_url import encoded_base, with_parameters
from mock_esms.model.delivery_plan import CallbackEdits


class Value(NamedTuple):
    """The value of a parameter, and the characters in it that are not percent-encoded."""

    text: str
    unencoded: str = ""


def appended(template: str, pairs: Iterable[tuple[str, Value]], quirks: Quirks) -> str:
    """All parameters behind a CallbackUrl, whatever that has already.

    A fragment is dropped, what may not stand in a request line is percent-encoded, and nothing else is touched.
    """
    encode = quote_plus if quirks.callback_space == "+" else quote
    return with_parameters(
        encoded_base(template),
        (
            (encode(name, safe="", errors="replace"), encode(value.text, safe=value.unencoded, errors="replace"))
            for name, value in pairs
        ),
    )


def edited(pairs: Iterable[tuple[str, Value]], edits: CallbackEdits | None) -> tuple[tuple[str, Value], ...]:
    """What the scenario makes of it: values replaced and names left out, in any case; parameters added behind.

    A value for a name that the callback does not have is none of its business.
    """
    if edits is None:
        return tuple(pairs)
    by_key = {name.lower(): (name, value) for name, value in pairs}
    by_key |= {name.lower(): (name, Value(value)) for name, value in edits.set if name.lower() in by_key}
    omitted = {name.lower() for name in edits.omit}
    added = ((name, Value(value)) for name, value in edits.add)
    return (*(pair for key, pair in by_key.items() if key not in omitted), *added)
