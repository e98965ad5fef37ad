"""The Payload of a Zalo message by user id: photo, buttons, a request for the user's data, a transaction. Pure.

Its forms and limits are FACTS-MESSAGES 2, S9 to S12; that each fault is 210 is CONTRACT 12.
"""

import json
from collections.abc import Mapping
from typing import Any, Final

from mock_esms.esms.zalo.payload_fields import (
    PayloadError,
    PayloadObject,
    check_buttons,
    list_or_nothing,
    text_or_nothing,
)
from mock_esms.esms.zalo.zalo_transaction import TRANSACTIONS, check_transaction, transaction_text
from mock_esms.model.calls import RequestWarning

MOST_TEXT: Final = 2000
"""So many characters a consulting message may have (S8 to S10)."""


def read_payload(text: str) -> Mapping[str, Any] | None:
    """The object that a Payload is, from its JSON; None when it is none."""
    try:
        payload = json.loads(text, parse_int=str, parse_float=str)
    except (ValueError, RecursionError):
        return None
    return payload if isinstance(payload, dict) else None


def payload_user(payload: Mapping[str, Any]) -> str:
    """Whom a payload is for: the Zalo user id, empty when there is none."""
    return text_or_nothing(payload.get("recipient"), "user_id")


def payload_problem(payload: Mapping[str, Any] | None) -> RequestWarning | None:
    """What is wrong with a payload and where, None when nothing is."""
    if payload is None:
        return _problem("", 'it is no JSON object; write {"recipient":{"user_id":"…"},"message":{…}}')
    try:
        whole = PayloadObject(payload)
        whole.object_of("recipient").text_of("user_id")
        _check_message(whole.object_of("message"))
    except PayloadError as error:
        return _problem(error.place, error.what)
    return None


def content_problem(content: str) -> RequestWarning | None:
    """What is wrong with the Content of a consulting text (S8), None when nothing is."""
    if not content:
        return RequestWarning("payload-wrong", "Content is empty; write what the user is to read.")
    if len(content) > MOST_TEXT:
        message = f"Content has {len(content)} characters, and {MOST_TEXT} are allowed; shorten it."
        return RequestWarning("payload-wrong", message)
    return None


def payload_text(payload: Mapping[str, Any]) -> str:
    """What the user reads, of a payload with which nothing is wrong."""
    message = payload["message"]
    attached = message["attachment"]["payload"]
    if text_or_nothing(attached, "template_type") in TRANSACTIONS:
        return transaction_text(attached)
    # What its kind has no use for may be anything: buttons below a photo, elements beside buttons.
    lines = [text_or_nothing(message, "text")]
    for element in list_or_nothing(attached, "elements"):
        lines += [text_or_nothing(element, name) for name in ("title", "subtitle", "url")]
    lines += [text_or_nothing(button, "title") for button in list_or_nothing(attached, "buttons")]
    return "\n".join(line for line in lines if line)


def _problem(place: str, what: str) -> RequestWarning:
    where = f"Payload.{place}" if place else "Payload"
    return RequestWarning("payload-wrong", f"{where}: {what}.")


def _check_message(message: PayloadObject) -> None:
    message.text_of("text", most=MOST_TEXT, required=False)
    attachment = message.object_of("attachment")
    attachment.text_of("type", among=("template",))
    attached = attachment.object_of("payload")
    kind = text_or_nothing(attached.members, "template_type")
    if kind == "media":
        _check_photo(attached)
    elif kind == "request_user_info":
        _check_request_for_data(attached)
    elif kind in TRANSACTIONS:
        check_transaction(attached)
    elif "buttons" in attached.members:
        check_buttons(attached, most=None, longest_title=100)
    else:
        known = "write media, request_user_info or one of the transaction_ types, or add buttons"
        raise PayloadError(attached.place_of("template_type"), f"it is none that is documented; {known}")


def _check_photo(attached: PayloadObject) -> None:
    for element in attached.objects_of("elements", most=1):
        element.text_of("media_type", among=("image", "gif"))
        element.text_of("url")


def _check_request_for_data(attached: PayloadObject) -> None:
    for element in attached.objects_of("elements"):
        element.text_of("title", most=100)
        element.text_of("subtitle", most=500)
        element.text_of("image_url")
