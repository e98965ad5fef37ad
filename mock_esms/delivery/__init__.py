"""One attempt = one HTTP request on the wire = one record.

Reading order: ``dispatch`` (which attempt when, and what its end means), ``sender`` (one attempt), ``http`` (one request), ``egress`` (where
an attempt may go), ``trust`` (whose certificates it accepts), ``sent`` (whether its request went out), ``failures`` and
``doctor`` (why it failed, and what helps), ``surroundings`` (where this runs). Retries are the scheduler's events,
never loops.
"""

from mock_esms.delivery.dispatch import Dispatcher
from mock_esms.delivery.egress import EgressRule
from mock_esms.delivery.sender import AttemptOutcome, CallbackSender
from mock_esms.delivery.trust_store import trusting

__all__ = ["AttemptOutcome", "CallbackSender", "Dispatcher", "EgressRule", "trusting"]
