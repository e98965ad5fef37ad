"""A person writes to a shortcode: which account's it is, and telling that partner (FACTS-MESSAGES 5, CONTRACT 13)."""

from typing import Final

from mock_esms.config.account import Account, Shortcode
from mock_esms.errors import UnknownError, WrongValueError
from mock_esms.esms.formats.ids import message_id
from mock_esms.esms.formats.phone import national
from mock_esms.esms.messages.shortcode import LONGEST_ANSWER, inbound_request, keyword_of, shortcode_for
from mock_esms.exchange.components import Components
from mock_esms.exchange.request_outcome import PendingLimit
from mock_esms.model.inbound import Inbound, series_of
from mock_esms.scenarios.callback_plan import callback_plan


class InboundIntake:
    """Takes what people write; everything here happens at once."""

    def __init__(self, components: Components, pending_limit: PendingLimit) -> None:
        """Keep it in the journal, and tell partners by the dispatcher."""
        self._settings: Final = components.settings
        self._clock: Final = components.clock
        self._journal: Final = components.journal
        self._library: Final = components.library
        self._ledger: Final = components.ledger
        self._dispatcher: Final = components.dispatcher
        self._pending_limit: Final = pending_limit

    def take(self, sender: str, number: str, content: str, api_key: str | None = None) -> Inbound:
        """Take what ``sender``, a phone in any form, wrote; the first attempt to tell the partner begins at once.

        Raises ``WrongValueError`` where the sender is no phone or wrote nothing, ``UnknownError`` where no account (or
        not that of ``api_key``) has a shortcode that takes it, ``FullError`` when too much is pending.
        """
        phone = national(sender)
        if phone is None:
            message = f"from: {sender!r} is no Vietnamese phone number; write it as 0901888484 or 84901888484"
            raise WrongValueError(message)
        if not content.strip():
            message = "content: nothing was written; a person writes a keyword first, such as DK"
            raise WrongValueError(message)
        account, shortcode = self._meant(number, content, api_key)
        self._pending_limit.require_room()
        inbound = self._inbound(account.api_key, shortcode, phone, content)
        self._journal.put(inbound, "inbound", inbound.received_at)
        inbound = self._dispatcher.plan(inbound, 0, inbound.received_at)
        self._journal.amend(inbound, inbound.received_at)
        return inbound

    def _inbound(self, api_key: str, shortcode: Shortcode, phone: str, content: str) -> Inbound:
        now, series = self._clock.now(), series_of(phone)
        rng = self._ledger.rng_of(api_key, series)
        self._ledger.count(api_key, series)
        sms_id = message_id(rng.id_bytes(), suffix=False)
        request = inbound_request(shortcode, api_key=api_key, phone=phone, content=content, sms_id=sms_id, at=now)
        scenario, chosen = self._library.choose(request)
        plan = callback_plan(scenario.callback, self._settings.callback, rng)
        return Inbound(
            sms_id=sms_id,
            number=self._journal.next_entry_number(),
            request=request,
            scenario=scenario.name,
            chosen=chosen,
            received_at=now,
            callback_plan=plan._replace(answer_limit=LONGEST_ANSWER),
        )

    def _meant(self, number: str, content: str, api_key: str | None) -> tuple[Account, Shortcode]:
        """The account, and its shortcode that takes what was written; the account that was opened first has it."""
        accounts = [account for account in self._ledger if api_key in {None, account.api_key}]
        for account in accounts:
            found = shortcode_for(account.shortcodes, number, content)
            if found is not None:
                return account, found
        entries = [entry for account in accounts for entry in account.shortcodes]
        keywords = [entry.keyword for entry in entries if entry.number == number]
        if keywords:
            message = f"{number} takes the keywords {', '.join(keywords)}, and {keyword_of(content)!r} is none of them"
        elif entries:
            numbers = ", ".join(dict.fromkeys(entry.number for entry in entries))
            message = f"no account has the shortcode {number}; there are {numbers}"
        else:
            message = (
                f"no account has the shortcode {number}; give one in the settings: "
                f'shortcodes: [{{number: "{number}", url: http://127.0.0.1:9000/receive_mo}}]'
            )
        raise UnknownError(message)
