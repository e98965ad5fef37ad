"""What each shipped scenario must give: who is called how, what comes back, and every send of a callback.

Each story is one request with ``MaxRetry=3``, ``WaitRetry=60``, ``Ivr=1`` and a NumberForward. A send is told by its
second of sandbox time after the request, its query string to the byte (without the id), and what became of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

from tests.receiver import FAILS, OK, answer

CID = "02871002454"


@dataclass(frozen=True)
class Send:
    """One send; ``outcome`` is ``ok``, ``lost`` (a 200 that counts as never received), a status or an error."""

    at: float
    query: str
    outcome: str = "ok"


@dataclass(frozen=True)
class Told:
    """A story: the receiver's behaviours, the sends, the answer to the request, and how long it was held back.

    ``comes`` is what the request gets: ``accepted``, a body, or ``broken`` when no whole answer comes; ``made`` tells
    whether there was a call. ``progress`` are the sends before the final callback.
    """

    sends: tuple[Send, ...] = ()
    receiver: tuple[bytes | str, ...] = (OK,)
    comes: str | tuple[int, bytes] = "accepted"
    held: float = 0
    made: bool = True
    progress: tuple[Send, ...] = ()
    hops: int = 0


def report(status: str, **said: str | int) -> str:
    """A query string behind the id: what the callback says, with the values of a call that was not answered."""
    values = {
        "CallDuration": 0,
        "CallStatus": status,
        "Ivr": "",
        "Price": "0.0000",
        "SentResult": 0,
        "CID": CID,
        "SendStatus": 5,
    }
    return "".join(f"&{name}={value}" for name, value in {**values, **said}.items())


def answered(talk: int = 14, ivr: str = "", price: str = "450.0000", **said: str | int) -> str:
    return report("ANSWERED", **{"CallDuration": talk, "Ivr": ivr, "Price": price, "SentResult": 1, **said})


NOBODY = "00000000-0000-0000-0000-000000000000"
NO_ANSWER = report("NO%20ANSWER")
FAILED = report("")


def once(at: float, query: str) -> Told:
    """Sent once, and acknowledged."""
    return Told((Send(at, query),))


def sent(times: Iterable[float], outcome: str, query: str = "") -> tuple[Send, ...]:
    return tuple(Send(at, query or answered(), outcome) for at in times)


def repeated(*waits: float) -> Told:
    """Sent after 19 seconds to a receiver that always fails, and again after these waits."""
    return Told(sent(accumulate(waits, initial=19), "500"), (FAILS,))


def refused(code: str, text: str) -> Told:
    body = f'{{"CodeResult":"{code}","ErrorMessage":"{text}"}}'
    return Told(comes=(200, body.encode()), made=False)


def page(status: int, body: str, held: float = 0) -> Told:
    return Told(comes=(status, body.encode()), held=held, made=False)


BROKEN = Told(comes="broken", made=False)
LOST_THEN_OK = (*sent([19], "lost"), *sent([29], "ok"))

STORIES = {
    "default": once(5, answered(3)),
    # 1: answered
    "answered": once(19, answered()),
    "answered-key": once(19, answered(ivr="1")),
    "answered-key-other": once(19, answered(ivr="9")),
    "answered-key-hash": once(19, answered(ivr="%23")),
    "answered-key-any": once(25, answered(20, ivr="0")),
    "key-too-late": once(95, answered(90, price="900.0000")),
    "key-after-hang-up": once(11, answered(6)),
    "answered-random": once(50.555, answered(37)),
    "hung-up-at-once": once(5, answered(0, price="0.0000")),
    "hour-long": once(3605, answered(3600, price="27000.0000")),
    "mailbox": once(79, answered(58)),
    "announcement": once(16, answered(12)),
    "silence": once(105, answered(100, price="900.0000")),
    "wrong-person": once(9, answered(2)),
    "expensive": once(19, answered(price="99000.5000")),
    "free": once(19, answered(price="0.0000")),
    "forwarded": once(79, answered(74, ivr="1", price="900.0000")),
    # 2: not answered, or not at once
    "no-answer": once(4 * 30 + 3 * 60 + 1, NO_ANSWER),
    "no-answer-then-answered": once(30 + 60 + 19, answered()),
    "no-answer-twice-then-key": once(2 * (30 + 60) + 19, answered(ivr="1")),
    "busy": once(4 * 1 + 3 * 60 + 1, NO_ANSWER),
    "busy-then-answered": once(1 + 60 + 19, answered()),
    "rejected": once(4 * 5 + 3 * 60 + 1, NO_ANSWER),
    "unlucky": once(242.808, answered()),
    # 3: the carrier fails
    "carrier-failed": once(1, FAILED),
    "no-answer-then-failed": once(30 + 60 + 1, FAILED),
    # 4: how the callback is delivered
    "callback-at-once": once(0, answered(0, price="0.0000")),
    "callback-late": once(18 + 600, answered()),
    "callback-any-time": once(32.5, answered()),
    "impatient": Told((*sent([19], "timeout"), *sent([29], "ok")), ("hang", OK)),
    "patient": once(19, answered()),
    "never-retried": repeated(),
    "retried-once": repeated(5),
    "retried-quickly": repeated(1, 1, 1, 1, 1),
    "retried-for-days": repeated(10, 60, 600, 3600, *[4 * 3600] * 16),
    "retried-at-random": Told(sent([19, 20.007, 35.354, 135.794, 236.234, 336.674], "500"), (FAILS,)),
    "accepts-2xx": Told(sent([19], "204"), (answer(204),)),
    "follows-redirects": Told(sent([19], "ok"), (answer(302, headers="Location: /cb?ok\r\n"), OK), hops=1),
    "callback-posted": Told((Send(19, ""),)),  # its body: tests/delivery/test_posted_callbacks.py
    # 5: the callback goes wrong
    "progress": Told(sent([19], "ok"), progress=(Send(0, report("", SendStatus=2)), Send(0, report("", SendStatus=7)))),
    "progress-then-silence": Told(progress=(Send(0, report("", SendStatus=2)), Send(0, report("", SendStatus=7)))),
    "duplicate-at-once": Told(sent([19, 19], "ok")),
    "duplicate-later": Told(sent([19, 79], "ok")),
    "burst": Told(sent([19] * 20, "ok")),
    "ack-lost": Told(LOST_THEN_OK),
    "acks-lost": Told((*sent([19, 29, 59], "lost"), *sent([119], "ok"))),
    "never-acknowledged": Told(sent([19, 29, 59, 119, 419, 1319], "lost")),
    "callback-never": Told(),
    "callback-before-answer": Told((Send(1, answered(1)),), held=1),
    "unknown-status": once(185, report("BUSY")),
    "odd-characters": once(19, answered(ivr="1%262%3D3", CID="%2B84%2028%20100%25%20%C4%90%C3%A0%20N%E1%BA%B5ng")),
    "empty-values": once(19, "&CallDuration=&CallStatus=&Ivr=&Price=&SentResult=&CID=&SendStatus="),
    "odd-numbers": once(19, answered(CallDuration="14.0", Price="450%2C5")),
    "unknown-id": once(19, f"?ReferenceId={NOBODY}{answered()}"),
    "missing-parameters": once(19, "&CallDuration=14&CallStatus=ANSWERED&SentResult=1&SendStatus=5"),
    "extra-parameters": once(19, answered() + "&Telco=Viettel&callstatus=FAILED"),
    "worst-day": Told(
        (*sent([199, 199], "lost", answered(ivr="1")), *sent([209], "ok", answered(ivr="1"))),
    ),
    # 6: the answer goes wrong
    "slow-answer": Told(sent([19], "ok"), held=3),
    "overtaken": Told((Send(6, answered(4)),), held=20),
    "answer-any-time": Told(sent([19], "ok"), held=3.578),
    "not-json": page(200, "<html><body>Please log in</body></html>"),
    "invalid-request": page(200, '{"error":"Invalid request"}'),
    "bad-request": page(400, "<html><head><title>Request Error</title></head></html>"),
    "too-many-requests": page(429, "Too many requests"),
    "server-error": page(500, "<html><body>Internal Server Error</body></html>"),
    "maintenance": page(503, '{"error": "maintenance"}', held=2),
    "answer-reset": BROKEN,
    "answer-hangs": BROKEN,
    "answer-empty": BROKEN,
    "answer-garbage": BROKEN,
    "answer-truncated": BROKEN,
    "answer-lost": Told(sent([19], "ok"), comes="broken"),
    # 7: refused
    "refused-99": refused("99", "The phone number is blocked."),
    "refused-101": refused("101", "Authorize Failed"),
    "refused-102": refused("102", "There is no price list for this account."),
    "refused-103": refused("103", "Balance not enough to send message"),
    "refused-104": refused("104", "Template not found"),
    "refused-105": refused("105", "The id is not found."),
    "refused-106": refused("106", "The recording is not found."),
    "refused-108": refused("108", "The phone number 0901555708 is not valid."),
    "refused-118": refused("118", "The message type is not supported at this address."),
    "refused-124": refused("124", "Request exist 1"),
    "refused-140": refused("140", "The IP address is not allowed."),
    "refused-143": refused("143", "The account is inactive or locked."),
    "refused-107": refused("107", "Each request has at least 30 numbers to be approved"),
    "refused-120": refused("120", "There are too many phones in one request."),
    "refused-146": refused("146", "Sai template Brandname CSKH"),
    "refused-163": refused("163", "Only one phone can be called with a request."),
    "refused-177": refused("177", "The network is not registered."),
    "refused-110": refused("110", "The data of the request is wrong."),
    "refused-115": refused("115", "The hashed phone is wrong."),
    "refused-117": refused("117", "0901555717, Content: Code Invalid"),
    "refused-687": refused("687", "There are more than 500 items in one request."),
    "refused-789": refused("789", "TemplateId is not config"),
    "refused-790": refused("790", "The ZNS template is wrong."),
    "refused-791": refused("791", "The OAID or TempID is missing."),
    "refused-799": refused("799", "The OAID is not one of this account."),
    "refused-204": refused("204", "The OAID does not exist."),
    "refused-210": refused("210", "The payload is wrong."),
    "refused-801": refused("801", "SendingMode 3 does not go with SendDate."),
    "refused-802": refused("802", "The OA is not allowed SendingMode 3."),
    "refused-852": refused("852", "Zalo UID Invalid"),
    "refused-853": refused("853", "Missing ZaloUid"),
    "refused-201": refused("201", "The content has a blocked keyword."),
    "refused-300": refused("300", "The message type is missing."),
    "refused-160": refused("160", "There are too many requests."),
    "refused-161": refused("161", "The date is invalid date format."),
    "refused-162": refused("162", "The offset or count is invalid."),
    "refused-199": refused("199", "The same request is in progress already."),
    "refused-301": refused("301", "The service type is not supported."),
    "refused-851": refused("851", "The id is missing."),
    "refused-854": refused("854", "Nothing is found."),
    # 8: by hand, by rng
    "interactive": once(4 * 60 + 3 * 60 + 1, NO_ANSWER),
    "coin-flip": once(19, answered()),
    "random": Told((Send(90.096, answered(16)),), held=0.151),
    # 9: as others send again
    "policy-esms": repeated(10, 30, 60, 300, 900),
    "policy-twilio": repeated(0),
    "policy-vonage": repeated(5, 10, 20, 40, 80, 160, 320, 640, *[900] * 94),
    "policy-plivo": repeated(0),
    "policy-svix": repeated(5, 300, 1800, 7200, 18_000, 36_000, 36_000),
    "policy-stripe-like": repeated(*(60 * 2**step for step in range(12))),
    "policy-github": repeated(),
}
