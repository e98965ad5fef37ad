"""Takes in what logs tell, and gives what was observed, kind by kind."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Final

from mock_esms.cli.learn.observing.callback_shapes import CallbackShapes, ParsedCallback
from mock_esms.cli.learn.observing.clock_order import ClockOrder
from mock_esms.cli.learn.observing.deliveries import Deliveries
from mock_esms.cli.learn.observing.duration_sample import DurationSample
from mock_esms.cli.learn.observing.endings import Ending, ending_of
from mock_esms.cli.learn.observing.response_statuses import closed_by_sender, status_code
from mock_esms.cli.learn.observing.send_index import Group, Send, SendContent, SendIndex
from mock_esms.cli.learn.observing.senders import Senders
from mock_esms.cli.learn.reading.log_entries import LogEntry, LoggedCall, LoggedRequest
from mock_esms.cli.learn.reading.repeated_lines import MOST_PATTERNS, LinePattern, RepeatedRequest
from mock_esms.esms.callbacks.callback_kinds import CALLBACK_KINDS

_KIND_NUMBERS: Final = {name: number for number, name in enumerate(CALLBACK_KINDS)}
_KIND_NAMES: Final = tuple(CALLBACK_KINDS)
_BEGINS: Final = 254
_ENDS: Final = 255
"""In the place of a kind: the time is that when a call was due to begin, or ended."""
_CONTENT: Final = itemgetter(slice(3, 3 + len(SendContent._fields)))
"""The fields of ``SendContent`` in a record."""
_MOST_ENDINGS: Final = 50_000
_MOST_SECONDS: Final = 10_000_000
_MOST_DIGITS: Final = 9


class ObservedCallback:
    """Callbacks that are alike: what the first of them said, the request by which it came, and how many there are.

    ``content`` is what is recorded of each, packed.
    """

    __slots__ = ("callback", "content", "count", "request")

    def __init__(self, callback: ParsedCallback, request: LoggedRequest, content: SendContent) -> None:
        self.callback = callback
        self.request = request
        self.content = content.packed()
        self.count = 0


class Observer:
    """What was observed so far; ``close`` it in the end."""

    def __init__(self) -> None:
        self.shapes = CallbackShapes()
        self.senders = {name: Senders() for name in CALLBACK_KINDS}
        self.clock_set_back = 0
        """How often the clock of a log jumped back."""
        self.latest = 0
        """The time of the latest callback; 0 where no log has times."""
        self._sends = SendIndex()
        self._endings = {Ending(): 0}
        """Each with its number."""
        self._joined: dict[int, int] = {}
        self._next_stretch = 0
        self._alike: dict[LinePattern, ObservedCallback] = {}

    def observe(self, log: Iterable[LogEntry | RepeatedRequest]) -> None:
        """Take in one log."""
        order = ClockOrder(self._next_stretch)
        for logged in log:
            if isinstance(logged, RepeatedRequest):
                pattern, sms_id, time = logged
                observed = self._alike.get(pattern) or self._first_of(pattern)
                if observed is not None:
                    observed.count += 1
                    self._sends.add(sms_id, time, observed.content, order.follow(time))
            elif isinstance(logged, LoggedCall):
                self._mark(logged)
            else:
                self._observe_request(logged, order)
        self._tally_repeated()
        self.latest = max(self.latest, order.latest)
        first = self._next_stretch
        self._joined[first] = 0  # the clocks of several logs are believed to agree
        self._joined |= {stretch: 0 if before == first else before for stretch, before in order.joined().items()}
        self._next_stretch = order.next_number
        self.clock_set_back += order.jumps

    def _observe_request(self, request: LoggedRequest, order: ClockOrder) -> None:
        observed = self._observed(request)
        if observed is None:
            return
        observed.count = 1
        self._tally(observed)
        if request.ms is not None and closed_by_sender(status_code(request.status, request.error)):
            self.senders[observed.callback.shape.kind.name].timeouts.add(round(request.ms))
        stretch = order.stretch if request.time is None else order.follow(request.time)
        self._sends.add(observed.callback.sms_id, request.time, observed.content, stretch)

    def _first_of(self, pattern: LinePattern) -> ObservedCallback | None:
        """The callback that is counted for all of a pattern; None when they are none."""
        observed = self._observed(pattern.request)
        if observed is not None:
            if len(self._alike) >= MOST_PATTERNS:
                self._tally_repeated()
            self._alike[pattern] = observed
        return observed

    def _tally_repeated(self) -> None:
        for observed in self._alike.values():
            self._tally(observed)
        self._alike.clear()

    def _tally(self, observed: ObservedCallback) -> None:
        """Count what callbacks that are alike have said, and who sent them."""
        shape = observed.callback.shape
        shape.tally(observed.callback.values, observed.count)
        self.senders[shape.kind.name].tally(observed.request, observed.count)

    def _mark(self, call: LoggedCall) -> None:
        for kind, time in ((_BEGINS, call.begins), (_ENDS, call.ends)):
            if time is not None:
                self._sends.add(call.sms_id, time, SendContent(kind).packed())

    def _observed(self, request: LoggedRequest) -> ObservedCallback | None:
        """The callback that a request is; None when it is none."""
        callback = self.shapes.read(request.target)
        if callback is None:
            return None
        send_status, seconds = callback.value("sendstatus"), callback.value("callduration")
        content = SendContent(
            kind=_KIND_NUMBERS[callback.shape.kind.name],
            status=status_code(request.status, request.error),
            send_status=int(send_status) if len(send_status) == 1 and send_status.isdecimal() else 0,
            ending=self._ending_number(ending_of(callback)),
            seconds=min(int(seconds), _MOST_SECONDS) if seconds.isdecimal() and len(seconds) < _MOST_DIGITS else 0,
        )
        return ObservedCallback(callback, request, content)

    def _ending_number(self, ending: Ending) -> int:
        if len(self._endings) >= _MOST_ENDINGS:
            return self._endings.get(ending, 0)
        return self._endings.setdefault(ending, len(self._endings))

    def deliveries(self) -> dict[str, Deliveries]:
        """How callbacks were delivered, by kind; kinds that never came are left out.

        Most ids are sent once. Those are counted by what they say: a million of them would take long one by one.
        """
        endings = [ending.decoded() for ending in self._endings]
        found: defaultdict[str, Deliveries] = defaultdict(Deliveries)
        singles: Counter[tuple[int, ...]] = Counter()
        last: defaultdict[tuple[int, int], DurationSample] = defaultdict(DurationSample)
        for records, groups in self._sends.parts():
            once = [record for record in records if record[3] < _BEGINS]
            singles.update(map(_CONTENT, once))
            for _, time, _, kind, status, _, _, _ in once:
                last[kind, status].add(time)
            for group in groups:
                self._deliver(group, endings, found)
        for content, times in singles.items():
            send = Send._make((0, 0, 0, *content))
            found[_KIND_NAMES[send.kind]].add_single(send, endings[send.ending], times)
        for (kind, status), times_of in last.items():
            found[_KIND_NAMES[kind]].end(status, times_of)
        return {name: found[name] for name in CALLBACK_KINDS if name in found}

    def _deliver(self, group: Group, endings: Sequence[Ending], found: defaultdict[str, Deliveries]) -> None:
        """The sends of an id that was sent more than once, kind by kind."""
        begins = ends = None
        by_kind: dict[int, list[Send]] = {}
        for send in group.sends:
            if send.kind == _BEGINS:
                begins = send.time
            elif send.kind == _ENDS:
                ends = send.time
            else:
                by_kind.setdefault(send.kind, []).append(send)
        for kind, sends in by_kind.items():
            deliveries = found[_KIND_NAMES[kind]]
            stretches = {self._joined.get(send.stretch, send.stretch) for send in sends}
            if group.more or len(stretches) > 1:
                deliveries.add_unusable(len(sends) + group.more)
            else:
                deliveries.add(sends, endings, begins, ends)

    def close(self) -> None:
        """Forget every send."""
        self._sends.close()
