"""The rest host's operations that ask: what became of a message, and what is left on the account (FACTS 4)."""

from typing import Final

from mock_esms.esms.operation import ACCOUNT_KEYS, Operation, Parameter
from mock_esms.esms.responses import response_shapes

SMSID: Final = Parameter(
    "SMSID", required=True, about="the message's SMSID", example="d8e0f1f0702544b2acb456ca9ccfd111250"
)
_REF_ID: Final = SMSID._replace(name="RefId")

GET_SEND_STATUS_REST: Final = Operation(
    name="GetSendStatus",
    does="sms-status",
    asks_about="RefId",
    source="FACTS 4",
    about="The result of a message, voice ones included.",
    response_shape=response_shapes.SMS_STATUS,
    parameters=(_REF_ID, *ACCOUNT_KEYS),
)
GET_RECEIVER_STATUS: Final = Operation(
    name="GetSmsReceiverStatus_get",
    does="receivers",
    asks_about="RefId",
    source="FACTS 4",
    about="The result of a message for each of its receivers.",
    response_shape=response_shapes.RECEIVERS,
    parameters=(_REF_ID, *ACCOUNT_KEYS),
)
GET_RECEIVER_STATUS_V2: Final = Operation(
    name="GetSmsReceiverStatus_V2",
    does="receiver-times",
    asks_about="SMSID",
    source="FACTS-MESSAGES 4, R22",
    grade="seen",
    about="The result of a message for each of its receivers, with the time of each; undocumented.",
    response_shape=response_shapes.RECEIVERS_V2,
    parameters=(SMSID, *ACCOUNT_KEYS),
)
GET_BALANCE_JSON: Final = Operation(
    name="GetBalance_json",
    does="balance",
    source="FACTS 4",
    about="What is left on the account, asked in JSON.",
    slash_optional=True,
    parameters_in="json",
    response_shape=response_shapes.BALANCE,
    parameters=ACCOUNT_KEYS,
)
GET_BALANCE: Final = Operation(
    name="GetBalance",
    does="balance",
    source="FACTS 4",
    about="What is left on the account.",
    parameters_in="path",
    response_shape=response_shapes.BALANCE,
    parameters=ACCOUNT_KEYS,
)
