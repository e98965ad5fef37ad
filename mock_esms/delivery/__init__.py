"""One attempt = one HTTP request on the wire = one record.

Reading order: ``dispatch`` (which attempt when), ``job`` (an attempt that is to be made), ``follow_up`` (what its end
means for the next), ``sender`` (one attempt), ``egress`` (where it may go), ``http/`` (one request on the wire),
``trust_store`` (whose certificates it accepts), ``failures`` and ``diagnosis`` (why it failed, and what helps),
``container_detection`` (where this runs), ``log_messages`` (what is said of it). A retry is a new job in the
scheduler's queue, never a loop. ``receiver_check/`` sends what ``mock-esms check`` judges.
"""

from mock_esms.delivery.dispatch import Dispatcher
from mock_esms.delivery.egress import EgressRule
from mock_esms.delivery.sender import CallbackSender
from mock_esms.delivery.trust_store import trusting

__all__ = ["CallbackSender", "Dispatcher", "EgressRule", "trusting"]
