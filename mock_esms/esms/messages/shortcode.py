"""The shortcode service: what a partner is told when somebody writes to a shortcode, and its answer (FACTS-MESSAGES 5).

::

    GET <url>?sender=84…&content=…&serviceNumber=8041&keyword=…&sign=…&cpid=…&smsid=…&receiverTime=20130228130101
    <ClientResponse><Message>the reply</Message><Smsid>…</Smsid><Receiver>84…</Receiver></ClientResponse>
"""

import re
from base64 import b64encode
from collections.abc import Iterable
from hashlib import md5
from typing import Final, NamedTuple

from mock_esms.config.account import Shortcode
from mock_esms.esms.formats.phone import national
from mock_esms.esms.formats.xml_elements import NoXmlError, xml_elements
from mock_esms.model.callback import Attempt
from mock_esms.model.inbound import Inbound, InboundRequest
from mock_esms.model.times import Instant, vietnamese_time

LONGEST_ANSWER: Final = 16 * 1024
"""So much of a partner's answer is read, in bytes: a reply of several segments, in XML."""
_DEEPEST: Final = 4
_BARE: Final = re.compile(r"&(?!#?\w+;)|<(?![\w/!?])")
"""Signs that must not stand in XML as they are."""
_SLIP: Final = ("</Smdid>", "</Smsid>")
"""The documentation's own sample closes Smsid so, and partners copy it."""


def signature(cpid: str, sms_id: str, content: str, received: str, private_key: str) -> str:
    """The documented sign: base64 of the 16 bytes of MD5 over these in UTF-8, one behind the other."""
    signed = f"{cpid}{sms_id}{content}{received}{private_key}".encode("utf-8", "surrogatepass")
    return b64encode(md5(signed, usedforsecurity=False).digest()).decode()


def keyword_of(content: str) -> str:
    """The first word of what was written."""
    return next(iter(content.split()), "")


def shortcode_for(shortcodes: Iterable[Shortcode], number: str, content: str) -> Shortcode | None:
    """The entry that takes what was written: by its keyword in any case, else one without, which takes all."""
    keyword = keyword_of(content).casefold()
    fitting = [entry for entry in shortcodes if entry.number == number]
    exact = (entry for entry in fitting if entry.keyword and entry.keyword.casefold() == keyword)
    return next(exact, None) or next((entry for entry in fitting if not entry.keyword), None)


def inbound_request(  # noqa: PLR0913 - all but the first by name
    shortcode: Shortcode, *, api_key: str, phone: str, content: str, sms_id: str, at: Instant
) -> InboundRequest:
    """What the partner is told; ``phone`` is the sender in national form."""
    received = vietnamese_time(at).strftime("%Y%m%d%H%M%S")
    return InboundRequest(
        api_key=api_key,
        phone=phone,
        sender=f"84{phone.removeprefix('0')}",
        number=shortcode.number,
        keyword=keyword_of(content),
        content=content,
        cpid=shortcode.cpid,
        sms_id=sms_id,
        received=received,
        sign=signature(shortcode.cpid, sms_id, content, received, shortcode.private_key),
        url=shortcode.url,
    )


class ShortcodeReply(NamedTuple):
    """What an answer comes to: the text that goes to the sender, None for none, and a sentence on what is odd.

    ``at`` is when it came.
    """

    at: Instant
    text: str | None
    problem: str = ""


def reply_of(inbound: Inbound) -> ShortcodeReply | None:
    """What the first answer that could be used says, else why the latest could not; None as long as there is none."""
    ended = [attempt for attempt in inbound.attempts if not attempt.under_way]
    if not ended:
        return None
    replies = [_read(attempt, inbound.request) for attempt in ended if attempt.acknowledged]
    usable = next((reply for reply in replies if reply.text is not None), None)
    if usable is not None or replies:
        return usable or replies[-1]
    latest = ended[-1]
    why = latest.detail or (f"the answer's status is {latest.status}" if latest.error is None else latest.error)
    return ShortcodeReply(latest.at, None, why)


def _read(attempt: Attempt, request: InboundRequest) -> ShortcodeReply:
    """The reply in a partner's answer; one without ``Message``, or that is no XML, has none."""
    at = attempt.at
    try:
        members = _members(attempt.answer.replace(*_SLIP))
    except ValueError as error:
        return ShortcodeReply(at, None, str(error))
    text = members.get("Message", "").strip()
    if not text:
        return ShortcodeReply(at, None, "the answer has no Message, so that nothing is sent to the person who wrote")
    odd = []
    if members.get("Smsid", "").strip() != request.sms_id:
        odd.append(f"Smsid is {members.get('Smsid', '').strip()!r}, and it was told {request.sms_id!r}")
    receiver = members.get("Receiver", "").strip()
    if national(receiver) != request.phone:
        odd.append(f"Receiver is {receiver!r}, and it was told {request.sender!r}; the reply goes to whoever wrote")
    return ShortcodeReply(at, text, "; ".join(odd))


def _members(answer: str) -> dict[str, str]:
    """The elements of a ClientResponse with their texts. Raises ``ValueError`` for anything else."""
    try:
        elements = xml_elements(answer, "the answer", root="ClientResponse", deepest=_DEEPEST)
    except NoXmlError as error:
        message = f"{error}; it should be <ClientResponse><Message>…</Message>…</ClientResponse>"
        if _BARE.search(answer):
            message += ", with & in a text written as &amp; and < as &lt;"
        raise ValueError(message) from None
    members: dict[str, str] = {}
    for element in elements:
        if element.depth == 1:
            members[element.name] = members.get(element.name, "") + element.text
    return members
