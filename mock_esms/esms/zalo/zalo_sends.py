"""What each kind of Zalo message is: type, price, callback, and what it is checked for (FACTS-MESSAGES 2)."""

from typing import Final

from mock_esms.esms.operation import CheckName, MessageKind
from mock_esms.esms.zalo.bulk import bulk_draft
from mock_esms.esms.zalo.multichannel_draft import ZALO_PART, multichannel_draft
from mock_esms.esms.zalo.zalo_draft import (
    consult_draft,
    full_text_draft,
    payload_draft,
    zns_by_hashed_phone,
    zns_by_user_id,
    zns_draft,
)

_TO_PHONE: Final[tuple[CheckName, ...]] = ("phones", "blocked-phones")
_EVERY_ZALO: Final[tuple[CheckName, ...]] = ("oa", "request-id", "price-list", "balance")
_ZNS: Final[tuple[CheckName, ...]] = (
    *_EVERY_ZALO,
    "oa-and-template-given",
    "zns-template",
    "zns-variables",
    "sending-mode",
)

BY_NAME: Final = MessageKind(
    channel="zalo",
    type_id=25,
    callback_form="zns",
    price="zalo",
    checks=frozenset((*_ZNS, *_TO_PHONE)),
    draft=zns_draft,
    variables="object",
)
"""A ZNS message; its variables are written by name, as an object (V6)."""
BY_PAIRS: Final = BY_NAME._replace(variables="pairs")
"""The same; its variables are a list of key and value (V5)."""
BY_PLACE: Final = BY_NAME._replace(variables="values")
"""The same; its variables are a list in the template's order (V4)."""
TO_USER_ID: Final = BY_NAME._replace(
    callback_form="uid", price="uid", checks=frozenset((*_ZNS, "user-id")), draft=zns_by_user_id
)
TO_HASHED_PHONE: Final = BY_NAME._replace(checks=frozenset((*_ZNS, "hashed-phone")), draft=zns_by_hashed_phone)
JOURNEY: Final = BY_PLACE._replace(type_id=27, callback_form="journey", price="journey")
FULL_TEXT: Final = MessageKind(
    channel="zalo",
    type_id=None,
    callback_form="zns",
    price="zalo",
    checks=frozenset((*_EVERY_ZALO, *_TO_PHONE, "kind", "oa-and-template-given", "zns-template")),
    draft=full_text_draft,
)
"""A ZNS message whose whole text is given; SmsType 24 is urgent."""
CONSULT_TEXT: Final = MessageKind(
    channel="zalo",
    type_id=26,
    callback_form="consult",
    price="consult",
    checks=frozenset((*_EVERY_ZALO, "payload")),
    draft=consult_draft,
)
CONSULT_PAYLOAD: Final = CONSULT_TEXT._replace(draft=payload_draft)
"""A photo, buttons, a request for data, or a transaction, to somebody who has written to the OA."""
MULTICHANNEL: Final = ZALO_PART._replace(
    checks=frozenset(("channels", *_TO_PHONE, "request-id", "balance")), draft=multichannel_draft
)
BULK_REQUEST: Final = BY_PLACE._replace(
    checks=frozenset(("oa-and-template-given", "oa", "zns-template", "item-count", "sending-mode", "price-list")),
    draft=bulk_draft,
)
