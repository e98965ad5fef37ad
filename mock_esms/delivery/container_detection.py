"""Where the sandbox itself runs, as far as it decides whom it can reach: in a container, localhost is the container."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final, Literal, NamedTuple

ContainerKind = Literal["docker", "podman", "kubernetes", "other"]

_IN_CGROUPS: Final[tuple[tuple[str, ContainerKind], ...]] = (
    ("kubepods", "kubernetes"),
    ("libpod", "podman"),
    ("docker", "docker"),
    ("containerd", "other"),
    ("lxc", "other"),
)


class Environment(NamedTuple):
    """``container`` is the kind of container that everything here runs in, None outside of one."""

    container: ContainerKind | None = None

    @property
    def name(self) -> str:
        """What a sentence calls it."""
        return "this container" if self.container else "this machine"


def detect_environment(environment: Mapping[str, str], root: Path = Path("/")) -> Environment:
    """Look for the marks that engines leave: a variable, a file, a control group; none is certain, so each counts."""
    if environment.get("KUBERNETES_SERVICE_HOST"):
        return Environment("kubernetes")
    if (root / "run/.containerenv").exists():
        return Environment("podman")
    if (root / ".dockerenv").exists():
        return Environment("docker")
    try:
        groups = (root / "proc/1/cgroup").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return Environment()  # no Linux, or nobody may look
    return Environment(next((kind for mark, kind in _IN_CGROUPS if mark in groups), None))
