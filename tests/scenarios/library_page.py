"""docs/library.md, made from the shipped scenarios (``make pages``)."""

import re
from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from mock_esms.scenarios.library import Library

SECTIONS: Final = MappingProxyType(
    {
        "0": "What becomes of a message",
        "1": "Somebody answers",
        "2": "Nobody answers, or not at once (`MaxRetry` says how often the number is dialled again)",
        "3": "The carrier fails",
        "4": "How the callback is delivered",
        "5": "What goes wrong with the callback",
        "6": "What goes wrong with the answer to your request",
        "7": "Your request is refused: the last two digits are those of the code",
        "8": "A person or chance decides",
        "9": "Sent again as others do it",
    }
)
"""By the digit that follows 555."""
INTRODUCTION: Final = """\
# The library of scenarios

The last digits of the phone choose what happens to a call or a message, like the numbers of test credit cards. So an
application that can change nothing but the number reaches every behaviour: `0901555203` is a number where nobody
answers twice. `mock-esms scenarios show NAME` prints a scenario with its explanation. Scenarios with several dials need
a `MaxRetry` in your request: without it the number is dialled once.

Scenarios `5550xx` are stories of messages alone. All others mean for a message what they mean for a call, as far as
they concern the answer, the callback and refusals. [The language of scenarios](scenarios.md) is for your own.
"""
HEADER: Final = "| phone ends with | scenario | what happens | it proves that your code |\n| --- | --- | --- | --- |\n"


def library_page() -> str:
    """The whole page."""
    library = Library()
    rows: dict[str, list[str]] = {digit: [] for digit in SECTIONS}
    for entry in library.entries():
        scenario = library.get(entry.name)
        proof = re.search(r"Proves that your code (.+)\.$", scenario.description.strip(), re.DOTALL)
        assert proof is not None, f"scenarios/{entry.name}.yaml should say: Proves that your code …"
        number = entry.match.pairs[0][1].removeprefix("*") if entry.match is not None else ""
        digit = number.removeprefix("555")[:1] or "9"
        shown = f"`{number}`" if number else "anything else"
        rows[digit].append(f"| {shown} | `{entry.name}` | {scenario.title} | {' '.join(proof[1].split())} |\n")
    return "".join(_pieces(rows))


def _pieces(rows: dict[str, list[str]]) -> Iterator[str]:
    yield INTRODUCTION
    for digit, heading in SECTIONS.items():
        yield f"\n## 555{digit}xx: {heading}\n\n{HEADER}"
        yield from sorted(rows[digit], key=lambda row: (row.startswith("| anything"), row))
