"""The inbox of a person: what has come to a phone, from all accounts or from one (CONTRACT 13)."""

from collections.abc import Iterator

from mock_esms.esms.formats.phone import national
from mock_esms.esms.messages.shortcode import reply_of
from mock_esms.journal import Journal
from mock_esms.model.application import Application
from mock_esms.model.calls import Call
from mock_esms.model.inbound import Inbound
from mock_esms.model.inbox_item import InboxItem
from mock_esms.model.journal_entry import JournalEntry
from mock_esms.model.message import Message
from mock_esms.model.one_time_code import code_in


class Inbox:
    """Looks into the journal; what failed or was refused is not in it."""

    def __init__(self, journal: Journal) -> None:
        """Look into this journal."""
        self._journal = journal

    @staticmethod
    def owner(phone: str) -> str:
        """A phone in national form; what is none, a Zalo user id or a hash, as it is."""
        return national(phone) or phone

    def items(self, phone: str, api_key: str | None = None) -> list[InboxItem]:
        """What a phone, in any form, has got, oldest first."""
        own = self.owner(phone)
        entries = self._entries(own, api_key)
        found = [item for entry in entries for item in _items(entry, own)]
        return sorted(found, key=lambda item: item.at)

    def _entries(self, phone: str, api_key: str | None) -> list[JournalEntry]:
        return [entry for entry in self._journal.to_phone(phone) if api_key is None or entry.request.api_key == api_key]

    def expects_more(self, phone: str, api_key: str | None = None) -> bool:
        """Whether something may still come to this phone.

        That is a call or message that has not ended, and a reply to what was written from it.
        """
        entries = self._entries(self.owner(phone), api_key)
        return any((entry.state != "ended" or isinstance(entry, Inbound)) and not entry.settled for entry in entries)

    def newest_code(self, phone: str, api_key: str | None = None) -> InboxItem | None:
        """The newest thing with a code in it that this person was told, by any channel or call; None without one."""
        coded = [item for item in self.items(phone, api_key) if item.code]
        return coded[-1] if coded else None


def _items(entry: JournalEntry, phone: str) -> Iterator[InboxItem]:
    match entry:
        case Call():
            yield from _heard(entry)
        case Message():
            yield from _delivered(entry, phone)
        case Inbound():
            yield from _replied(entry)
        case Application():
            pass  # nobody's phone


def _heard(call: Call) -> Iterator[InboxItem]:
    """A call that somebody has answered; what was said is unknown where nobody wrote it down."""
    dial = call.dials[-1] if call.dials else None
    if dial is None or dial.outcome != "answered":
        return
    spoken = call.spoken
    # A number that is read digit by digit is no group of digits in what is heard.
    code = code_in(spoken or "", call.request.parameters) or code_in(call.request.value_of("VarNum"))
    yield InboxItem(
        at=dial.at + (dial.ring or 0),
        kind="call",
        sender=call.caller_id,
        text=spoken,
        code=code,
        sms_id=call.sms_id,
    )


def _delivered(message: Message, phone: str) -> Iterator[InboxItem]:
    for leg in message.legs:
        for receiver in leg.receivers:
            if receiver.phone == phone and receiver.outcome == "delivered" and receiver.at is not None:
                yield InboxItem(
                    at=receiver.at,
                    kind=leg.channel,
                    sender=leg.sender,
                    text=leg.text,
                    code=leg.code,
                    sms_id=message.sms_id,
                )


def _replied(inbound: Inbound) -> Iterator[InboxItem]:
    """What the partner answered, sent as an SMS of the shortcode as soon as it was there."""
    reply = reply_of(inbound)
    if reply is None or reply.text is None:
        return
    yield InboxItem(
        at=reply.at,
        kind="sms",
        sender=inbound.request.number,
        text=reply.text,
        code=code_in(reply.text, ()),
        sms_id=inbound.sms_id,
    )
