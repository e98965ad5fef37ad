"""``mock-esms tail``: follows the events of a running sandbox, a line an event.

On a terminal the calls and messages under way stand below the lines, each as a strip of time that grows (``panel``);
elsewhere there are only lines, so that they can be searched and saved.
"""

from contextlib import nullcontext, suppress
from typing import Any, Final, NamedTuple

import click

from mock_esms._text import printable
from mock_esms.cli.client import ControlClient, ServerSentEvent, UnreachableError, address_options, control_client_of
from mock_esms.cli.event_text import event_lines
from mock_esms.cli.options import NAME_VALUE
from mock_esms.cli.output import print_output, print_remark
from mock_esms.cli.tail.active_entries import phone_of
from mock_esms.cli.tail.filter import NAMES, EventFilter
from mock_esms.cli.tail.panel import Panel, panel
from mock_esms.config.match import Match
from mock_esms.errors import UsageError
from mock_esms.model.journal_entry import ADDRESS_OF, ENTRY_TYPES

_MANY: Final = 10_000
"""Calls and messages that are remembered."""
_SHORT: Final = 8
"""So many characters of an id tell calls apart at a glance."""


@click.command("tail")
@click.option(
    "--match",
    "globs",
    type=NAME_VALUE,
    multiple=True,
    help="Only what fits a glob, as in phone=09*, scenario=busy or channel=zalo; repeatable, all must fit.",
)
@click.option("--failures", is_flag=True, help="Only what went wrong: refusals, warnings, callbacks not acknowledged.")
@click.option("--kept", is_flag=True, help="What the sandbox still keeps first, and then what is new.")
@click.option("--verbose", is_flag=True, help="All that went over the wire in each attempt: headers, phases, peer.")
@click.option("--plain", is_flag=True, help="Only lines, also on a terminal.")
@address_options
def command(  # noqa: PLR0913, PLR0917 - click hands over each option
    globs: tuple[tuple[str, str], ...],
    failures: bool,  # noqa: FBT001 - as click gives it
    kept: bool,  # noqa: FBT001 - as click gives it
    verbose: bool,  # noqa: FBT001 - as click gives it
    plain: bool,  # noqa: FBT001 - as click gives it
    url: str | None,
    control_token: str | None,
) -> int:
    """Show what happens in a sandbox, as it happens, until Ctrl-C.

    Times are the sandbox's. Each line: time, phone, the beginning of the SMSID, what happened. On a terminal the calls
    and messages under way stand below, each as a strip of time.
    """
    client = control_client_of(url, control_token)
    event_filter = EventFilter(_match_of(globs), failures=failures)
    with suppress(KeyboardInterrupt):
        events = client.events(0 if kept else None)
        with nullcontext() if plain else panel(lambda: client.control("/_mock/clock")) as below:
            printer = _Printer(client, event_filter, below, verbose=verbose)
            for event in client.follow(events, printer.remark):
                if event is not None:
                    printer.print(event)
    return 0


def _match_of(globs: tuple[tuple[str, str], ...]) -> Match:
    given = dict(globs)
    if len(given) < len(globs):
        message = "--match: a name stands there twice; nothing can fit two patterns that differ"
        raise UsageError(message)
    try:
        return Match.parse(given, NAMES)
    except ValueError as error:
        message = f"--match: {error}"
        raise UsageError(message) from None


class _EntryFacts(NamedTuple):
    """What every event of a call or message needs: its phone, and whether it is chosen by ``--match``."""

    phone: str
    chosen: bool


_ANY: Final = _EntryFacts("", chosen=True)
_ADDRESSES: Final = {name: ADDRESS_OF[kind] for name, kind in ENTRY_TYPES.items()}
"""What events tell of, and the address under which each kind is found."""


class _Printer:
    """Prints events, and remembers what the next one needs: the day, and what is known of calls and messages."""

    def __init__(self, client: ControlClient, event_filter: EventFilter, below: Panel | None, *, verbose: bool) -> None:
        """Ask this sandbox about what began before; show what is under way on that panel."""
        self._client = client
        self._verbose = verbose
        self._filter = event_filter
        self._below = below
        self._print = print_output if below is None else below.print
        self._day = ""
        self._known: dict[str, _EntryFacts] = {}

    def print(self, event: ServerSentEvent) -> None:
        """Print an event, and show what it changes."""
        known = self._known_entry(event)
        if self._below is not None:
            self._show_below(self._below, event, known)
        if not self._filter.takes(event, chosen=known.chosen):
            return
        call = call_column(event.data.get("sms_id"), known.phone)
        for line in event_lines(event.event, event.data, verbose=self._verbose):
            if line.day != self._day:
                self._day = line.day
                self._print(f"-- {line.day}", "faint")
            self._print(line.about(call), line.tone)

    def remark(self, text: str) -> None:
        """Print a line that is about this program itself."""
        if self._below is None:
            print_remark(text)
        else:
            self._below.print(f"mock-esms: {text}", "warning")

    def _show_below(self, below: Panel, event: ServerSentEvent, known: _EntryFacts) -> None:
        if known.chosen:
            below.apply(event.event, event.data)
        # An auto clock runs while a person is on the line, and only then.
        if event.event == "clock" or event.data.get("dial", {}).get("interactive"):
            with suppress(UnreachableError):  # it is lost, which the next event says
                below.clock(self._client.control("/_mock/clock"))

    def _known_entry(self, event: ServerSentEvent) -> _EntryFacts:
        sms_id = event.data.get("sms_id")
        if sms_id is None:
            return _ANY
        if len(event.data.get("legs", ())) > 1 and not self._known.get(sms_id, _ANY).chosen:
            del self._known[sms_id]  # it has gone over to another channel, which may be the one that is looked for
        if sms_id not in self._known:
            if len(self._known) == _MANY:
                del self._known[next(iter(self._known))]
            entry = next((event.data[kind] for kind in ENTRY_TYPES if kind in event.data), None) or self._ask(sms_id)
            self._known[sms_id] = _EntryFacts(phone_of(entry), self._filter.takes_entry(entry))
        return self._known[sms_id]

    def _ask(self, sms_id: str) -> Any:  # noqa: ANN401 - any JSON
        for kind in _ADDRESSES.values():
            with suppress(UsageError):  # of another kind, dropped meanwhile, or the sandbox has ended
                return self._client.control(f"/_mock/{kind}/{sms_id}")
        return {}  # then the id has to do


def call_column(sms_id: str | None, phone: str) -> str:
    """Which call or message an event is about, in a column of fixed width: ``0901888484  8eb2af6d``."""
    return f"{printable(phone):<12}{(sms_id or '')[:_SHORT]:<{_SHORT}}  "
