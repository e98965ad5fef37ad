"""The program: imports a command when it is called, and prints a user's mistake as one sentence.

Exit statuses: 0 done; 1 the answer is no (a call was refused, a file is wrong); 2 a mistake in what was given;
130 ended by Ctrl-C.
"""

import errno
import sys
from collections.abc import Mapping
from importlib import import_module
from typing import Any, Final, NoReturn

import click

from mock_esms.cli.output import discard, output_may_fail, prepare_streams, print_line, print_remark
from mock_esms.errors import DocumentError, MockEsmsError

MISTAKE: Final = 2
INTERRUPTED: Final = 130
_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})
"""Why the file or disk that standard output is redirected to takes no more."""


class Program(click.Group):
    """A group whose commands live in modules of their own, each under the name ``command``.

    A command gives back its exit status; None is 0.
    """

    def __init__(self, *args: Any, commands_in: Mapping[str, str], **kwargs: Any) -> None:  # noqa: ANN401 - click's own parameters, handed on
        """Find the command ``name`` in the module ``commands_in[name]``; help lists them in this order."""
        super().__init__(*args, **kwargs)
        self._commands_in = commands_in

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names of all commands."""
        return [*self._commands_in]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """The command of that name, imported now."""
        module = self._commands_in.get(cmd_name)
        if module is None:
            return None
        command: click.Command = import_module(module).command
        return command

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's signature
        """Run the command; Ctrl-C ends the terminal's line with its ``^C`` and the command."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            print_line("", err=True)
            raise click.Abort from None

    def main(self, *args: Any, **kwargs: Any) -> NoReturn:  # noqa: ANN401 - click's own parameters, handed on
        """Run the program and exit; no mistake of the user, Ctrl-C, closed pipe or full disk ends in a traceback."""
        prepare_streams()
        try:
            status: int | None = super().main(*args, **{"prog_name": "mock-esms", **kwargs, "standalone_mode": False})
        except click.ClickException as error:
            print_line(_sentence(error), err=True)
            status = error.exit_code
        except (click.Abort, KeyboardInterrupt):
            status = INTERRUPTED
        except MockEsmsError as error:
            print_line(str(error) if isinstance(error, DocumentError) else f"mock-esms: {error}", err=True)
            status = MISTAKE
        except OSError as error:
            if error.errno not in _NO_ROOM:
                raise
            discard(sys.stdout)
            print_remark(f"the output cannot be written: {error.strerror}")
            status = MISTAKE
        with output_may_fail(sys.stdout):
            sys.stdout.flush()
        sys.exit(status or 0)


def _sentence(error: click.ClickException) -> str:
    """What is wrong with the options, in one line."""
    ctx = error.ctx if isinstance(error, click.UsageError) else None
    more = f" See {ctx.command_path} --help." if ctx is not None else ""
    message = " ".join(error.format_message().split())
    return f"mock-esms: {message}{'' if message.endswith(('.', ')', '?')) else '.'}{more}"
