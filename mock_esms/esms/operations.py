"""The table of operations: everything that eSMS can be asked (FACTS 2 and 4, FACTS-MESSAGES 2 and 3).

A further operation is a further row in the file of its family. What is read, refused, warned about, responded and
documented follows from it; so does how a call is named and reported: as the voice host does, or as the rest host does
with messages.
"""

from collections.abc import Mapping
from typing import Final

from mock_esms.config.settings import Quirks
from mock_esms.esms.applications import application_operations
from mock_esms.esms.callbacks.callback_url import callback_url
from mock_esms.esms.callbacks.voice_otp_callback import voice_otp_callback_url
from mock_esms.esms.formats.ids import call_id, message_id
from mock_esms.esms.gencode import code_operations
from mock_esms.esms.inquiries import list_operations, lookup_operations, price_operations, status_operations
from mock_esms.esms.messages import sms_operations
from mock_esms.esms.operation import Operation
from mock_esms.esms.voice import voice_operations
from mock_esms.esms.voice.voice import progress_of
from mock_esms.esms.zalo import zalo_operations
from mock_esms.model.callback import Callback
from mock_esms.model.calls import Call, CallRequest
from mock_esms.model.delivery_plan import CallbackEdits
from mock_esms.model.message import MessageRequest

EVERY_OPERATION: Final = (
    voice_operations.MAKE_CALL_RECORD,
    voice_operations.MAKE_CALL_TEMPLATE,
    voice_operations.GET_SEND_STATUS,
    voice_operations.VOICE_OTP,
    voice_operations.MAKE_CALL,
    sms_operations.SEND_CARE_JSON,
    sms_operations.SEND_VOICE_JSON,
    zalo_operations.SEND_ZNS_TEXT_JSON,
    sms_operations.SEND_CARE_GET,
    sms_operations.SEND_VIBER_GET,
    sms_operations.SEND_VOICE_GET,
    sms_operations.SEND_CARE_FORM,
    zalo_operations.SEND_ZNS_TEXT_FORM,
    sms_operations.SEND_CARE_TEXT,
    sms_operations.SEND_ADVERT_JSON,
    sms_operations.SEND_ADVERT_TEXT,
    sms_operations.SEND_VIBER_JSON,
    zalo_operations.SEND_ZNS,
    zalo_operations.SEND_ZNS_TO_USER_ID,
    zalo_operations.SEND_ZNS_TO_HASHED_PHONE,
    zalo_operations.SEND_MULTICHANNEL,
    zalo_operations.SEND_BULK,
    zalo_operations.SEND_CONSULT_TEXT,
    zalo_operations.SEND_CONSULT_PAYLOAD,
    zalo_operations.SEND_ZNS_V4,
    zalo_operations.SEND_JOURNEY,
    zalo_operations.SEND_ZNS_V5,
    code_operations.SEND_CODE,
    code_operations.SEND_CODE_MULTICHANNEL,
    code_operations.CHECK_CODE,
    status_operations.GET_SEND_STATUS_REST,
    status_operations.GET_RECEIVER_STATUS,
    status_operations.GET_RECEIVER_STATUS_V2,
    status_operations.GET_BALANCE_JSON,
    status_operations.GET_BALANCE,
    application_operations.REGISTER_PACKAGE,
    application_operations.REGISTER_ZNS_TEMPLATE,
    application_operations.REGISTER_SMS_TEMPLATE,
    lookup_operations.GET_SENT_DATA,
    lookup_operations.GET_SENT_DATA_V1,
    lookup_operations.GET_CALLBACK_DATA,
    lookup_operations.GET_ZNS_STATUS,
    lookup_operations.QUERY_ZALO_STATUS,
    list_operations.GET_BRANDNAMES,
    list_operations.GET_BRANDNAMES_V2,
    list_operations.GET_SMS_TEMPLATES,
    list_operations.GET_ZNS_TEMPLATES,
    list_operations.GET_OAS,
    list_operations.GET_QUOTA,
    list_operations.GET_RATING,
    list_operations.GET_QUALITY,
    list_operations.GET_FOLLOWERS,
    list_operations.QUERY_USERS,
    list_operations.GET_TEMPLATE_DETAILS,
    price_operations.PRICE_OF_CARE,
    price_operations.PRICE_OF_ADVERT,
    price_operations.PRICE_OF_ZALO,
)
"""Every operation; two hosts have one called GetSendStatus, the voice host's comes first.

Of several with one address the first is meant where no parameter selects another one.
"""

SPELLING: Final[Mapping[str, str]] = {
    name.lower(): parameter.name
    for operation in EVERY_OPERATION
    for parameter in operation.parameters
    for name in (parameter.name, *parameter.aliases)
}
"""Every parameter's name in FACTS' spelling by its lower-case name; no two operations spell one differently."""

_BY_NAME: Final[Mapping[str, tuple[Operation, ...]]] = {
    name: tuple(
        operation
        for operation in EVERY_OPERATION
        if name in {operation.name.lower(), *(alias.lower() for alias in operation.aliases)}
    )
    for name in {name.lower() for operation in EVERY_OPERATION for name in (operation.name, *operation.aliases)}
}


def operations_named(name: str) -> tuple[Operation, ...]:
    """The operations of this name in any case (FACTS 1); empty when there is none."""
    return _BY_NAME.get(name.lower(), ())


def operation_of(request: CallRequest | MessageRequest) -> Operation:
    """The operation that something was asked for with; of several with one address, the one that its values select."""
    operations = _BY_NAME[request.operation.lower()]
    for operation in operations if len(operations) > 1 else ():
        select = operation.select
        if select is not None and request.value_of(select.parameter) in select.values:
            return operation
    return operations[0]


def new_call_id(operation: Operation, id_bytes: bytes) -> str:
    """The id of a call that is asked for so: the rest host gives it one as of a message (FACTS 4)."""
    return call_id(id_bytes) if operation.host == "voice" else message_id(id_bytes)


def call_callback_url(
    template: str, call: Call, callback: Callback, quirks: Quirks, edits: CallbackEdits | None
) -> str:
    """The address that reports a call, with all its parameters: the rest host reports it as a message (FACTS 4)."""
    result = call.result if callback.is_final else None
    if result is None:
        result = progress_of(callback.send_status, call.caller_id)
    if operation_of(call.request).host == "voice":
        return callback_url(template, call.sms_id, result, quirks, edits)
    return voice_otp_callback_url(template, call, result, quirks, edits)
