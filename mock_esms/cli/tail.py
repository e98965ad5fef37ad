"""``mock-esms tail``: follows the events of a running sandbox, a line an event."""

import time
from collections.abc import Iterator
from typing import Any, Final, NoReturn

import click

from mock_esms.cli.remote import Frame, Remote, UnreachableError, address_options, remote_of
from mock_esms.cli.speech import echo, say
from mock_esms.cli.telling import printable, tell
from mock_esms.errors import UsageError

PAUSE: Final = 1.0
"""Real seconds between two tries to connect again."""
_MANY: Final = 10_000
"""Phones that are remembered."""
_SHORT: Final = 8
"""How much of an id tells calls apart at a glance."""


@click.command("tail")
@address_options
def command(url: str | None, control_token: str | None) -> int:
    """Show what happens in a sandbox, as it happens, until Ctrl-C.

    Times are the sandbox's. Each line: time, phone, the beginning of the SMSID, what happened.
    """
    try:
        _follow(remote_of(url, control_token))
    except KeyboardInterrupt:
        return 0


def _follow(remote: Remote) -> NoReturn:
    """Print events for ever; when the connection is lost, connect again and go on where it was lost."""
    printer = _Printer(remote)
    events = remote.events()
    while True:
        try:
            printer.print_all(events)
            why = f"{remote.url} has ended"
        except UnreachableError as error:
            why = str(error)
        say(f"mock-esms: {why}; trying to connect again (Ctrl-C ends)", err=True)
        events = _connected_again(remote, printer.last)
        say(f"mock-esms: connected to {remote.url} again", err=True)


def _connected_again(remote: Remote, after: int | None) -> Iterator[Frame]:
    while True:
        time.sleep(PAUSE)  # noqa: TID251 - a client of a sandbox in another process waits in real time
        try:
            return remote.events(after)
        except UnreachableError:
            continue


class _Printer:
    """Prints events, and remembers what the next one needs: the day, and the phones of the calls."""

    def __init__(self, remote: Remote) -> None:
        """Ask this sandbox for the phones of calls that began before."""
        self.last: int | None = None
        self._remote = remote
        self._day = ""
        self._phones: dict[str, str] = {}

    def print_all(self, events: Iterator[Frame]) -> None:
        """Print until there are no more."""
        for frame in events:
            self.last = frame.id
            whose = address_of(frame.data.get("sms_id"), self._phone(frame))
            for line in tell(frame.event, frame.data):
                if line.day != self._day:
                    self._day = line.day
                    echo(f"-- {line.day}", "faint")
                echo(line.about(whose), line.tone)

    def _phone(self, frame: Frame) -> str:
        sms_id = frame.data.get("sms_id")
        if sms_id is None:
            return ""
        if sms_id not in self._phones:
            if len(self._phones) == _MANY:
                del self._phones[next(iter(self._phones))]
            self._phones[sms_id] = _phone_in(frame.data.get("call") or self._ask(sms_id))
        return self._phones[sms_id]

    def _ask(self, sms_id: str) -> Any:  # noqa: ANN401 - any JSON
        try:
            return self._remote.control(f"/_mock/calls/{sms_id}")
        except UsageError:  # dropped meanwhile, or the sandbox has ended: then the id has to do
            return {}


def _phone_in(call: Any) -> str:  # noqa: ANN401 - any JSON
    return str(call.get("request", {}).get("Phone", ""))


def address_of(sms_id: str | None, phone: str) -> str:
    """Whose event it is, in a column of fixed width: ``0901888484  8eb2af6d``."""
    return f"{printable(phone):<12}{(sms_id or '')[:_SHORT]:<{_SHORT}}  "
