"""Patterns that no request can ever fit: a scenario that is never chosen for them, without a word from the globs."""

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase, translate
from string import digits
from typing import Final

from mock_esms.config.documents import read_tree
from mock_esms.config.documents.field_types import shown
from mock_esms.config.documents.suggest import did_you_mean
from mock_esms.config.match import Match, comparable, folded
from mock_esms.errors import Problem
from mock_esms.esms.operations import EVERY_OPERATION
from mock_esms.model.inbound import INBOUND

_QUOTES: Final = "“”„‟‘’‚‛«»‹›＂＇`"  # noqa: RUF001 - these very letters are meant
"""What word processors and chat programs make of straight quotes."""
_RANGE: Final = re.compile(r"\[!?[^\]]*?(.)-(.)[^\]]*\]")
_PART: Final = re.compile(r"\[!?\]?[^\]]*\]|.", re.DOTALL)
"""A set, or a single letter."""
_PHONE_LENGTHS: Final = (10, 11)
"""Digits of a phone in national form, 0…: mobiles and landlines (`esms.phone`)."""


def match_warnings(match: Match | None, text: str, file: str) -> tuple[Problem, ...]:
    """A problem for each pattern of a scenario's match that can never fit, with its place in the scenario's YAML."""
    found = never_fitting(match or Match())
    if not found:
        return ()
    tree = read_tree(text, file)
    written = tree.data.get("match")
    keys = {folded(key): key for key in written} if isinstance(written, dict) else {}
    return tuple(tree.problem(("match", keys.get(folded(name), name)), f"warning: {why}") for name, why in found)


def never_fitting(match: Match) -> tuple[tuple[str, str], ...]:
    """The names of the patterns that can never fit, each with a sentence that says why, and what to write."""
    return tuple((name, why) for name, pattern in match.pairs for why in _reasons(name, pattern))


def _reasons(name: str, pattern: str) -> Iterator[str]:
    """At most one reason, the plainest first."""
    never_fits = f"{shown(pattern)} never fits"
    if len(pattern) > 1 and (pattern[0] in _QUOTES or pattern[-1] in _QUOTES):
        bare = shown(pattern.strip(_QUOTES)).strip("`")
        yield f'{never_fits} as long as these quotes are a part of it; write straight ones: "{bare}"'
    elif "(?!)" in translate(pattern):  # which is how fnmatch says: an empty set
        yield f"{never_fits}: {_backwards(pattern)}"
    elif name == "phone" and (why := _no_phone(comparable(name, pattern))):
        yield f"{never_fits}: {why}"
    elif name == "operation":
        names = [*(operation.name for operation in EVERY_OPERATION), INBOUND]
        if not any(fnmatchcase(operation, pattern) for operation in names):
            yield f"{never_fits}: there is no such operation; {did_you_mean(pattern, names)}"


def _backwards(pattern: str) -> str:
    found = _RANGE.search(pattern)
    first, last = (found[1], found[2]) if found else ("", "")
    return f"the range {first}-{last} runs backwards; write [{last}-{first}]"


def _no_phone(pattern: str) -> str:
    """Why a pattern, as it is compared, fits no phone in national form."""
    if not pattern:
        return "each request has a phone; leave the key out"
    parts: list[str] = _PART.findall(pattern)
    places = [part for part in parts if part != "*"]
    most = max(_PHONE_LENGTHS)
    for place in places:
        if not any(fnmatchcase(digit, place) for digit in digits):
            return f"a phone is compared as digits alone, and {shown(place)} stands for none; leave it out"
    if len(places) > most or ("*" not in parts and len(places) not in _PHONE_LENGTHS):
        end = f"; write *{pattern} for its end" if len(places) < most else ""
        return f"a phone has {min(_PHONE_LENGTHS)} or {most} digits{end}"
    if parts[0] != "*" and not fnmatchcase("0", parts[0]):
        return f"a phone is compared in its national form, 0…; write *{pattern} for its end"
    return ""
