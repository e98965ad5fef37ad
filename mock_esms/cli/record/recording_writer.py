"""Where a recording is written: a file that only its owner may read, or standard output."""

import logging
import os
from pathlib import Path
from typing import IO, Final

from mock_esms.cli.output import print_line
from mock_esms.cli.output_path import writes_to

log: Final = logging.getLogger("mock_esms.cli")


class RecordingWriter:
    """Writes each line at once; a disk that is full ends the recording, never the traffic."""

    def __init__(self, output: Path | None) -> None:
        """Open the file, behind what an earlier run wrote into it; None is standard output.

        Raises ``UsageError`` when it cannot be written.
        """
        self.lines = 0
        self._file: IO[str] | None = None
        self._lost = False
        if output is None:
            return
        with writes_to(f"--output {output}"):
            descriptor = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            self._file = os.fdopen(descriptor, "a", encoding="utf-8")

    def write(self, line: str) -> None:
        """Write a line."""
        self.lines += 1
        if self._file is None:
            print_line(line)
            return
        try:
            self._file.write(f"{line}\n")
            self._file.flush()
        except OSError as error:
            if not self._lost:
                log.error("the recording cannot be written any more: %s; the traffic goes on", error.strerror or error)  # noqa: TRY400 - a full disk is no defect of ours
            self._lost = True

    def close(self) -> None:
        """Close the file."""
        if self._file is not None and not self._lost:
            self._file.close()
