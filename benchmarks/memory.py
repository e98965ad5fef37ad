"""Resident memory of a sandbox that has just begun to listen, beside an application of one handler."""

from collections.abc import Iterator

from benchmarks.comparison import Comparison, Promise, in_turn
from benchmarks.extent import Extent
from benchmarks.processes import OURS, Server, serving

_MOST_TIMES_BARE = 1.5
_MEBIBYTE = 1024 * 1024


def comparisons(extent: Extent) -> Iterator[Comparison]:
    """Mebibytes before the first request; nothing where the system does not say."""

    def ours() -> float | None:
        with serving("mock_esms", "serve", "--port", "0", "--quiet", core=OURS) as server:
            return _mebibytes(server)

    def bare() -> float | None:
        with serving("benchmarks.bare_server", core=OURS) as server:
            return _mebibytes(server)

    if ours() is None:
        return
    of_ours, of_bare = in_turn(1 if extent.quick else 5, lambda: ours() or 0.0, lambda: bare() or 0.0)
    yield Comparison(
        name="idle memory", unit="MiB", ours=of_ours, bare=of_bare, promise=Promise(_MOST_TIMES_BARE, at_most=True)
    )


def _mebibytes(server: Server) -> float | None:
    resident = server.resident()
    return None if resident is None else resident / _MEBIBYTE
