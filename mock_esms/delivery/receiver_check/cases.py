"""What a receiver is checked with: every case as data, by kind, in the order in which it is played (CONTRACT 8, 16)."""

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from types import MappingProxyType
from typing import Final

from mock_esms.config.documents.suggest import did_you_mean
from mock_esms.delivery.receiver_check.case import Case, CheckKind
from mock_esms.delivery.receiver_check.message_cases import MESSAGE_CASES
from mock_esms.delivery.receiver_check.voice_cases import VOICE_CASES
from mock_esms.errors import UsageError

CASES: Final[Mapping[CheckKind, tuple[Case, ...]]] = MappingProxyType({"voice": VOICE_CASES, **MESSAGE_CASES})
"""The cases of every kind, calls first."""


def chosen(globs: Iterable[str], kind: CheckKind = "voice") -> tuple[Case, ...]:
    """The cases of a kind whose names fit one of the globs, in their own order; all where there is no glob.

    Raises ``UsageError`` for a glob that fits no case, with the nearest name, or with the kinds that have one.
    """
    cases = CASES[kind]
    patterns = [glob.strip().lower() for glob in globs]
    for pattern in patterns:
        if not _fitting(cases, pattern):
            elsewhere = [other for other in CASES if _fitting(CASES[other], pattern)]
            hint = f"it is one of --kind {' or '.join(elsewhere)}" if elsewhere else _nearest(pattern, cases)
            message = f"there is no case {pattern!r}{'' if kind == 'voice' else f' of {kind}'}; {hint}"
            raise UsageError(message)
    return tuple(case for case in cases if not patterns or any(fnmatchcase(case.name, glob) for glob in patterns))


def _fitting(cases: Iterable[Case], glob: str) -> bool:
    return any(fnmatchcase(case.name, glob) for case in cases)


def _nearest(glob: str, cases: Iterable[Case]) -> str:
    return did_you_mean(glob, [case.name for case in cases])
