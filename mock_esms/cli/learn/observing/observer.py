"""Takes in what logs tell, and gives what was observed, kind by kind."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, unquote_plus

from mock_esms.cli.learn.observing.callback_shapes import CallbackShapes, ParsedCallback
from mock_esms.cli.learn.observing.clock_order import ClockOrder
from mock_esms.cli.learn.observing.deliveries import Deliveries, Marks
from mock_esms.cli.learn.observing.duration_sample import DurationSample
from mock_esms.cli.learn.observing.observed_callback import ObservedCallback
from mock_esms.cli.learn.observing.response_statuses import closed_by_sender, status_code
from mock_esms.cli.learn.observing.send_index import Group, Send, SendIndex
from mock_esms.cli.learn.observing.story_kinds import UNTOLD_STATUS, Said
from mock_esms.cli.learn.reading.json_log import readable
from mock_esms.cli.learn.reading.log_entries import LogEntry, LoggedCall, LoggedRequest
from mock_esms.cli.learn.reading.repeated_lines import RepeatedRequest
from mock_esms.cli.learn.writing.message_stories import CHANNELS, message_ending
from mock_esms.esms.callbacks.callback_kinds import KINDS

if TYPE_CHECKING:
    from mock_esms.model.times import Instant

_NUMBERS: Final = {name: number for number, name in enumerate(KINDS)}
_NAMES: Final = tuple(KINDS)
_BEGINS: Final = 254
_ENDS: Final = 255
"""In the place of a kind: the time is that when a call was due to begin, or ended."""
_ALIKE: Final = itemgetter(2, 3, 4, 5, 6)
"""What a send says but for its id and time: status, SendStatus, kind, what was said, seconds."""
_MOST_SAID: Final = 50_000
_MOST_HEADERS: Final = 100
_LONGEST_HEADER: Final = 300
_MOST_SECONDS: Final = 10_000_000
_MOST_DIGITS: Final = 9


class Observer:
    """What was observed so far; ``close`` it in the end."""

    def __init__(self) -> None:
        self.shapes = CallbackShapes()
        self.agents: dict[str, Counter[str]] = {name: Counter() for name in KINDS}
        self.protocols: dict[str, Counter[str]] = {name: Counter() for name in KINDS}
        self.sent_by: dict[str, Counter[str]] = {name: Counter() for name in KINDS}
        """How often each method came, and where the parameters were (``LoggedRequest.sent_by``)."""
        self.timeouts: dict[str, DurationSample] = {name: DurationSample() for name in KINDS}
        self.jumps = 0
        self.last: Instant = 0
        """The time of the latest callback."""
        self.timed = 0
        self._sends = SendIndex()
        self._said: dict[tuple[str, str, str, str], int] = {("", "", "", ""): 0}
        self._joined: dict[int, int] = {}
        self._next_stretch = 0

    def observe(self, log: Iterable[LogEntry | RepeatedRequest]) -> None:
        """Take in one log."""
        order = ClockOrder(self._next_stretch)
        seen: set[ObservedCallback] = set()
        for logged in log:
            if isinstance(logged, RepeatedRequest):
                alike, sms_id, time = logged
                taken = alike.taken
                if taken is None:
                    taken = alike.taken = self._taken(alike.request)
                    if taken is None:
                        continue
                    seen.add(taken)
                taken.count += 1
                self._sends.add(sms_id, time, *taken.recorded, order.follow(time))
            elif isinstance(logged, LoggedCall):
                self._mark(logged)
            elif (taken := self._taken(logged)) is not None:
                taken.count = 1
                self._count(taken)
                self._time(taken, logged)
                stretch = order.stretch if logged.time is None else order.follow(logged.time)
                self._sends.add(taken.sms_id, logged.time, *taken.recorded, stretch)
                self.timed += logged.time is not None
        for taken in seen:
            self._count(taken)
            self.timed += taken.count
        self.last = max(self.last, order.latest)
        first = self._next_stretch
        self._joined[first] = 0  # the clocks of several logs are believed to agree
        self._joined |= {stretch: 0 if before == first else before for stretch, before in order.joined().items()}
        self._next_stretch = order.next_number
        self.jumps += order.jumps

    def _mark(self, call: LoggedCall) -> None:
        for kind, time in ((_BEGINS, call.begins), (_ENDS, call.ends)):
            if time is not None:
                self._sends.add(call.sms_id, time, kind)

    def _taken(self, request: LoggedRequest) -> ObservedCallback | None:
        """What is to be recorded of a request; None when it is no callback."""
        callback = self.shapes.read(request.target)
        if callback is None:
            return None
        value = callback.value
        send_status, seconds = value("sendstatus"), value("callduration")
        return ObservedCallback(
            callback,
            kind=_NUMBERS[callback.kind.name],
            status=status_code(request.status, request.error),
            send_status=int(send_status) if len(send_status) == 1 and send_status.isdecimal() else 0,
            said=self._said_number(callback),
            seconds=min(int(seconds), _MOST_SECONDS) if seconds.isdecimal() and len(seconds) < _MOST_DIGITS else 0,
            user_agent=request.user_agent,
            protocol=request.protocol,
            sent_by=request.sent_by,
        )

    def _count(self, taken: ObservedCallback) -> None:
        """Count what the callbacks that are alike have said, and who sent them."""
        name = _NAMES[taken.kind]
        taken.callback.tally(taken.count)
        for counter, said in (
            (self.agents[name], taken.user_agent),
            (self.protocols[name], taken.protocol),
            (self.sent_by[name], taken.sent_by),
        ):
            if said is not None:
                _count(counter, said, taken.count)

    def _time(self, taken: ObservedCallback, request: LoggedRequest) -> None:
        if request.ms is not None and closed_by_sender(taken.status):
            self.timeouts[_NAMES[taken.kind]].add(round(request.ms))

    def _said_number(self, callback: ParsedCallback) -> int:
        """The number of what a callback said, as it was sent."""
        value = callback.value
        if callback.kind.name in CHANNELS:
            said = (*message_ending(value), "", "")
        else:
            status = value("callstatus") if "callstatus" in callback.shape.positions else UNTOLD_STATUS
            said = (status, value("ivr"), value("sentresult"), value("price"))
        number = self._said.get(said)
        if number is None:
            if len(self._said) >= _MOST_SAID:
                return 0
            number = self._said[said] = len(self._said)
        return number

    def deliveries(self) -> dict[str, Deliveries]:
        """How callbacks were delivered, by kind; kinds that never came are left out."""
        decoded = [Said(*(unquote_plus(part) for part in said)) for said in self._said]
        found: defaultdict[str, Deliveries] = defaultdict(Deliveries)
        singles: Counter[tuple[int, ...]] = Counter()
        last: defaultdict[tuple[int, int], DurationSample] = defaultdict(DurationSample)
        for records, groups in self._sends.parts():
            once = [record for record in records if record[4] < _BEGINS]
            singles.update(map(_ALIKE, once))
            for record in once:
                last[record[4], record[2]].add(record[1])
            for group in groups:
                self._deliver(group, decoded, found)
        for said, times in singles.items():
            send = Send._make((0, 0, *said, 0))
            found[_NAMES[send.kind]].add_single(send, decoded[send.said], times)
        for (kind, status), times_of in last.items():
            found[_NAMES[kind]].end(status, times_of)
        return {name: found[name] for name in KINDS if name in found}

    def _deliver(self, group: Group, said: Sequence[Said], found: defaultdict[str, Deliveries]) -> None:
        """The sends of an id that was sent more than once, kind by kind."""
        marks = Marks()
        by_kind: dict[int, list[Send]] = {}
        for send in group.sends:
            if send.kind == _BEGINS:
                marks.begins = send.time
            elif send.kind == _ENDS:
                marks.ends = send.time
            else:
                by_kind.setdefault(send.kind, []).append(send)
        more = group.total - len(group.records)
        for kind, sends in by_kind.items():
            found[_NAMES[kind]].add(sends, len(sends) + more, said.__getitem__, self._joined, marks)

    def close(self) -> None:
        """Forget every send."""
        self._sends.close()


def _count(counter: Counter[str], text: str, times: int) -> None:
    if text in counter or (len(counter) < _MOST_HEADERS and len(text) <= _LONGEST_HEADER):
        counter[text] += times


def shown_agent(agent: str) -> str:
    """A User-Agent as it was meant; logs escape what is not ASCII."""
    return readable(unquote(agent))
