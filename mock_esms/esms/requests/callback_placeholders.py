"""Placeholders in a CallbackUrl that nothing will ever fill, and how each must be written (FACTS 3 and 4).

A placeholder is a parameter of the query with one of the documented names and no value. What is written otherwise goes
out as it stands, and the receiver waits for a value that never comes.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final
from urllib.parse import unquote, unquote_plus

from mock_esms.config.documents.suggest import nearest_name
from mock_esms.esms.callbacks.callback_url import CALLBACK_PARAMETERS
from mock_esms.esms.callbacks.voice_otp_callback import VOICE_OTP_PARAMETERS
from mock_esms.esms.operation import Host

_NAMES: Final = {name.lower(): name for name in CALLBACK_PARAMETERS}
_SMS_NAMES: Final = {name.lower(): name for name in VOICE_OTP_PARAMETERS}
_NAME: Final = f"({'|'.join(CALLBACK_PARAMETERS)})"
_BRACKETED: Final = (
    rf"\$\{{{_NAME}\}}|\{{+{_NAME}\}}+|\[+{_NAME}\]+|<+{_NAME}>+|%+{_NAME}%+|#{_NAME}#|\${_NAME}\b|"
    rf"[=/]:{_NAME}\b|__{_NAME}__|\*\|{_NAME}\|\*"
)
"""A name as templates of other programs write it. Compiled, in 5 ms, when an address has one of the signs."""
_SIGNS: Final = ("$", "{", "[", "<", "%", "#", "=:", "/:", "__", "*|")
"""What it begins with."""
_HIDDEN: Final = re.compile(rf"(?:amp;|[;?/&]){_NAME}=?(?=[&;?#]|\Z)", re.IGNORECASE | re.ASCII)
"""A name behind what divides no parameters: ``&amp;``, ``;`` or a second ``?``."""
_IN_PATH: Final = re.compile(rf"(?:amp;|[?;&/]){_NAME}=(?=[?&;/]|\Z)", re.IGNORECASE | re.ASCII)
"""A name with its ``=`` before any ``?``."""
_MOST: Final = 10
_AS_LIKE: Final = 0.85


@lru_cache(maxsize=256)
def unfilled_placeholders(template: str, host: Host) -> tuple[str, ...]:
    """A sentence for each placeholder of this CallbackUrl that stays as it is; cached for the latest."""
    base, _, fragment = template.partition("#")
    path, _, query = base.partition("?")
    if host != "voice":
        return tuple(_appended_anyway(query))[:_MOST]
    found: dict[str, str] = {}
    for name, sentence in (*_bracketed(template), *_in_fragment(fragment), *_in_pieces(query), *_in_path(path)):
        found.setdefault(name, sentence)
    return tuple(found.values())[:_MOST]


def _bracketed(template: str) -> Iterator[tuple[str, str]]:
    for text in (template, unquote(template)):
        if not any(sign in text for sign in _SIGNS):
            continue
        for match in re.finditer(_BRACKETED, text, re.IGNORECASE | re.ASCII):
            name = _spelled(next(filter(None, match.groups())))
            yield name, f"{match[0].lstrip('=/')} is not filled: eSMS has no such form; write {name}= in the query."


def _in_fragment(fragment: str) -> Iterator[tuple[str, str]]:
    for name in re.findall(rf"(?:\A|[?&;/!]){_NAME}(?==|&|\Z)", unquote(fragment), re.IGNORECASE | re.ASCII):
        spelled = _spelled(name)
        yield spelled, f"{name} stands behind the # and is never sent; write {spelled}= before it."


def _in_path(path: str) -> Iterator[tuple[str, str]]:
    for name in _IN_PATH.findall(unquote(path)):
        spelled = _spelled(name)
        yield spelled, f"{name}= stands in the path and is not filled; write ?{spelled}= behind the path."


def _in_pieces(query: str) -> Iterator[tuple[str, str]]:
    for piece in query.split("&"):
        raw_name, equals, value = piece.partition("=")
        name = unquote_plus(raw_name)
        key = name.lower()
        if key in _NAMES and not value:
            continue  # it will be filled
        if key.removeprefix("amp;") in _NAMES and not value:
            spelled = _NAMES[key.removeprefix("amp;")]
            yield spelled, f"&{name}= comes out of HTML and is not filled; write &{spelled}=."
        elif key.strip() in _NAMES and not value:
            spelled = _NAMES[key.strip()]
            yield spelled, f"{name!r} has spaces around it and is not filled; write {spelled}=."
        elif twice := _encoded_twice(raw_name, key, value):
            for spelled in twice:
                yield spelled, f"{spelled} is percent-encoded twice and is not filled; encode it once: {spelled}=."
        elif hidden := _HIDDEN.findall(piece):
            for each in hidden:
                spelled = _spelled(each)
                yield spelled, f"{spelled} does not follow an & and is not filled; write &{spelled}=."
        elif equals and not value and (near := nearest_name(key, CALLBACK_PARAMETERS, alike=_AS_LIKE)):
            yield near, f"{name}= is none of eSMS's parameters and is not filled; write {near}=."


def _encoded_twice(raw_name: str, key: str, value: str) -> list[str]:
    """The names in a piece whose own ``=`` or ``&`` are percent-encoded; another address in a value is the user's."""
    if key in _NAMES and value[:3] in {"%26", "%25"}:
        text = f"{raw_name}={value}"
    elif "%" in raw_name:
        text = raw_name
    else:
        return []
    names = re.findall(rf"(?:\A|&){_NAME}=(?=&|\Z)", unquote(unquote(text)), re.IGNORECASE | re.ASCII)
    return [_spelled(name) for name in names]


def _appended_anyway(query: str) -> Iterator[str]:
    for piece in query.split("&"):
        name, _, value = piece.partition("=")
        spelled = _SMS_NAMES.get(unquote_plus(name).lower())
        if spelled is not None and not value:
            yield f"{spelled} is not filled: a message's parameters are appended to CallbackUrl; leave {spelled} out."


def _spelled(name: str) -> str:
    return _NAMES[name.lower()]
