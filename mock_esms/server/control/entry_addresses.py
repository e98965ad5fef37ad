"""The addresses of the control API at which what the journal keeps is listed, shown and delivered by hand."""

from typing import Final

from mock_esms.config.match import APPLICATION_NAMES, CALL_NAMES, INBOUND_NAMES, MESSAGE_NAMES
from mock_esms.server.control.applications import ApplicationJson, ApplicationsJson, DecideBody
from mock_esms.server.control.calls import ActBody, CallsJson
from mock_esms.server.control.control_path import ControlPath
from mock_esms.server.control.decode import NoBody
from mock_esms.server.control.inbound import InboundBody, InboundJson, InboundsJson
from mock_esms.server.control.json_types import CallJson
from mock_esms.server.control.listing import PageQuery
from mock_esms.server.control.message_serializers import MessageJson
from mock_esms.server.control.messages import ChannelBody, MessagesJson

ENTRY_ADDRESSES: Final = (
    ControlPath(
        method="get",
        path="/calls",
        about="The calls that fit.",
        answer=CallsJson,
        query=PageQuery,
        filters=CALL_NAMES,
        errors=(404, 422),
    ),
    ControlPath(method="get", path="/calls/{sms_id}", about="One call.", answer=CallJson, errors=(404,)),
    ControlPath(
        method="post",
        path="/calls/{sms_id}/redeliver",
        about="Send the final callback once more, now.",
        answer=CallJson,
        body=NoBody,
        errors=(400, 404, 409, 413, 422, 503),
    ),
    ControlPath(
        method="post",
        path="/calls/{sms_id}/retry",
        about="Make the attempt now that is due next; it counts as the one that it would have been.",
        answer=CallJson,
        body=NoBody,
        errors=(400, 404, 409, 413, 422),
    ),
    ControlPath(
        method="post",
        path="/calls/{sms_id}/give_up",
        about="Make no further attempt: a callback that still waits is exhausted.",
        answer=CallJson,
        body=NoBody,
        errors=(400, 404, 409, 413, 422),
    ),
    ControlPath(
        method="post",
        path="/calls/{sms_id}/act",
        about="Do what the called person of an interactive call does.",
        answer=CallJson,
        body=ActBody,
        errors=(400, 404, 409, 413, 422),
    ),
    ControlPath(
        method="get",
        path="/messages",
        about="The messages that fit.",
        answer=MessagesJson,
        query=PageQuery,
        filters=MESSAGE_NAMES,
        errors=(404, 422),
    ),
    ControlPath(method="get", path="/messages/{sms_id}", about="One message.", answer=MessageJson, errors=(404,)),
    ControlPath(
        method="post",
        path="/messages/{sms_id}/redeliver",
        about="Send a final callback once more, now: the last one, or the one of the channel that is named.",
        answer=MessageJson,
        body=ChannelBody,
        errors=(400, 404, 409, 413, 422, 503),
    ),
    ControlPath(
        method="post",
        path="/messages/{sms_id}/retry",
        about="Make the attempt now that is due next, of any channel or of the one that is named.",
        answer=MessageJson,
        body=ChannelBody,
        errors=(400, 404, 409, 413, 422),
    ),
    ControlPath(
        method="post",
        path="/messages/{sms_id}/give_up",
        about="Make no further attempt, of any channel or of the one that is named: callbacks that wait are exhausted.",
        answer=MessageJson,
        body=ChannelBody,
        errors=(400, 404, 409, 413, 422),
    ),
    ControlPath(
        method="post",
        path="/inbound",
        about="A person writes to a shortcode; answered when the partner was told, or the first attempt to has failed.",
        answer=InboundJson,
        body=InboundBody,
        errors=(400, 404, 409, 413, 422, 503),
    ),
    ControlPath(
        method="get",
        path="/inbound",
        about="What people wrote to shortcodes.",
        answer=InboundsJson,
        query=PageQuery,
        filters=INBOUND_NAMES,
        errors=(404, 422),
    ),
    ControlPath(
        method="get",
        path="/inbound/{sms_id}",
        about="What was written to a shortcode, and what came of it.",
        answer=InboundJson,
        errors=(404,),
    ),
    *(
        ControlPath(
            method="post",
            path=f"/inbound/{{sms_id}}/{action}",
            about=about,
            answer=InboundJson,
            body=NoBody,
            errors=(400, 404, 409, 413, 422, *errors),
        )
        for action, about, errors in (
            ("redeliver", "Tell the partner once more, now.", (503,)),
            ("retry", "Make the attempt now that is due next; it counts as the one that it would have been.", ()),
            ("give_up", "Make no further attempt to tell the partner.", ()),
        )
    ),
    ControlPath(
        method="get",
        path="/applications",
        about="What accounts applied for: packages and templates.",
        answer=ApplicationsJson,
        query=PageQuery,
        filters=APPLICATION_NAMES,
        errors=(404, 422),
    ),
    ControlPath(
        method="get",
        path="/applications/{service_preview_id}",
        about="One application.",
        answer=ApplicationJson,
        errors=(404,),
    ),
    *(
        ControlPath(
            method="post",
            path=f"/applications/{{service_preview_id}}/{action}",
            about=about,
            answer=ApplicationJson,
            body=body,
            errors=(400, 404, 409, 413, 422, *errors),
        )
        for action, about, body, errors in (
            ("decide", "Decide it now; what is approved exists in the account from then on.", DecideBody, ()),
            ("redeliver", "Tell the decision once more, now.", NoBody, (503,)),
            (
                "retry",
                "Make the attempt now that is due next; it counts as the one that it would have been.",
                NoBody,
                (),
            ),
            ("give_up", "Make no further attempt: callbacks that still wait are exhausted.", NoBody, ()),
        )
    ),
)
"""Calls, messages, what people write, and applications."""
