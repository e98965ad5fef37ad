"""The shapes of responses: which members each has, and what a refusal says in it (FACTS 2 and 4).

One operation says ``CodeResult``, another ``CodeResponse``; numbers are always there, since .NET writes a number that
nobody has set as 0, while texts that nobody has set are left out.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Final, TypeAlias

from mock_esms.esms.responses.result_codes import ACCEPTED, ID_NOT_FOUND
from mock_esms.esms.responses.wcf_json import JsonValue, json_body

ResponseMembers: TypeAlias = Mapping[str, JsonValue]


def code_and_text(code: str, message: str, _id: str) -> ResponseMembers:
    """A refusal of most questions."""
    return {"CodeResult": code, "ErrorMessage": message}


def with_count(code: str, message: str, _id: str) -> ResponseMembers:
    """A refusal of most that sends."""
    return {"CodeResult": code, "CountRegenerate": 0, "ErrorMessage": message}


class ResponseShape:
    """One kind of response. ``example`` is the accepted one that FACTS prints; its members are all that there are.

    ``refused`` makes the members of a refusal from its code, its text, and the id that was asked for. ``name`` is that
    of the XML's root, too. ``write`` makes JSON of the members, as the server's framework does.
    """

    def __init__(
        self,
        name: str,
        example: ResponseMembers,
        refused: Callable[[str, str, str], ResponseMembers] = code_and_text,
        write: Callable[[ResponseMembers], bytes] = json_body,
    ) -> None:
        self.name: Final = name
        self.example: Final = example
        self.refused: Final = refused
        self.write: Final = write

    def accepted(self, sms_id: str) -> bytes:
        """The JSON of the example with this id in it: a call is accepted. An id has nothing that JSON would escape."""
        before, after = self._around_id
        return before + sms_id.encode() + after

    @cached_property
    def _around_id(self) -> tuple[bytes, bytes]:
        before, _, after = json_body({**self.example, "SMSID": "|"}).partition(b"|")
        return before, after


def _voice_status(code: str, message: str, sms_id: str) -> ResponseMembers:
    """Wrong keys are documented in the manner of the SMS pages; what an unknown id gets is assumed (FACTS 2)."""
    if code != ID_NOT_FOUND:
        return with_count(code, message, sms_id)
    return {"CallDuration": 0, "CodeResponse": code, "ErrorMessage": message, "SendStatus": 0, "SentResult": 0}


def _sms_status(code: str, _message: str, sms_id: str) -> ResponseMembers:
    return {"CodeResponse": code, "SMSID": sms_id}


def _balance(code: str, message: str, _id: str) -> ResponseMembers:
    return {"Balance": 0, "CodeResponse": code, "ErrorMessage": message, "UserID": 0}


VOICE_CALL: Final = ResponseShape(
    "CallResult",
    {"CodeResult": ACCEPTED, "SMSID": "8eb2af6d-fb4c-4814-b9cc-4c0e3ed32edf"},
)
SMS_CALL: Final = ResponseShape(
    "SmsResultModel",
    {"CodeResult": ACCEPTED, "CountRegenerate": 0, "SMSID": "d8e0f1f0702544b2acb456ca9ccfd111250"},
    with_count,
)
VOICE_STATUS: Final = ResponseShape(
    "CallStatusResult",
    {
        "CallDuration": 13,
        "CallStatus": "ANSWERED",
        "CodeResponse": ACCEPTED,
        "Ivr": "",
        "ReferenceId": "505139D7-54F8-48A9-88FA-9460A78731DD",
        "SendStatus": 5,
        "SentResult": 1,
    },
    _voice_status,
)
SMS_STATUS: Final = ResponseShape(
    "SendStatusResult",
    {
        "CodeResponse": ACCEPTED,
        "SMSID": "d8e0f1f0702544b2acb456ca9ccfd111250",
        "SendFailed": 0,
        "SendStatus": 5,
        "SendSuccess": 1,
        "TotalPrice": Decimal(850),
        "TotalReceiver": 1,
        "TotalSent": 1,
    },
    _sms_status,
)
RECEIVERS: Final = ResponseShape(
    "ReceiverStatusResult",
    {
        "CodeResult": ACCEPTED,
        "ReceiverList": (
            {
                "IsSent": True,
                "NetworkName": "Viettel",
                "Phone": "0901888484",
                "Retry": 0,
                "SentResult": True,
            },
        ),
    },
)
RECEIVERS_V2: Final = ResponseShape(
    "ReceiverStatusResultV2",
    {
        **RECEIVERS.example,
        "ReceiverStatus": ({"Phone": "0901888484", "SentTime": "05/01/2026 09:00:02", "Status": 5},),
    },
)
BALANCE: Final = ResponseShape(
    "BalanceResult",
    {"Balance": 36693, "CodeResponse": ACCEPTED, "UserID": 9999},
    _balance,
)
BULK: Final = ResponseShape(
    "BulkResultModel",
    {
        "CodeResult": ACCEPTED,
        "Message": "Sucess",
        "TotalFail": 1,
        "TotalSuccess": 1,
        "detail": (
            {"CodeResult": ACCEPTED, "Phone": "0901888484", "SMSID": "a037b928cb7e4bfcbdf90286318163aa264"},
            {
                "CodeResult": "108",
                "ErrorMessage": "The phone number 097469188 is not valid.",
                "Phone": "097469188",
            },
        ),
    },
    with_count,
)
CODE_CHECKED: Final = ResponseShape(
    "CodeResultModel",
    {"CodeResult": ACCEPTED, "CountRegenerate": 0, "ErrorMessage": "0901888484, Content: Success!"},
    with_count,
)
APPLICATION: Final = ResponseShape(
    "ServicePreviewResult",
    {
        "CodeResult": ACCEPTED,
        "ErrorMessage": "ViHAT is moderating your template",
        "ServicePreviewId": 52353,
    },
)
