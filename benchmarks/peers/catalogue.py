"""All peers, and those of them that are installed."""

from pathlib import Path

from benchmarks.peers.mockoon import MOCKOON
from benchmarks.peers.mockserver import MOCKSERVER
from benchmarks.peers.mountebank import MOUNTEBANK
from benchmarks.peers.prism import PRISM
from benchmarks.peers.wiremock import WIREMOCK

ANSWERING = (WIREMOCK, MOCKSERVER, MOUNTEBANK, MOCKOON)
"""Those that the answer to a request to place a call is compared with."""
CALLING_BACK = (WIREMOCK, MOCKSERVER, PRISM, MOCKOON)
"""Those that call back by themselves after an answer."""
ALL = tuple(dict.fromkeys((*ANSWERING, *CALLING_BACK)))


def present(home: Path) -> list[str]:
    """The names and versions of those that are there."""
    return [f"{peer.name} {peer.version(home)}" for peer in ALL if peer.installed(home)]


def missing(home: Path) -> list[str]:
    """The names of those that are not there."""
    return [peer.name for peer in ALL if not peer.installed(home)]
