"""Where an option says that a file is to be written: refused before the work begins, and told where it fails."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mock_esms.errors import UsageError


def refuse_output_path(option: str, path: Path) -> None:
    """Raise ``UsageError`` when no file can be written there."""
    if path.is_dir():
        message = f"{option} {path} is a folder; name a file"
        raise UsageError(message)
    if not path.parent.is_dir():
        message = f"the folder of {option} {path} does not exist; make it first"
        raise UsageError(message)


@contextmanager
def writes_to(what: str) -> Iterator[None]:
    """Raise ``UsageError`` where writing fails; ``what`` is the option and its value."""
    try:
        yield
    except OSError as error:
        message = f"{what} cannot be written: {error.strerror or error}"
        raise UsageError(message) from None
