"""What is refused because it is more than the limits of its account allow.

The limits of an account are settings (``requests_per_second``, ``lines``, ``queue``). Nothing is known of what eSMS
answers beyond its own: 160 is the only code of its table that says "too many requests" (FACTS-MESSAGES 8; assumed).
"""

from typing import Final

from mock_esms.config.account import Account
from mock_esms.esms.requests.request import EsmsRequest
from mock_esms.esms.responses.operation_result import Objection
from mock_esms.esms.responses.result_codes import TOO_MANY_REQUESTS
from mock_esms.exchange.accounts import Ledger
from mock_esms.exchange.rate_limiter import RateLimiter
from mock_esms.exchange.request_outcome import RequestOutcome, refused
from mock_esms.model.calls import CallWarning


class AccountLimits:
    """What the limits of accounts refuse; how many requests came lately lives as long as the sandbox."""

    def __init__(self, ledger: Ledger) -> None:
        """Refuse the requests of these accounts."""
        self._ledger: Final = ledger
        self._rates: Final = RateLimiter()

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
        return self._refused(esms_request, CallWarning("requests-per-second-exceeded", message))

    def beyond_queue(self, account: Account, esms_request: EsmsRequest) -> RequestOutcome:
        """160: all lines of the account are taken, and as many calls wait for one as its ``queue`` says."""
        waiting = "1 call waits" if account.queue == 1 else f"{account.queue} calls wait"
        message = (
            f"All lines of the account ({account.lines}) are taken, and {waiting} for one, as many as "
            "its queue says. Place the call when fewer wait, or raise its lines or queue."
        )
        return self._refused(esms_request, CallWarning("queue-full", message))

    def forget(self, api_key: str | None = None) -> None:
        """Forget how many requests an account has made, or all."""
        self._rates.forget(api_key)

    def _refused(self, esms_request: EsmsRequest, warning: CallWarning) -> RequestOutcome:
        request = esms_request.call_request
        self._ledger.use_request_id(request.api_key, request.request_id, esms_request.received_at, by="refused")
        return refused(Objection(TOO_MANY_REQUESTS, warning), esms_request.warnings)
