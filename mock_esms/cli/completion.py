"""What a shell completes beside commands, options and files: names of scenarios, and of the cases of a check."""

from click import Context, Parameter
from click.shell_completion import CompletionItem


def complete_scenario(_ctx: Context, _param: Parameter, incomplete: str) -> list[CompletionItem]:
    """The shipped scenarios whose names begin so; nothing is read but the folder."""
    from mock_esms.scenarios.files import scenario_files, shipped_folder

    names = sorted(file.stem for file in scenario_files((shipped_folder(),)))
    return [CompletionItem(name) for name in names if name.startswith(incomplete)]


def complete_case(ctx: Context, _param: Parameter, incomplete: str) -> list[CompletionItem]:
    """The cases of a check whose names begin so, with their titles: of the --kind that stands before."""
    from mock_esms.delivery.receiver_check.cases import CASES

    cases = CASES[ctx.params.get("kind") or "voice"]
    return [CompletionItem(case.name, help=case.title) for case in cases if case.name.startswith(incomplete)]
