"""The codes in docs/operations.md, made from their table: ``python -m tests.esms.codes_page`` prints them."""

import sys
from collections.abc import Iterator
from typing import Final

from mock_esms.esms.responses.result_codes import RESULT_CODES
from mock_esms.scenarios.library import Library
from tests.esms.codes_reached import REACHED

INTRODUCTION: Final = """\
## The result codes, and how to get each

Every code of eSMS's own table; each way is played by a test. Settings are those of the account
([settings.md](settings.md)). Where a phone stands, any request to a number that ends so is refused with the code,
whatever your settings are, like the numbers of test credit cards ([library.md](library.md)). A scenario can answer any
other: `reply: {code: 105}`.
The text is eSMS's own where it was seen; the others are the sandbox's, and your code should not read them.

| code | meaning | text | how to get it | phone ends with |
| --- | --- | --- | --- | --- |
"""

_OF_A_PAGE: Final = {
    "117": "{phone}, Content: {code} Code Invalid",
    "161": "FromDate is invalid date format.",
    "162": "Offset is invalid.",
}
"""Texts that only a page of an operation has; 161 and 162 name the parameter that is wrong."""


def codes_section() -> str:
    """The whole section."""
    return INTRODUCTION + "".join(f"{row}\n" for row in _rows())


def _rows() -> Iterator[str]:
    endings = _endings()
    for code in sorted(REACHED, key=int):
        known = RESULT_CODES.get(code)
        meaning = "code wrong, used or expired" if known is None else known.meaning
        text = _OF_A_PAGE.get(code) or ("" if known is None else (known.of_message or known.text))
        seen = code in _OF_A_PAGE or (known is not None and known.seen)
        shown = f"`{text}`" if seen and text else "the sandbox's own" if text else ""
        yield f"| {code} | {meaning} | {shown} | {REACHED[code].how} | {endings.get(code, '')} |"


def _endings() -> dict[str, str]:
    """The endings of phones that the shipped scenarios refuse, by code."""
    found: dict[str, str] = {}
    for entry in Library().entries():
        if entry.name.startswith("refused-") and entry.match is not None:
            found[entry.name.removeprefix("refused-")] = f"`{dict(entry.match.pairs)['phone'].removeprefix('*')}`"
    return found


if __name__ == "__main__":
    sys.stdout.write(codes_section())
