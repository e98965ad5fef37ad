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
from mock_esms.delivery.diagnosis import REDIRECTS, REQUEST_WENT_OUT, Diagnosis, advice, advice_on
from mock_esms.delivery.egress import EgressRule
from mock_esms.delivery.failures import Failure, UnusableAddressError, failure_of
from mock_esms.delivery.http.address import Address, address_of
from mock_esms.delivery.http.client import HttpClient, WireRecord
from mock_esms.delivery.http.request import Body, OutgoingRequest, RequestWriter
from mock_esms.delivery.http.round_trip import RoundTrip
from mock_esms.model.callback import Attempt, Hop
from mock_esms.model.delivery_plan import ANSWER_LIMIT, HttpMethod, SuccessRule
from mock_esms.model.times import SECOND, Duration

MAX_HOPS: Final = 10
_KEEP_METHOD: Final = frozenset({307, 308})
"""Redirects after which a POST stays one (RFC 9110, 15.4)."""


class EndedAttempt(NamedTuple):
    """An attempt as it ended; ``diagnosis`` is why there was no answer, None where it is not known."""

    attempt: Attempt
    diagnosis: Diagnosis | None = None

    @property
    def reached(self) -> bool:
        """Whether a connection came about, so that the request can have been sent at all."""
        return self.attempt.status is not None or bool(self.attempt.hops) or self.diagnosis in REQUEST_WENT_OUT


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
        attempt: Attempt,
        *,
        timeout: Duration,  # noqa: ASYNC109 - of the callback plan, enforced here
        success: SuccessRule,
        follow_redirects: bool,
        method: HttpMethod = "GET",
        body: Body | None = None,
        answer_limit: int = ANSWER_LIMIT,
        headers: tuple[tuple[str, str], ...] = (),
        record: WireRecord | None = None,
    ) -> EndedAttempt:
        """Make an attempt that has begun, and give it as it ended; never raises for anything that a receiver can do.

        ``headers`` go to the origin of its URL only. Whoever may cancel it gives a ``record``, to tell by
        ``interrupted`` what had gone over the wire by then.

        Acknowledged means: complete response headers with a status of ``success`` within ``timeout`` milliseconds of
        real time; the body may be anything (CONTRACT 4.5).
        """
        start = perf_counter()
        record = record or WireRecord()
        hops: list[Hop] = []
        try:
            address = address_of(attempt.url)
            request = OutgoingRequest(method, address, body, own=True, answer_limit=answer_limit, headers=headers)
            deadlines = self._client.deadlines(timeout)
            trip = await self._client.send(request, deadlines, record)
            while follow_redirects and (onward := _redirected(request, trip, address, len(hops))):
                hops.append(Hop(url=request.address.text, status=trip.status))
                record.restart()
                request = onward
                trip = await self._client.send(request, deadlines, record)
        except Exception as error:  # noqa: BLE001 - whatever it is, the attempt has failed, and its record says by what
            ended = _with_wire(attempt, record, start)
            return self._failed(ended._replace(hops=tuple(hops)), failure_of(error), record.at_once)
        answer = trip.answer.decode(errors="replace")
        acknowledged = _is_success(trip.status, success)
        return EndedAttempt(
            _with_wire(attempt, record, start)._replace(
                status=trip.status,
                detail="; ".join(trip.notes),
                advice=""
                if acknowledged
                else advice_on(trip.status, answer, _location_of(trip), _challenge_of(trip), request.method),
                answer=answer,
                acknowledged=acknowledged,
                hops=tuple(hops),
                response=trip.response,
            )
        )

    def _failed(self, ended: Attempt, failure: Failure, at_once: int) -> EndedAttempt:
        error, detail, diagnosis = failure
        # Behind a redirect the failure is not at the address that whoever reads it knows.
        helps = "" if ended.hops or diagnosis is None else advice(diagnosis, ended.url, self._around, at_once)
        return EndedAttempt(ended._replace(error=error, detail=detail, advice=helps), diagnosis)


def interrupted(attempt: Attempt, record: WireRecord, since: float, detail: str) -> Attempt:
    """An attempt that began at ``since``, by ``perf_counter``, and was cancelled."""
    return _with_wire(attempt, record, since)._replace(error="interrupted", detail=detail)


def _with_wire(attempt: Attempt, record: WireRecord, since: float) -> Attempt:
    """The attempt with how long it took, and what is known of its request."""
    record.timer.leave()
    return attempt._replace(ms=_ms_since(since), request=record.request, phases=record.timer.phases(), peer=record.peer)


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
