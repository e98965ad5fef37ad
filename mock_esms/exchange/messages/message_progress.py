"""One message's way: approved where that is needed, sent, reported receiver by receiver, then over its next channel.

Each event of a message puts the next one on the scheduler. What happens when was drawn before (``MessageSchedule``);
here it only comes to pass, is charged, and is reported by callbacks.
"""

from functools import lru_cache
from typing import Final

from mock_esms.esms.callbacks.message_results import message_result, price_of
from mock_esms.exchange.components import Components
from mock_esms.model.callback import APPROVING, DONE, REFUSED, SENT, WAITING, Callback, SendStatus
from mock_esms.model.message import Message, MessageRequest
from mock_esms.model.message_plan import Channel, MessageSchedule
from mock_esms.model.times import Instant


class MessageProgress:
    """Follows messages. Everything here happens at once; what takes time is scheduled."""

    def __init__(self, components: Components) -> None:
        """Follow the messages of the journal on the scheduler."""
        self._scheduler: Final = components.scheduler
        self._journal: Final = components.journal
        self._ledger: Final = components.ledger
        self._dispatcher: Final = components.dispatcher
        self._when_reported: Final = self._report_due
        """One and the same for all messages: a method that is asked for anew is an object for each that is pending."""

    def begin(self, message: Message) -> None:
        """Take a message that was just accepted: it is sent already, or waits for its approval or its SendDate."""
        at = message.received_at
        if message.state == "approving":
            message = self._plan_callback(message, APPROVING, at)
            self._journal.put(message, "message", at)
            self.schedule_next(message)
            return
        message = self._plan_callback(message, WAITING, at)
        self._journal.put(message, "message", at)
        if message.turn_at > at:
            self.schedule_next(message)
        else:
            self._send(message)

    def schedule_next(self, message: Message) -> None:
        """Put what happens next to a message that is going on on the scheduler."""
        event = {"approving": self._approval_due, "waiting": self._send_due, "sent": self._when_reported}[message.state]
        self._scheduler.schedule(self.next_event(message) or 0, event, message.sms_id)

    @staticmethod
    def next_event(message: Message) -> Instant | None:
        """When something happens to a message next; None when nothing more does."""
        match message.state:
            case "approving":
                return message.received_at + (message.schedule.approval or 0)
            case "waiting":
                return message.turn_at
            case "sent":
                return message.next_report
            case _:
                return None

    # --- what happens by itself ---------------------------------------------------------------------------------

    def _approval_due(self, sms_id: str) -> None:
        """Somebody at eSMS has looked at the advertisement."""
        message = self._journal.going_on(Message, sms_id)
        at = message.received_at + (message.schedule.approval or 0)
        if not message.schedule.approved:
            self._end(message._replace(played_to=at), at)
            return
        message = self._plan_callback(message._replace(state="waiting"), WAITING, at)
        if message.turn_at > at:
            self._journal.amend(message, at)
            self.schedule_next(message)
        else:
            self._send(message)

    def _send_due(self, sms_id: str) -> None:
        """The SendDate has come."""
        self._send(self._journal.going_on(Message, sms_id))

    def _send(self, message: Message) -> None:
        """The leg whose turn it is goes out."""
        at = message.turn_at
        message = self._plan_callback(message._replace(state="sent", played_to=at), SENT, at)
        self._journal.put(message, "sent", at)
        self._go_on(message, message.next_report)

    def _report_due(self, sms_id: str) -> None:
        """What became of one receiver or of several is reported."""
        message = self._journal.going_on(Message, sms_id)
        message = message._replace(played_to=message.next_report or message.played_to)
        coming = message.next_report
        if coming is not None or message.schedule.legs[message.turn].silent:
            self._journal.amend(message, message.played_to)  # one of which nothing more will be known settles
        self._go_on(message, coming)

    def _go_on(self, message: Message, coming: Instant | None) -> None:
        """After the sending, or a report: the next report, the next channel, or the end."""
        if coming is not None:
            self._scheduler.schedule(coming, self._when_reported, message.sms_id)
            return
        leg = message.schedule.legs[message.turn]
        if leg.silent:
            return
        if leg.failed and message.turn + 1 < len(message.schedule.legs):
            self._next_channel(message)
        else:
            self._end(message, message.played_to)

    def _next_channel(self, message: Message) -> None:
        """The channel failed; its callback says so, and the next one begins."""
        at = message.played_to
        message = self._plan_callback(message, DONE, at + message.schedule.callback.delay)
        turn = message.turn + 1
        callbacks = (*message.callbacks, *leg_callbacks(message.request, message.schedule, turn))
        message = message._replace(turn=turn, turn_at=at, callbacks=callbacks)
        self._send(self._plan_callback(message, WAITING, at))

    def _end(self, message: Message, at: Instant) -> None:
        """The message is over: it is charged, and its final callback is due after the delay."""
        result = message_result(message)
        message = message._replace(state="ended", result=result)
        if self._ledger.get(message.request.api_key) is not None:
            self._ledger.charge(message.request.api_key, price_of(message))
        status = REFUSED if message.was_refused else DONE
        message = self._plan_callback(message, status, at + message.schedule.callback.delay)
        self._journal.put(message, "ended", at, result)

    # --- callbacks ----------------------------------------------------------------------------------------------

    def _plan_callback(self, message: Message, send_status: SendStatus, due: Instant) -> Message:
        """Plan the callback with this SendStatus for the leg whose turn it is, if there is one."""
        channel = message.schedule.legs[message.turn].channel
        for index, callback in enumerate(message.callbacks):
            if callback.send_status == send_status and callback.channel == channel:
                return self._dispatcher.plan(message, index, due)
        return message


def leg_callbacks(request: MessageRequest, schedule: MessageSchedule, turn: int) -> tuple[Callback, ...]:
    """The callbacks of the leg at that place, all of them waiting: progress first, the final one last."""
    channel = schedule.legs[turn].channel
    if request.callback_url(channel) is None:
        return ()
    is_approved_first = turn == 0 and schedule.approval is not None
    coming: list[SendStatus] = [
        status for status in schedule.callback.progress if status != APPROVING or is_approved_first
    ]
    coming.append(DONE if schedule.approved else REFUSED)
    return _waiting(channel, tuple(coming))


@lru_cache(maxsize=64)
def _waiting(channel: Channel, coming: tuple[SendStatus, ...]) -> tuple[Callback, ...]:
    """Callbacks of which nothing has been sent: one and the same value for all messages, as most are pending so."""
    return tuple([Callback(send_status=status, channel=channel) for status in coming])
