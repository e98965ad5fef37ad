"""What the requests of one application have in common is read once: everything but the phone and the RequestId.

It exists for speed and memory alone; skip it the first time. Without it a request takes 1.4 times the instructions of
a bare handler, and a pending call more than the 1,024 bytes that are promised (docs/performance.md). A property test
holds ``read_request_cached`` to ``read_request``. Cut out are only values that mean what they are, without escapes.
"""

import re
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from mock_esms.esms.formats.phone import national
from mock_esms.esms.requests.query_string import parse_query
from mock_esms.esms.requests.request import EsmsRequest, RawRequest, RefusedRequest, read_request
from mock_esms.model.calls import CallRequest
from mock_esms.model.raw_parameters import RawParameters
from mock_esms.model.times import Instant

_PHONE: Final = "Phone="
_REQUEST_ID: Final = "RequestId="
_PLAIN: Final = re.compile(r"[A-Za-z0-9_.:-]{1,50}", re.ASCII)
"""A RequestId that nothing has to be said of: no escape, and not too long."""


class SharedRequest(NamedTuple):
    """A request without its phone and RequestId, and the query that may be shown, cut where these two belong.

    With ``phone_first`` the phone stands before the RequestId.
    """

    request: EsmsRequest
    shown: tuple[str, str, str]
    phone_first: bool

    def filled(self, raw: RawRequest, phone: str, request_id: str | None, now: Instant) -> EsmsRequest:
        """The request that has these two."""
        shared = self.request
        first, between, rest = self.shown
        if request_id is None:
            query = f"{first}{phone}{rest}"
        elif self.phone_first:
            query = f"{first}{phone}{between}{request_id}{rest}"
        else:
            query = f"{first}{request_id}{between}{phone}{rest}"
        own_id = shared.call_request.request_id if request_id is None else request_id
        return fill_in(shared, raw, phone=phone, request_id=own_id, query=query, now=now)


def fill_in(  # noqa: PLR0913 - all that a request has of its own
    shared: EsmsRequest, raw: RawRequest, *, phone: str, request_id: str, content: str = "", query: str, now: Instant
) -> EsmsRequest:
    """The request with these values of its own; all else is shared, and its raw parameters have None in their place."""
    common = shared.call_request
    called = national(phone) or phone
    return EsmsRequest(
        operation=shared.operation,
        received_at=now,
        call_request=CallRequest(
            operation=common.operation,
            raw_parameters=common.raw_parameters if called == phone else _with_phone(common.raw_parameters, phone),
            api_key=common.api_key,
            phone=called,
            callback_url=common.callback_url,
            request_id=request_id,
            dial_parameters=common.dial_parameters,
            content=content,
        ),
        api_key=shared.api_key,
        secret_key=shared.secret_key,
        sms_id="",
        warnings=shared.warnings,
        path=shared.path,
        query=query,
        accept=raw.accept,
        remote=raw.remote,
        in_xml=shared.in_xml,
    )


def read_request_cached(raw: RawRequest, *, now: Instant) -> EsmsRequest | RefusedRequest:
    """The same as ``read_request``, but that equal values are one value and that it takes less time."""
    found = cut(raw.query) if raw.method == "GET" else None
    if found is not None:
        text, phone, request_id = found
        shared = _shared(raw.path, text, raw.host)
        if shared is not None:
            return shared.filled(raw, phone, request_id, now)
    return read_request(raw, now=now)


def cut(query: str) -> tuple[str, str, str | None] | None:
    """Cut phone and RequestId out of a query: what is left, and the two; None when either is not written as usual.

    The RequestId is None when there was none.
    """
    begin = query.find(_PHONE)
    start = begin + len(_PHONE)
    end = query.find("&", start)
    if end < 0:
        end = len(query)
    phone = query[start:end]
    if begin < 0 or (begin and query[begin - 1] != "&") or not (phone.isdigit() and phone.isascii()):
        return None
    begin = query.find(_REQUEST_ID)
    if begin < 0:
        return query[:start] + query[end:], phone, None
    first = begin + len(_REQUEST_ID)
    last = query.find("&", first)
    if last < 0:
        last = len(query)
    request_id = query[first:last]
    if (begin and query[begin - 1] != "&") or _PLAIN.fullmatch(request_id) is None:
        return None
    if start < first:
        return query[:start] + query[end:first] + query[last:], phone, request_id
    return query[:first] + query[last:start] + query[end:], phone, request_id


@lru_cache(maxsize=256)
def _shared(path: str, text: str, host: str) -> SharedRequest | None:
    """What requests with this address and host have in common; None where each is to be read by itself.

    That is where something is to be warned of, where the time of the request counts, and where a name comes twice.
    """
    query = parse_query(text)
    request = read_request(RawRequest(path, text, host), now=0)
    if not isinstance(request, EsmsRequest) or request.sms_id or request.warnings or query.get("SendDate") is not None:
        return None
    common = request.call_request
    pieces, shown = text.split("&"), query.masked.split("&")
    if not len(pieces) == len(query.values) == len(shown) or len(common.raw_parameters) != len(query.values):
        return None
    own = [place for place, piece in enumerate(pieces) if piece in {_PHONE, _REQUEST_ID}]
    holes = ["&".join(shown[: own[0] + 1])]
    holes += ["&" + "&".join(shown[before + 1 : place + 1]) for before, place in pairwise(own)]
    names = {"Phone", "RequestId"} if len(own) > 1 else {"Phone"}
    raw_parameters = tuple([(name, None if name in names else value) for name, value in common.raw_parameters])
    return SharedRequest(
        request=request._replace(call_request=common._replace(raw_parameters=raw_parameters)),
        shown=(holes[0], holes[1] if len(holes) > 1 else "", "&".join(["", *shown[own[-1] + 1 :]])),
        phone_first=pieces[own[0]] == _PHONE,
    )


def _with_phone(raw_parameters: RawParameters, phone: str) -> RawParameters:
    """The raw parameters of a request whose phone did not arrive in national form."""
    return tuple([(name, phone if name == "Phone" else value) for name, value in raw_parameters])
