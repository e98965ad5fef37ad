"""Templates of customer care SMS: ``{P1,20}`` stands for 1 to 20 characters (FACTS-MESSAGES 4, R3, doc)."""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from mock_esms.config.account import SmsTemplate

DEMO_BRAND: Final = "Baotrixemay"
"""The brand that everybody may send from, with one text only (FACTS-MESSAGES 2, S1, doc)."""
DEMO_TEXT: Final = "{CODE,8} la ma xac minh dang ky Baotrixemay cua ban"
"""Its text; the code has at most eight letters or digits."""
DEMO_TEMPLATE: Final = SmsTemplate(id=458, brandname=DEMO_BRAND, text=DEMO_TEXT)

_VARIABLE: Final = re.compile(r"\{(\w*)(?:\s*[,:]\s*(\d{1,4}))?\}")
_USUAL_LENGTH: Final = 100
"""How long a variable may be that does not say it (assumed)."""


class _Gap(NamedTuple):
    """A variable: from one to ``longest`` characters; ``is_code`` when only letters and digits will do."""

    longest: int
    is_code: bool


def fits_template(text: str, template: str) -> bool:
    """Whether a text is one that this template makes. Takes no longer than template and text are long, multiplied."""
    parts = _parts(template)
    if len(text) > sum(part.longest if isinstance(part, _Gap) else len(part) for part in parts):
        return False
    reached = {0}
    for part in parts:
        if isinstance(part, _Gap):
            reached = {end for start in reached for end in _ends(text, start, part)}
        else:
            reached = {start + len(part) for start in reached if text.startswith(part, start)}
    return len(text) in reached


def _ends(text: str, start: int, gap: _Gap) -> range:
    """Where a variable that begins here may end."""
    end = min(start + gap.longest, len(text))
    if gap.is_code:
        end = next((place for place in range(start, end) if not (text[place].isalnum() and text[place].isascii())), end)
    return range(start + 1, end + 1)


@lru_cache(maxsize=256)
def _parts(template: str) -> tuple[str | _Gap, ...]:
    parts: list[str | _Gap] = []
    place = 0
    for found in _VARIABLE.finditer(template):
        parts += [template[place : found.start()], _Gap(int(found[2] or _USUAL_LENGTH), found[1] == "CODE")]
        place = found.end()
    return (*parts, template[place:])
