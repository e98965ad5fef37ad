"""``/_mock/inbound``: a person writes to a shortcode, and what the partner answers comes back (CONTRACT 13)."""

from typing import NamedTuple, TypedDict

from mock_esms.config.documents.field_types import FilledText
from mock_esms.errors import NotNowError
from mock_esms.esms.messages.shortcode import reply_of
from mock_esms.journal.wait import first_attempt
from mock_esms.model.callback import AttemptError
from mock_esms.model.inbound import Inbound
from mock_esms.model.times import format_instant
from mock_esms.server.control.entries.callback_json import CallbackJson, serialize_callback
from mock_esms.server.control.entries.entry_json import ChosenJson, Moment, serialize_chosen
from mock_esms.server.control.entries.kind_control import KindControl, endpoints_of_kind
from mock_esms.server.control.serving.endpoint import Endpoint


class InboundBody(NamedTuple):
    """Who writes what to which shortcode; with ``api_key`` it is that account's, else the first that has it."""

    from_: FilledText
    to: FilledText
    content: str
    api_key: str | None = None


class InboundRequestJson(TypedDict):
    """What the partner is told: the address that is called, and its parameters by eSMS's names, in their order."""

    method: str
    url: str
    parameters: dict[str, str]


class InboundAnswerJson(TypedDict):
    """What the partner answered to the latest attempt; ``error`` says why nothing came, ``body`` is what was read."""

    status: int | None
    error: AttemptError | None
    body: str
    advice: str


class InboundJson(TypedDict):
    """What somebody wrote to a shortcode, and what came of it.

    ``answer`` is null until there is one, ``reply`` when there is none that can be used: then ``problem`` says why.
    Else ``problem`` says what is odd about the reply, if anything is. ``callbacks`` has the one request to the
    partner, with its attempts.
    """

    sms_id: str
    operation: str
    api_key: str
    scenario: str
    chosen: ChosenJson
    received_at: Moment
    phone: str
    request: InboundRequestJson
    answer: InboundAnswerJson | None
    reply: str | None
    problem: str | None
    settled: bool
    callbacks: list[CallbackJson]


class InboundsJson(TypedDict):
    """What people wrote, as far as it fits; ``total`` counts it before the limit."""

    inbound: list[InboundJson]
    total: int


class InboundControl(KindControl[Inbound]):
    """Takes what people write, and shows what came of it."""

    kind = Inbound

    def shown(self, entry: Inbound) -> InboundJson:
        """What somebody wrote."""
        return serialize_inbound(entry)

    def listed(self, found: list[Inbound], total: int) -> InboundsJson:
        """Some of what people wrote."""
        return InboundsJson(inbound=[serialize_inbound(each) for each in found], total=total)

    async def write(self, body: InboundBody) -> InboundJson:
        """A person writes to a shortcode; answered when the partner was told, or the first attempt to has failed."""
        written = self._exchange.inbound.take(body.from_, body.to, body.content, body.api_key)
        await first_attempt(self._journal, written)
        now = self._journal.get(written.sms_id)
        if not isinstance(now, Inbound):
            message = "the sandbox was reset meanwhile"
            raise NotNowError(message)
        return serialize_inbound(now)

    endpoints = (
        Endpoint("post", "/inbound", write, errors=(404, 409, 503)),
        *endpoints_of_kind(
            "/inbound/{sms_id}",
            Inbound,
            (InboundsJson, InboundJson),
            many="What people wrote to shortcodes.",
            one="What was written to a shortcode, and what came of it.",
            redeliver="Tell the partner once more, now.",
            give_up="Make no further attempt to tell the partner.",
        ),
    )


def serialize_inbound(inbound: Inbound) -> InboundJson:
    """What somebody wrote."""
    reply = reply_of(inbound)
    return {
        "sms_id": inbound.sms_id,
        "operation": inbound.request.operation,
        "api_key": inbound.request.api_key,
        "scenario": inbound.scenario,
        "chosen": serialize_chosen(inbound.chosen),
        "received_at": format_instant(inbound.received_at),
        "phone": inbound.request.phone,
        "request": {
            "method": inbound.callback_plan.method,
            "url": inbound.request.url,
            "parameters": dict(inbound.request.parameters),
        },
        "answer": _answer_of(inbound),
        "reply": None if reply is None else reply.text,
        "problem": None if reply is None or not reply.problem else reply.problem,
        "settled": inbound.settled,
        "callbacks": [serialize_callback(callback) for callback in inbound.callbacks],
    }


def _answer_of(inbound: Inbound) -> InboundAnswerJson | None:
    latest = next((attempt for attempt in reversed(inbound.attempts) if not attempt.under_way), None)
    if latest is None:
        return None
    return {"status": latest.status, "error": latest.error, "body": latest.answer, "advice": latest.advice}
