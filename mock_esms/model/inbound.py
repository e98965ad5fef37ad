"""What a person has written to a shortcode, and what came of telling the partner (FACTS-MESSAGES 5). All are frozen."""

from typing import Final, Literal, NamedTuple

from mock_esms.model.callback import DONE, Attempt, Callback
from mock_esms.model.calls import RequestWarning, ScenarioChoice, TraceContext
from mock_esms.model.delivery_plan import CallbackPlan
from mock_esms.model.times import Instant

INBOUND: Final = "inbound"
"""What stands where a call has its operation: nobody asked eSMS for this."""
ONE_SEND: Final = (Callback(send_status=DONE),)
"""The partner is told once, however many attempts that takes."""

INBOUND_PARAMETERS: Final = (
    ("sender", "sender"),
    ("content", "content"),
    ("serviceNumber", "number"),
    ("keyword", "keyword"),
    ("sign", "sign"),
    ("cpid", "cpid"),
    ("smsid", "sms_id"),
    ("receiverTime", "received"),
)
"""What the partner is told, in the documented order, and the field that has each (FACTS-MESSAGES 5)."""


class InboundRequest(NamedTuple):
    """What was written, and all that is told of it; ``phone`` is the sender in national form, ``sender`` as told.

    ``url`` is the address of the account's shortcode, ``received`` the ``receiverTime`` that is told.
    """

    api_key: str
    phone: str
    sender: str
    number: str
    keyword: str
    content: str
    cpid: str
    sms_id: str
    received: str
    sign: str
    url: str

    @property
    def operation(self) -> str:
        """What a scenario's ``match`` and a filter find it by."""
        return INBOUND

    @property
    def trace_context(self) -> TraceContext:
        """No request begins it."""
        return ()

    @property
    def request_id(self) -> str:
        """Nobody gives one."""
        return ""

    @property
    def parameters(self) -> tuple[tuple[str, str], ...]:
        """What the partner is told, in the documented order; the sign is over the values as they stand here."""
        return tuple((name, getattr(self, field)) for name, field in INBOUND_PARAMETERS)


class Inbound(NamedTuple):
    """A message that somebody wrote to a shortcode, as it stands now; ``number`` rises with those of calls.

    ``callbacks`` has the one request that tells the partner, with its attempts, and ``callback_plan`` says how it goes.
    """

    sms_id: str
    number: int
    request: InboundRequest
    scenario: str
    chosen: ScenarioChoice
    received_at: Instant
    callback_plan: CallbackPlan
    callbacks: tuple[Callback, ...] = ONE_SEND

    @property
    def state(self) -> Literal["ended"]:
        """It has arrived with eSMS, and nothing else happens to it; what is told of it is in ``callbacks``."""
        return "ended"

    @property
    def result(self) -> None:
        """Nothing is reported of it to anybody."""
        return

    @property
    def warnings(self) -> tuple[RequestWarning, ...]:
        """A person's message is never wrong."""
        return ()

    @property
    def noun(self) -> str:
        """What it is, in sentences."""
        return "inbound message"

    @property
    def phones(self) -> tuple[str, ...]:
        """Whose inbox the reply comes to."""
        return (self.request.phone,)

    @property
    def final_callback(self) -> Callback:
        """The request that tells the partner."""
        return self.callbacks[-1]

    @property
    def attempts(self) -> tuple[Attempt, ...]:
        """The attempts to tell the partner, in the order in which they started."""
        return self.final_callback.attempts

    @property
    def settled(self) -> bool:
        """Whether the partner is told no more."""
        return self.final_callback.settled

    def callback_url(self, _index: int) -> str:
        """The address that is told."""
        return self.request.url


def series_of(phone: str) -> str:
    """The series of draws that a person's messages count in: those to the phone are drawn as if it had written none."""
    return f"{phone} {INBOUND}"
