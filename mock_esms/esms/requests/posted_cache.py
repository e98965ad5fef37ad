"""What the messages of one application have in common is read once: everything but Phone, RequestId and Content.

It exists for speed and memory alone; skip it the first time. The promises are half the rate of a handler that only
reads the body, and 1,200 bytes for a pending message (docs/performance.md). It is for requests that are posted as JSON,
as ``request_cache`` is for those in a query. A property test holds ``read_posted_cached`` to ``read_request``. Cut out
are only values that mean what they are.
"""

import json
from functools import lru_cache
from typing import Final

from mock_esms.esms.formats.ids import LONGEST_REQUEST_ID
from mock_esms.esms.requests.body import JSON_DECODER
from mock_esms.esms.requests.query_string import encodable
from mock_esms.esms.requests.request import EsmsRequest, RawRequest, RefusedRequest, read_request
from mock_esms.esms.requests.request_cache import fill_in
from mock_esms.model.times import Instant

_CUT: Final = b""
"""Stands in the place of a value that was cut out: nothing in JSON is equal to it."""
_PROBES: Final = {"Phone": "0901888484", "RequestId": "a RequestId", "Content": "a text"}
"""Values that are found again where the request has each of its own."""
_LONGEST: Final = 4_096
"""Bytes of a body; what is longer is read by itself, lest the cache take much memory."""
_UTF_8: Final = frozenset(
    {
        "",
        "application/json",
        "application/json; charset=utf-8",
        "application/json;charset=utf-8",
        "application/json; charset=UTF-8",
        "application/json;charset=UTF-8",
    }
)
"""Content types with which a body that begins with a brace is UTF-8, if it is JSON to its operation at all."""

Members = tuple[tuple[str, str | bool | bytes | None], ...]
"""The members of a JSON object, with ``_CUT`` in the place of the three."""


def read_posted_cached(raw: RawRequest, *, now: Instant) -> EsmsRequest | RefusedRequest:
    """The same as ``read_request``, but that equal values are one value and that it takes less time."""
    members = _members_of(raw) if raw.method == "POST" else None
    if members is None:
        return read_request(raw, now=now)
    get = members.get
    phone, request_id, content = get("Phone"), get("RequestId", ""), get("Content", "")
    if not (
        isinstance(phone, str)
        and phone.isdigit()
        and phone.isascii()
        and isinstance(request_id, str)
        and len(request_id) <= LONGEST_REQUEST_ID
        and isinstance(content, str)
    ):
        return read_request(raw, now=now)
    for name in _PROBES:
        if name in members:
            members[name] = _CUT
    try:
        shared = _shared(raw.path, raw.host, raw.content_type, tuple(members.items()))
    except TypeError:  # a list or an object among them
        shared = None
    if shared is None:
        return read_request(raw, now=now)
    return fill_in(
        shared,
        raw,
        phone=phone,
        request_id=encodable(request_id),
        content=encodable(content),
        query=shared.query,
        now=now,
    )


def _members_of(raw: RawRequest) -> dict[str, str | bool | bytes | None] | None:
    """The members of a JSON object in UTF-8, None where the body is certainly or maybe something else."""
    body = raw.body
    if not body or raw.query or len(body) > _LONGEST or raw.content_type not in _UTF_8 or not body.startswith(b"{"):
        return None
    try:
        text = body.decode()
        members, end = JSON_DECODER.raw_decode(text)
    except (ValueError, RecursionError):
        return None
    return members if end == len(text) else None


@lru_cache(maxsize=256)
def _shared(path: str, host: str, content_type: str, members: Members) -> EsmsRequest | None:
    """What messages with this address, host and content type have in common; None where each is to be read by itself.

    That is where no message is asked for, where the time of the request counts, and where one of the three values is
    not simply that of its own name.
    """
    own = {name: _PROBES[name] for name, value in members if isinstance(value, bytes)}
    probed = {**dict(members), **own}
    raw = RawRequest(path, "", host, method="POST", content_type=content_type, body=json.dumps(probed).encode())
    request = read_request(raw, now=0)
    if not isinstance(request, EsmsRequest) or request.operation.does != "message" or request.sms_id:
        return None
    common = request.call_request
    given = dict(common.raw_parameters)
    found = {name: value for name, value in given.items() if name in _PROBES}
    if found != own or common.send_date is not None or given.get("SendDate") or len(given) < len(common.raw_parameters):
        return None
    raw_parameters = tuple([(name, None if name in own else value) for name, value in common.raw_parameters])
    return request._replace(call_request=common._replace(raw_parameters=raw_parameters))
