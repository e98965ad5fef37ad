"""Checks a receiver: the callbacks that eSMS sends on good and on bad days, and a verdict on how each is answered.

Reading order: ``case`` (how a case is written), ``cases`` with ``voice_cases``, ``message_cases`` and ``common_cases``
(what is sent: all data), ``message_report`` (what a callback says of a message), ``runner`` (sends it), ``verdict``
(judges the answers, pure), ``effects`` (what was done behind the answers), ``played`` and ``result`` (what came of a
case and of all, as values and as text). ``target`` reads what the user gave, ``masking`` hides secrets.
"""

from mock_esms.delivery.receiver_check.case import Case, CheckKind
from mock_esms.delivery.receiver_check.cases import CASES, chosen
from mock_esms.delivery.receiver_check.played import CaseResult, Verdict
from mock_esms.delivery.receiver_check.result import CheckResult
from mock_esms.delivery.receiver_check.runner import ReceiverCheck
from mock_esms.delivery.receiver_check.target import CheckOptions, Target, target_of

__all__ = [
    "CASES",
    "Case",
    "CaseResult",
    "CheckKind",
    "CheckOptions",
    "CheckResult",
    "ReceiverCheck",
    "Target",
    "Verdict",
    "chosen",
    "target_of",
]
