"""The addresses of the control API that say what has happened."""

from typing import Final

from mock_esms.config.match import MESSAGE_NAMES
from mock_esms.server.control.control_path import ControlPath
from mock_esms.server.control.entries import EntriesJson, EntriesQuery
from mock_esms.server.control.entry_addresses import ENTRY_ADDRESSES
from mock_esms.server.control.evidence import ComplaintsJson, ComplaintsQuery, NeverBody, NeverJson, TimelinesJson
from mock_esms.server.control.inbox import InboxJson, InboxPageQuery, OtpJson, OtpQuery
from mock_esms.server.control.json_types import (
    ErrorJson,
    EvidenceJson,
)
from mock_esms.server.control.requests import HealthJson, RequestsJson, RequestsQuery
from mock_esms.server.control.verify import MiscountedJson, MiscountedMessagesJson, VerifiedJson, VerifyBody
from mock_esms.server.control.wait import (
    TimedOutJson,
    TimedOutMessagesJson,
    WaitBody,
    WaitedJson,
    WaitedMessagesJson,
)

JOURNAL_ADDRESSES: Final = (
    ControlPath(method="get", path="/health", about="The sandbox runs.", answer=HealthJson),
    ControlPath(method="get", path="/openapi.json", about="This document.", answer=dict[str, object]),
    *ENTRY_ADDRESSES,
    ControlPath(
        method="get",
        path="/entries",
        about="Calls and messages as values of mock-esms itself, for its own client of the same version.",
        answer=EntriesJson,
        query=EntriesQuery,
        filters=MESSAGE_NAMES,
        errors=(422,),
    ),
    ControlPath(
        method="get",
        path="/inbox/{phone}",
        about="What the person with that phone has got, by message or call.",
        answer=InboxJson,
        query=InboxPageQuery,
        errors=(422,),
    ),
    ControlPath(
        method="get",
        path="/otp/{phone}",
        about="The newest code that the person with that phone was told; with `timeout`, once nothing more is coming.",
        answer=OtpJson,
        query=OtpQuery,
        error_answers={404: ErrorJson | EvidenceJson},
        errors=(404, 422, 503),
    ),
    ControlPath(
        method="get",
        path="/requests",
        about="Every request of the eSMS side, refused and unknown ones included.",
        answer=RequestsJson,
        query=RequestsQuery,
        errors=(422,),
    ),
    ControlPath(
        method="post",
        path="/wait",
        about="Wait until calls or messages have got somewhere.",
        answer=WaitedJson | WaitedMessagesJson,
        body=WaitBody,
        error_answers={408: TimedOutJson | TimedOutMessagesJson, 404: EvidenceJson, 409: EvidenceJson},
        errors=(400, 404, 408, 409, 413, 422, 503),
    ),
    ControlPath(
        method="post",
        path="/verify",
        about="Whether as many calls or messages match as should.",
        answer=VerifiedJson,
        body=VerifyBody,
        error_answers={409: MiscountedJson | MiscountedMessagesJson},
        errors=(400, 409, 413, 422),
    ),
    ControlPath(
        method="post",
        path="/never",
        about="Let sandbox time pass in which no call or message may get somewhere.",
        answer=NeverJson,
        body=NeverBody,
        error_answers={409: EvidenceJson},
        errors=(400, 409, 413, 422, 503),
    ),
    ControlPath(
        method="get",
        path="/timelines",
        about="The timelines of the calls and messages that fit, in lines for people.",
        answer=TimelinesJson,
        filters=MESSAGE_NAMES,
        errors=(422,),
    ),
    ControlPath(
        method="get",
        path="/complaints",
        about="What a strict test does not accept, in lines for people.",
        answer=ComplaintsJson,
        query=ComplaintsQuery,
        errors=(422,),
    ),
)
"""What happened to calls, messages and requests, and waiting for it."""
