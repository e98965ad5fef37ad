"""``mock-esms inbox PHONE``: what the person with that phone has got, by SMS, Zalo, Viber or call."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final
from urllib.parse import quote

import click

from mock_esms._text import printable
from mock_esms.cli.client import ControlClient, UnreachableError, address_options, control_client_of
from mock_esms.cli.output import print_output, print_remark

_ARRIVES_BY: Final = frozenset({"dial", "sent", "ended", "settled"})
"""The events by which something may have come to somebody."""
_UNKNOWN: Final = "(a call; nobody has written down what its recording or template says)"


@click.command("inbox")
@click.argument("phone")
@click.option("--follow", is_flag=True, help="Go on with what comes, until Ctrl-C.")
@click.option("--api-key", metavar="KEY", help="Only what this account has sent.")
@address_options
def command(phone: str, follow: bool, api_key: str | None, url: str | None, control_token: str | None) -> int:  # noqa: FBT001 - as click gives it
    """Show what a person has got, oldest first: messages that arrived, and calls that were answered.

    PHONE in any form; a Zalo user id or a hash as it was sent. What failed or was refused is not shown. Each line: time
    on the sandbox's clock, by what it came, from whom, what it says, and the code in it.
    """
    client = control_client_of(url, control_token)
    inbox = _Inbox(client, phone, api_key)
    if not follow:
        inbox.print_first()
        return 0
    with suppress(KeyboardInterrupt):
        events = client.events()  # before the first look, so that nothing comes in between
        inbox.print_first()
        for event in client.follow(events, print_remark):
            if event is not None and event.event == "reset":
                inbox.printed.clear()
            elif event is None or event.event in _ARRIVES_BY:
                with suppress(UnreachableError):  # it is lost, which the next event says
                    inbox.print_new()
    return 0


class _Inbox:
    """One person's inbox, and what of it has been printed."""

    def __init__(self, client: ControlClient, phone: str, api_key: str | None) -> None:
        self.client = client
        self.printed: set[tuple[str, str, str]] = set()
        self._query = "" if api_key is None else f"?api_key={quote(api_key, safe='')}"
        self._phone = phone
        self._day = ""

    def print_first(self) -> None:
        """Print what there is, or why there may be nothing."""
        self.print_new()
        if not self.printed:
            self._explain()

    def print_new(self) -> None:
        """Print what has come since the last time."""
        inbox = self.client.control(f"/_mock/inbox/{quote(self._phone, safe='')}{self._query}")
        for item in inbox["items"]:
            known = (item["sms_id"], item["kind"], item["at"])
            if known not in self.printed:
                self.printed.add(known)
                self._print(item)

    def _print(self, item: Mapping[str, Any]) -> None:
        day, time = item["at"][:10], item["at"][11:23]
        if day != self._day:
            self._day = day
            print_output(f"-- {day}", "faint")
        text = _UNKNOWN if item["text"] is None else printable(item["text"])
        code = f"  [{printable(item['code'])}]" if item["code"] else ""
        print_output(f"{time}  {item['kind']:<5}  {printable(item['from']):<18}  {text}{code}")

    def _explain(self) -> None:
        phone = quote(self._phone, safe="")
        sent = self.client.control(f"/_mock/messages?limit=0&phone={phone}")["total"]
        called = self.client.control(f"/_mock/calls?limit=0&phone={phone}")["total"]
        name = printable(self._phone)
        if sent or called:
            why = (
                f"the sandbox has {_number(sent, 'message')} and {_number(called, 'call')} to it, but what has not "
                f"arrived yet, failed or was refused is not in an inbox, and no call that nobody answered; see "
                f"`mock-esms tail --kept --match phone={name}`"
            )
        else:
            why = "the sandbox has accepted neither a message nor a call to it"
        print_remark(f"nothing has come to {name}: {why}")


def _number(count: int, what: str) -> str:
    return f"1 {what}" if count == 1 else f"{count} {what}s"
