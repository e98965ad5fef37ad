"""The command line, a file or a folder a command: ``serve``, ``demo``, ``call``, ``check``, and so on.

What the commands share: ``program`` (how they are found, and how a mistake is told), ``words`` (what may stand in an
option), ``remote`` (talking to a sandbox that runs), ``telling`` (events as lines of text), ``speech``, ``logs``.

``call`` fills in a ``form`` and prints a ``timeline``; with ``--random`` it calls a ``crowd``: ``population`` draws the
people, ``many`` places the calls, ``following`` hears of their ends, ``tally`` sums them up.
``https`` is what ``serve`` and ``ca`` share, ``reaching`` what ``serve`` and ``check`` do, ``xml_text`` what ``check``
and ``export`` do.

Nothing heavy is imported here: each command imports what it needs when it runs.
"""

import click

from mock_esms._version import __version__
from mock_esms.cli.output import print_output
from mock_esms.cli.program import Program

__all__ = ["main"]


@click.group(
    "mock-esms",
    cls=Program,
    commands_in={
        "serve": "mock_esms.cli.serve.command",
        "demo": "mock_esms.cli.demo",
        "call": "mock_esms.cli.call.command",
        "tail": "mock_esms.cli.tail.command",
        "scenarios": "mock_esms.cli.scenarios",
        "check": "mock_esms.cli.check",
        "ready": "mock_esms.cli.ready",
        "export": "mock_esms.cli.export",
        "learn": "mock_esms.cli.learn.command",
        "ca": "mock_esms.cli.ca",
    },
    context_settings={"help_option_names": ["-h", "--help"]},
    invoke_without_command=True,
)
@click.version_option(__version__, prog_name="mock-esms", message="%(prog)s %(version)s")
@click.pass_context
def main(ctx: click.Context) -> None:
    """A sandbox of the eSMS voice API: place calls, get the callbacks, reproduce what goes wrong between them.

    New here? Run `mock-esms demo`, then `mock-esms serve`.
    """
    if ctx.invoked_subcommand is None:
        print_output(ctx.get_help())
