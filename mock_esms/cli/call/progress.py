"""How far something has got: a bar on a terminal, a count now and then where nobody watches."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import count
from typing import Final

from mock_esms.cli.output import drawing_terminal, print_line

STEPS: Final = 10
"""So many counts are printed from nothing to all."""


@contextmanager
def progress(what: str, total: int) -> Iterator[Callable[[], None]]:
    """Show on standard error how many of ``total`` are done: the function that it gives says that one more is.

    ``what`` tells in a word or two what is done.
    """
    console = drawing_terminal(err=True)
    if console is None:
        yield _counts(what, total)
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as bar:
        yield partial(bar.advance, bar.add_task(what, total=total))


def _counts(what: str, total: int) -> Callable[[], None]:
    """Print a line at each tenth: ``placed: 300 of 1000``."""
    numbers = count(1)

    def step() -> None:
        done = next(numbers)
        if done * STEPS // total > (done - 1) * STEPS // total:
            print_line(f"{what}: {done} of {total}", err=True)

    return step
