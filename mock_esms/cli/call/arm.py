"""Arming a scenario for the calls that a command places, and saying so when some of it is left."""

from typing import NamedTuple
from urllib.parse import quote

from mock_esms.cli.client import ControlClient
from mock_esms.cli.output import print_remark
from mock_esms.esms.formats.phone import national


class ArmedScenario(NamedTuple):
    """A scenario that was armed ``times`` times, and how often it was armed already."""

    name: str
    times: int
    before: int


def arm(remote: ControlClient, name: str, *, phone: str | None = None, times: int = 1) -> ArmedScenario:
    """Let a scenario decide the next calls, to this phone or to anybody; it takes the control API.

    Raises ``UsageError`` when there is none of that name, or the token is missing.
    """
    body: dict[str, object] = {"times": times}
    if phone is not None:
        body["match"] = {"phone": national(phone) or phone}
    entry = remote.control(f"/_mock/scenarios/{quote(name, safe='')}/arm", body)
    return ArmedScenario(name, times, entry["armed"] - times)


def print_what_is_left(remote: ControlClient, armed: ArmedScenario) -> None:
    """Say when the scenario is still armed, as it is after a request that was refused before it could decide."""
    entries = remote.control("/_mock/scenarios")["scenarios"]
    left = sum(entry["armed"] for entry in entries if entry["name"] == armed.name) - armed.before
    if left > 0:
        print_remark(
            f"the scenario {armed.name} was not used by {left} of {armed.times} and stays armed for what "
            f"comes next; to forget that, and everything else: curl -s -X POST {remote.url}/_mock/reset",
        )
