"""What a call and a query cost when much is in the journal, beside what they cost when little is.

All in one sandbox that is filled from 1,000 calls on. Costs are the CPU that its process uses: what else a busy
machine does is not in that.
"""

import random
from collections.abc import Iterator
from http.client import HTTPConnection
from itertools import cycle
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from benchmarks import processes
from benchmarks.comparison import Comparison, Promise
from benchmarks.extent import Extent
from benchmarks.processes import Server
from benchmarks.queries import API_KEY, SECRET_KEY, phone
from benchmarks.sandbox import ask, place, sandbox

_FLAT = 1.2
_ROOM = 100_000
_SHARE = 50
"""A call is placed for each so many in the journal: what happens only now and then is in its cost, too."""
_PATIENCE = 2.0
"""Seconds of CPU after which a kind of query has been asked often enough."""
_TICK = 0.01
_MEASURABLE = 10 * _TICK
"""The system counts CPU in ticks: so many are enough to say what a query costs."""
_STATUS = f"/MainService.svc/json/GetSendStatus?ApiKey={API_KEY}&SecretKey={SECRET_KEY}&ReferenceId="


class _Costs(NamedTuple):
    """Microseconds of CPU of each, with so many calls in the journal."""

    call: float
    by_phone: float
    by_id: float
    status: float


_NAMES = _Costs("placing a call", "query by phone", "query by id", "GetSendStatus")  # type: ignore[arg-type]


def comparisons(extent: Extent) -> Iterator[Comparison]:
    """Microseconds in a full journal beside those in a small one; nothing where the system does not say."""
    few, many = 1_000, 100_000 if extent.long else 20_000
    sample, queries = 2_000, 1_000
    if extent.quick:
        few, many, sample, queries = 100, 400, 200, 20
    if not processes.counts_cpu:
        return
    with sandbox("--journal-limit", str(many + _ROOM), "--pending-limit", str(many + _ROOM)) as server:
        place(server, few, None)
        small = _costs(server, few, sample, queries)
        place(server, many - few - sample, None, first=few + sample)
        full = _costs(server, many, max(sample, many // _SHARE), queries)
    for name, ours, bare in zip(_NAMES, full, small, strict=True):
        yield Comparison(
            name=f"{name}, {many:,} calls in the journal beside {few:,}",
            unit="us CPU",
            ours=(ours,),
            bare=(bare,),
            promise=Promise(_FLAT, at_most=True),
        )


def _costs(server: Server, in_journal: int, sample: int, queries: int) -> _Costs:
    """Place ``sample`` calls, numbered from ``in_journal``, and ask for some of all."""
    before = server.cpu()
    place(server, sample, None, first=in_journal)
    call = max(server.cpu() - before, _TICK) / sample
    draw = random.Random(in_journal)  # noqa: S311 - nothing secret, and the same in every run
    numbers = [draw.randrange(in_journal) for _ in range(queries)]
    ids = [each["sms_id"] for each in ask(server, "/_mock/calls?limit=100")["calls"]]
    some_ids = [draw.choice(ids) for _ in range(queries)]
    return _Costs(
        call * 1e6,
        _query(server, [f"/_mock/calls?phone={phone(number)}" for number in numbers]),
        _query(server, [f"/_mock/calls/{quote(each)}" for each in some_ids]),
        _query(server, [_STATUS + quote(each) for each in some_ids]),
    )


def _query(server: Server, paths: list[str]) -> float:
    """Microseconds of each: all are asked, and again until ticks suffice, or ``_PATIENCE`` has ended."""
    connection = HTTPConnection(urlsplit(server.url).netloc, timeout=600)
    began, done = server.cpu(), 0
    for path in cycle(paths):
        connection.request("GET", path)
        answer = connection.getresponse()
        text = answer.read()
        assert answer.status == 200, text
        done += 1
        took = server.cpu() - began
        if took > _PATIENCE or (done >= len(paths) and took > _MEASURABLE):
            break
    connection.close()
    return took / done * 1e6
