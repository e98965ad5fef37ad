"""The sender makes one attempt: exactly one HTTP request, judged, timed, and told with all that went over the wire.

One request is one write on one connection, and nothing here ever writes it again: not when the connection is lost, and
not when a kept one turns out to be dead. A redirect that is followed is a request of its own, and listed.
"""

import os
import ssl
from collections.abc import Iterable
from typing import Final, NamedTuple

from mock_esms.clock.clock import perf_counter
from mock_esms.delivery.container_detection import Environment, detect_environment
from mock_esms.delivery.diagnosis import REDIRECTS, SENT, Diagnosis, advice, advice_on
from mock_esms.delivery.egress import EgressRule
from mock_esms.delivery.failures import Failure, UnusableAddressError, failure_of
from mock_esms.delivery.http.address import Address, address_of
from mock_esms.delivery.http.client import HttpClient, WireRecord
from mock_esms.delivery.http.request import Body, OutgoingRequest, RequestWriter
from mock_esms.delivery.http.round_trip import RoundTrip
from mock_esms.model.callback import NO_PHASES, AttemptError, Hop, Phases, WireRequest, WireResponse
from mock_esms.model.delivery_plan import ANSWER_LIMIT, HttpMethod, SuccessRule
from mock_esms.model.times import SECOND, Duration

MAX_HOPS: Final = 10
_KEEP_METHOD: Final = frozenset({307, 308})
"""Redirects after which a POST stays one (RFC 9110, 15.4)."""


class AttemptOutcome(NamedTuple):
    """How an attempt ended; ``ms`` is real time, ``advice`` what helps against a failure.

    ``diagnosis`` is what it says that of, and ``reached`` whether a connection came about, so that the request can have
    been sent at all. ``request`` to ``peer`` are what went over the wire, of the last request where there were several.
    """

    ms: float
    status: int | None = None
    error: AttemptError | None = None
    detail: str = ""
    advice: str = ""
    diagnosis: Diagnosis | None = None
    answer: str = ""
    acknowledged: bool = False
    hops: tuple[Hop, ...] = ()
    reached: bool = True
    request: WireRequest | None = None
    response: WireResponse | None = None
    phases: Phases = NO_PHASES
    peer: str | None = None


class CallbackSender:
    """Sends attempts; owns its connections between ``open`` and ``close``."""

    def __init__(  # noqa: PLR0913 - all but the first are given by name
        self,
        rule: EgressRule,
        *,
        user_agent: str,
        keep_alive: bool = False,
        headers: Iterable[str] = (),
        trust: ssl.SSLContext | None = None,
        around: Environment | None = None,
    ) -> None:
        """Make connections that obey ``rule``; ``headers``, each ``Name: value``, are sent with each attempt.

        One of them may take the place of the User-Agent; empty ones are none. With ``keep_alive`` a connection that was
        used a moment ago is used again. ``trust`` checks certificates; None: by the authorities of the system.
        ``around`` is where this runs, as far as it matters to advice; None looks around.
        """
        self._rule = rule
        self._trust = trust
        self._keep_alive = keep_alive
        self._around = around or detect_environment(os.environ)
        self._writer = RequestWriter(user_agent=user_agent, headers=headers, keep_alive=keep_alive)
        self._client: HttpClient

    async def open(self) -> None:
        """Begin to send, in the event loop that runs now."""
        self._client = HttpClient(self._rule, writer=self._writer, trust=self._trust, keep_alive=self._keep_alive)

    async def close(self) -> None:
        """Close every connection that is kept."""
        self._client.close()

    async def send(  # noqa: PLR0913 - all but the first are given by name
        self,
        url: str,
        *,
        timeout: Duration,  # noqa: ASYNC109 - of the callback plan, enforced here
        success: SuccessRule,
        follow_redirects: bool,
        method: HttpMethod = "GET",
        body: Body | None = None,
        answer_limit: int = ANSWER_LIMIT,
        headers: tuple[tuple[str, str], ...] = (),
        record: WireRecord | None = None,
    ) -> AttemptOutcome:
        """Make one attempt and tell how it ended; never raises for anything that a receiver can do.

        ``headers`` go to the origin of ``url`` only. Whoever may cancel it gives a ``record``, to tell by
        ``interrupted`` what had gone over the wire by then.

        Acknowledged means: complete response headers with a status of ``success`` within ``timeout`` milliseconds of
        real time; the body may be anything (CONTRACT 4.5).
        """
        start = perf_counter()
        record = record or WireRecord()
        hops: list[Hop] = []
        try:
            address = address_of(url)
            request = OutgoingRequest(method, address, body, own=True, answer_limit=answer_limit, headers=headers)
            deadlines = self._client.deadlines(timeout)
            trip = await self._client.send(request, deadlines, record)
            while follow_redirects and (onward := _redirected(request, trip, address, len(hops))):
                hops.append(Hop(url=request.address.text, status=trip.status))
                record.restart()
                request = onward
                trip = await self._client.send(request, deadlines, record)
        except Exception as error:  # noqa: BLE001 - whatever it is, the attempt has failed, and its record says by what
            record.timer.leave()
            return self._failed(url, failure_of(error), record, tuple(hops), _ms_since(start))
        answer = trip.answer.decode(errors="replace")
        acknowledged = _is_success(trip.status, success)
        return AttemptOutcome(
            ms=_ms_since(start),
            status=trip.status,
            detail="; ".join(trip.notes),
            advice=""
            if acknowledged
            else advice_on(trip.status, answer, _location_of(trip), _challenge_of(trip), request.method),
            answer=answer,
            acknowledged=acknowledged,
            hops=tuple(hops),
            request=record.request,
            response=trip.response,
            phases=record.timer.phases(),
            peer=record.peer,
        )

    def _failed(
        self, url: str, failure: Failure, record: WireRecord, hops: tuple[Hop, ...], ms: float
    ) -> AttemptOutcome:
        diagnosis = failure.diagnosis
        return AttemptOutcome(
            ms=ms,
            error=failure.error,
            detail=failure.detail,
            # Behind a redirect the failure is not at the address that whoever reads it knows.
            advice="" if hops or diagnosis is None else advice(diagnosis, url, self._around, record.at_once),
            diagnosis=diagnosis,
            hops=hops,
            reached=bool(hops) or diagnosis in SENT,
            request=record.request,
            phases=record.timer.phases(),
            peer=record.peer,
        )


def interrupted(record: WireRecord, since: float, detail: str) -> AttemptOutcome:
    """The outcome of an attempt that began at ``since``, by ``perf_counter``, and was cancelled."""
    record.timer.leave()
    return AttemptOutcome(
        ms=_ms_since(since),
        error="interrupted",
        detail=detail,
        request=record.request,
        phases=record.timer.phases(),
        peer=record.peer,
    )


def _redirected(request: OutgoingRequest, trip: RoundTrip, first: Address, hops: int) -> OutgoingRequest | None:
    """The request that an answer leads to, None where it leads nowhere.

    Raises ``UnusableAddressError`` where it is one too many.
    """
    location = _location_of(trip) if trip.status in REDIRECTS else None
    if not location:
        return None
    if hops == MAX_HOPS:
        message = f"the receiver redirected more than {MAX_HOPS} times"
        raise UnusableAddressError(message)
    address = request.address.joined(location)
    stays = trip.status in _KEEP_METHOD
    method, body = (request.method, request.body) if stays else ("GET", None)
    own = address.origin == first.origin
    return OutgoingRequest(method, address, body, own, request.answer_limit, request.headers)


def _location_of(trip: RoundTrip) -> str | None:
    """Where a redirect leads; its bytes are UTF-8 where they can be, and none of them is lost where not."""
    location = None if trip.response is None else trip.response.header("Location")
    return None if location is None else location.encode("latin-1").decode(errors="surrogateescape")


def _challenge_of(trip: RoundTrip) -> str | None:
    return None if trip.response is None else trip.response.header("WWW-Authenticate")


def _ms_since(start: float) -> float:
    return round((perf_counter() - start) * SECOND, 3)


def _is_success(status: int, success: SuccessRule) -> bool:
    if success == "any":
        return True
    return status == 200 if success == "200" else 200 <= status <= 299  # noqa: PLR2004 - HTTP's own numbers
