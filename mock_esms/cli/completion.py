"""What a shell completes beside commands, options and files: scenarios by name and by number, and cases of a check."""

from typing import Final

from click import Context, Parameter
from click.shell_completion import CompletionItem


def complete_scenario(_ctx: Context, _param: Parameter, incomplete: str) -> list[CompletionItem]:
    """The shipped scenarios whose names begin so; nothing is read but the folder."""
    from mock_esms.scenarios.files import scenario_files, shipped_folder

    names = sorted(file.stem for file in scenario_files((shipped_folder(),)))
    return [CompletionItem(name) for name in names if name.startswith(incomplete)]


NUMBERS: Final = "0901"
"""A phone that is made up begins so, in all that we write."""
ENDING: Final = "555"
"""The last six digits of every number that chooses a shipped scenario begin so."""


def complete_phone(_ctx: Context, _param: Parameter, incomplete: str) -> list[CompletionItem]:
    """The phones, begun so, that choose a shipped scenario, each with what happens; in the order of their numbers."""
    from mock_esms.scenarios.library import Library

    begun, ending, _ = incomplete.partition(ENDING)
    numbers = {
        f"{begun if ending else NUMBERS}{pattern.removeprefix('*')}": entry.title
        for entry in Library().entries()
        for name, pattern in (entry.match.pairs if entry.match is not None else ())
        if name == "phone"
    }
    return [CompletionItem(number, help=numbers[number]) for number in sorted(numbers) if number.startswith(incomplete)]


def complete_case(ctx: Context, _param: Parameter, incomplete: str) -> list[CompletionItem]:
    """The cases of a check whose names begin so, with their titles: of the --kind that stands before."""
    from mock_esms.delivery.receiver_check.cases import CASES

    cases = CASES[ctx.params.get("kind") or "voice"]
    return [CompletionItem(case.name, help=case.title) for case in cases if case.name.startswith(incomplete)]
