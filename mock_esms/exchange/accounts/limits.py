"""What is refused because it is more than the limits of its account allow.

The limits of an account are settings (``requests_per_second``, ``lines``, ``queue``, ``rates``). Nothing is known of
what eSMS answers beyond its own: 160 is the only code of its table that says "too many requests" (FACTS-MESSAGES 8;
assumed).
"""

from typing import Final, Literal, NamedTuple

from mock_esms.config.account import Account
from mock_esms.esms.operation import RateName
from mock_esms.esms.requests.request import EsmsRequest
from mock_esms.esms.responses.operation_result import Objection
from mock_esms.esms.responses.result_codes import TOO_MANY_REQUESTS
from mock_esms.exchange.accounts.ledger import Ledger
from mock_esms.exchange.request_outcome import RequestOutcome, refused
from mock_esms.model.calls import RequestWarning
from mock_esms.model.times import SECOND, Instant

Limited = RateName | Literal["placing"]
"""What is counted: the questions that ``rates`` names, or requests to call or to send (``requests_per_second``)."""


class _Bucket(NamedTuple):
    """How many requests were left at a moment."""

    left: float
    at: Instant


class RateLimiter:
    """Counts the requests of all accounts, on the sandbox's clock; what was counted lives as long as the sandbox.

    A bucket of requests that fills with time: as many as a second brings may come at once, then one for each that is
    brought (assumed; FACTS-MESSAGES 4 gives only the number a second).
    """

    def __init__(self) -> None:
        """Begin with full buckets."""
        self._buckets: Final[dict[tuple[str, Limited], _Bucket]] = {}

    def allows(self, api_key: str, name: Limited, rate: float, now: Instant) -> bool:
        """Whether one more request is answered at this moment; one that is refused counts for nothing."""
        most = max(rate, 1.0)
        bucket = self._buckets.get((api_key, name), _Bucket(most, now))
        left = min(bucket.left + (now - bucket.at) * rate / SECOND, most)
        allowed = left >= 1
        self._buckets[api_key, name] = _Bucket(left - 1 if allowed else left, now)
        return allowed

    def forget(self, api_key: str | None = None) -> None:
        """Fill the buckets of an account, or of all."""
        for key in [key for key in self._buckets if api_key in (None, key[0])]:
            del self._buckets[key]


class AccountLimits:
    """What the limits of accounts refuse of requests to call and to send."""

    def __init__(self, ledger: Ledger, rates: RateLimiter) -> None:
        """Refuse the requests of these accounts that are more than ``rates`` allow."""
        self._ledger: Final = ledger
        self._rates: Final = rates

    def beyond_rate(self, esms_request: EsmsRequest, rate: float) -> RequestOutcome | None:
        """160: the account makes more requests to call or to send than ``rate``, its ``requests_per_second``.

        Whose request it is comes first (101, 143, 140), anything else later (FACTS-MESSAGES 1.5, assumed).
        """
        if self._rates.allows(esms_request.call_request.api_key, "placing", rate, esms_request.received_at):
            return None
        message = (
            f"The account may make {rate:g} requests a second to call or to send, on the sandbox's clock, and this is "
            "one more. Send them more slowly (while a clock stands still, all come at once), or raise its "
            "requests_per_second."
        )
        return self._refused(esms_request, RequestWarning("requests-per-second-exceeded", message))

    def beyond_queue(self, account: Account, esms_request: EsmsRequest) -> RequestOutcome:
        """160: all lines of the account are taken, and as many calls wait for one as its ``queue`` says."""
        waiting = "1 call waits" if account.queue == 1 else f"{account.queue} calls wait"
        message = (
            f"All lines of the account ({account.lines}) are taken, and {waiting} for one, as many as "
            "its queue says. Place the call when fewer wait, or raise its lines or queue."
        )
        return self._refused(esms_request, RequestWarning("queue-full", message))

    def _refused(self, esms_request: EsmsRequest, warning: RequestWarning) -> RequestOutcome:
        request = esms_request.call_request
        self._ledger.use_request_id(request.api_key, request.request_id, esms_request.received_at, by="refused")
        return refused(Objection(TOO_MANY_REQUESTS, warning), esms_request.warnings)
