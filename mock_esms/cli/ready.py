"""``mock-esms ready``: whether a sandbox answers. Docker asks it every few seconds, so it imports little."""

import time

import click

from mock_esms.cli.client import ControlClient, UnreachableError, address_options, control_client_of
from mock_esms.cli.options import DURATION
from mock_esms.cli.output import print_remark
from mock_esms.clock.clock import perf_counter

PAUSE = 0.1
"""Real seconds between two tries."""


@click.command("ready")
@address_options
@click.option("--timeout", type=DURATION, default="10", show_default=True, help="How long to wait for it.")
def command(url: str | None, control_token: str | None, timeout: int) -> int:
    """Exit with 0 as soon as the sandbox answers, else with 1."""
    remote = control_client_of(url, control_token)
    deadline = perf_counter() + timeout / 1_000
    while True:
        left = deadline - perf_counter()
        why = _not_ready(remote, within=max(left, PAUSE))
        if why is None:
            return 0
        if deadline - perf_counter() <= PAUSE:
            print_remark(f"not ready: {why}")
            return 1
        time.sleep(PAUSE)  # noqa: TID251 - a client of a sandbox in another process waits in real time


def _not_ready(remote: ControlClient, *, within: float) -> str | None:
    """Why the sandbox is not ready, None when it is."""
    try:
        reply = remote.get("/_mock/health", within=within)
    except UnreachableError as error:
        return str(error)
    if '"ok"' in reply.body:
        return None
    return str(remote.no_sandbox(reply.error))
