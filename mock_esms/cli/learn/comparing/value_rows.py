"""What callbacks said, beside what the sandbox says: order, spelling, and the values of each parameter.

Only values that eSMS is known to send are shown. Ids, phone numbers, and whatever belongs to the receiver are counted.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Final, NamedTuple
from urllib.parse import unquote_plus

from mock_esms.cli.learn.comparing.comparison_row import ComparisonRow, row
from mock_esms.cli.learn.observing.callback_shapes import OTHERS, CallbackShape, values_of
from mock_esms.cli.learn.observing.deliveries import Deliveries
from mock_esms.config.settings import Quirks
from mock_esms.esms.callbacks.callback_kinds import VOICE, VOICE_OTP, CallbackKind
from mock_esms.esms.voice.voice import ANSWERED, CARRIER_FAILED, NO_ANSWER

ORDER: Final = "Its eight parameters and their order"
MESSAGE_ORDER: Final = "The callback of a message: its eleven parameters and their order"
PLACEHOLDERS: Final = "A CallbackUrl without placeholders gets all eight"
SPACE: Final = "The space in `NO ANSWER` is sent as `%20`"
NO_ANSWER_RESULT: Final = "NO ANSWER carries SentResult 0"
STATUSES: Final = "A call that nobody took says `NO ANSWER`"
PROGRESS: Final = "Only the end is reported"
FOUR_PLACES: Final = "Empty values are sent as `Name=`"
TYPE_ID: Final = "Its `TypeId` is 8"

_WORD: Final = re.compile(r"[A-Z][A-Z _-]{0,19}|\d{0,3}|[*#]", re.ASCII)
"""What may be shown: a word in capitals, a short number, a key."""
_NUMBER: Final = re.compile(r"\d{1,12}(?:\.\d{1,6})?", re.ASCII)
_MOST_SHOWN: Final = 12


def _listed(values: Counter[str]) -> str:
    """Each value that may be shown, and how often the others came."""
    shown: Counter[str] = Counter()
    for value, count in values.items():
        shown[value if _WORD.fullmatch(value) else "other"] += count
    return ", ".join(f"{value or 'empty'} ({count})" for value, count in shown.most_common(_MOST_SHOWN))


def _range(values: Counter[str]) -> str:
    """From the smallest number to the largest, and how often others came."""
    numbers = sorted((Decimal(value), value) for value in values if _NUMBER.fullmatch(value))
    other = sum(count for value, count in values.items() if not _NUMBER.fullmatch(value))
    text = "none" if not numbers else numbers[0][1] if len(numbers) == 1 else f"{numbers[0][1]} to {numbers[-1][1]}"
    return f"{text}, other ({other})" if other else text


class _ValuesSent(NamedTuple):
    """What the sandbox sends as the values of a parameter: in words, and as a pattern; how those seen are told."""

    assumed: str
    pattern: str
    told: Callable[[Counter[str]], str]
    ledger: str = ""


_COUNT: Final = _ValuesSent("a whole number", r"\d{1,12}", _range)
_CODE: Final = _ValuesSent("a number", r"\d+", _listed)
_SENT: Final = {
    "callstatus": _ValuesSent(
        "ANSWERED, NO ANSWER or empty", f"{ANSWERED}|{NO_ANSWER}|{CARRIER_FAILED}", _listed, STATUSES
    ),
    "callduration": _COUNT,
    "ivr": _ValuesSent("a key, or empty", "[0-9*#]?", _listed),
    "price": _ValuesSent("four decimals", r"\d+\.\d{4}", _range, FOUR_PLACES),
    "sentresult": _ValuesSent("0 or 1", "[01]", _listed),
    "sendstatus": _ValuesSent("5", "5", _listed, PROGRESS),
    "sendfailed": _COUNT,
    "sendsuccess": _COUNT,
    "totalprice": _ValuesSent("four decimals", r"\d+\.\d{4}", _range),
    "totalreceiver": _COUNT,
    "totalsent": _COUNT,
    "telcoid": _CODE,
    "status": _CODE,
}
"""By lower-case name; of the other parameters is told that they came."""


def value_rows(kind: CallbackKind, shapes: list[CallbackShape], deliveries: Deliveries) -> Iterator[ComparisonRow]:
    """The rows of one kind."""
    yield _order(kind, shapes)
    if kind is VOICE:
        yield _placeholders(shapes)
    for name in kind.parameters:
        if name == kind.id_name:
            continue
        if name == "CallStatus":
            yield _space(shapes)
        yield _values(name, kind, shapes)
    if kind is VOICE:
        yield _no_answer_result(deliveries)
        yield _price(deliveries)


def _order(kind: CallbackKind, shapes: list[CallbackShape]) -> ComparisonRow:
    """In which order and spelling the parameters came; a parameter of the receiver's own is a dot."""
    orders: Counter[tuple[str, ...]] = Counter()
    documented = {name.lower() for name in kind.parameters}
    for shape in shapes:
        names = map(unquote_plus, shape.names)
        orders[tuple(name if name.lower() in documented else "." for name in names)] += shape.count
    fits = all(_is_documented(order, kind.parameters) for order in orders)
    assumed = ", ".join(kind.parameters)
    return row(
        "order and spelling of parameters",
        "; ".join(f"{', '.join(order)} ({count})" for order, count in orders.most_common(3)),
        orders.total(),
        f"{assumed}; or as the CallbackUrl has them" if kind is VOICE else assumed,
        fits=fits or kind is VOICE,
        ledger=ORDER if kind is VOICE else MESSAGE_ORDER if kind is VOICE_OTP else "",
    )


def _is_documented(order: tuple[str, ...], documented: tuple[str, ...]) -> bool:
    own = [name for name in order if name != "."]
    return own == [name for name in documented if name in own]


def appends(shapes: Sequence[CallbackShape]) -> bool | None:
    """Whether parameters are appended behind empty placeholders (True) or fill them (False); None if nothing tells.

    They fill them where a parameter of the receiver's own stands behind or between them, for what is appended is last.
    """
    filled: bool | None = None
    for shape in shapes:
        known = {name.lower() for name in shape.kind.parameters}
        names = [unquote_plus(name).lower() for name in shape.names]
        ours = [name for name in names if name in known]
        if len(ours) != len(set(ours)):
            return True
        places = [place for place, name in enumerate(names) if name in known]
        if (places and places[-1] - places[0] + 1 != len(places)) or places[-1:] != [len(names) - 1]:
            filled = False
    return filled


def _placeholders(shapes: list[CallbackShape]) -> ComparisonRow:
    appended = appends(shapes)
    count = 0 if appended is None else sum(shape.count for shape in shapes)
    text = "appended behind them" if appended else "filled"
    return row("placeholders of the CallbackUrl", text, count, "filled", fits=not appended, ledger=PLACEHOLDERS)


def _values(name: str, kind: CallbackKind, shapes: list[CallbackShape]) -> ComparisonRow:
    decoded: Counter[str] = Counter()
    for value, times in values_of(shapes, name).items():
        decoded[unquote_plus(value)] += times
    sent = _type_id(kind) if name == "TypeId" else _SENT.get(name.lower())
    if sent is None:
        return _presence(name, decoded, shapes)
    fits = all(re.fullmatch(sent.pattern, value, re.ASCII) for value in decoded)
    return row(name, sent.told(decoded), decoded.total(), sent.assumed, fits=fits, ledger=sent.ledger)


def _type_id(kind: CallbackKind) -> _ValuesSent:
    ledger = TYPE_ID if kind is VOICE_OTP else ""
    return _ValuesSent(", ".join(kind.type_ids), "|".join(kind.type_ids) or _CODE.pattern, _listed, ledger)


def _presence(name: str, decoded: Counter[str], shapes: list[CallbackShape]) -> ComparisonRow:
    """Whether it was there, and filled; its values are nobody's business."""
    there = sum(shape.count for shape in shapes if name.lower() in shape.positions)
    if not decoded:  # an id or a phone, which is not even counted
        return row(name, "sent", there, "sent", fits=True)
    empty = decoded[""]
    lengths = {len(value) for value in decoded if value and value != OTHERS}
    forms = f"{min(lengths)} to {max(lengths)} characters" if lengths else "none"
    return row(name, f"filled ({there - empty}; {forms}), empty ({empty})", there, "sent", fits=True)


def space_encodings(shapes: list[CallbackShape]) -> Counter[str]:
    """How often the space of a CallStatus came as ``%20``, and as ``+``."""
    statuses = values_of(shapes, "CallStatus")
    return Counter({way: sum(count for value, count in statuses.items() if way in value) for way in ("%20", "+")})


def _space(shapes: list[CallbackShape]) -> ComparisonRow:
    ways = +space_encodings(shapes)
    assumed = Quirks().callback_space
    text = ", ".join(f"{way} ({count})" for way, count in ways.most_common())
    return row("space", text, ways.total(), assumed, fits=set(ways) == {assumed}, ledger=SPACE)


def no_answer_results(deliveries: Deliveries) -> Counter[str]:
    """How often each SentResult came with NO ANSWER."""
    results: Counter[str] = Counter()
    for kind, story in deliveries.stories.by_kind.items():
        if kind.outcome == NO_ANSWER and kind.sent_result:
            results[kind.sent_result] += story.count
    return results


def _no_answer_result(deliveries: Deliveries) -> ComparisonRow:
    results = no_answer_results(deliveries)
    assumed = str(Quirks().no_answer_sent_result)
    return row(
        "SentResult of NO ANSWER",
        _listed(results),
        results.total(),
        assumed,
        fits=set(results) == {assumed},
        ledger=NO_ANSWER_RESULT,
    )


def _price(deliveries: Deliveries) -> ComparisonRow:
    """The price of each started minute, from calls of one duration and one price."""
    prices: Counter[Decimal] = Counter()
    for story in deliveries.stories.by_kind.values():
        first, last = -(-story.shortest // 60), -(-story.longest // 60)
        if first and first == last and len(story.prices) == 1:
            (price,) = story.prices
            if _NUMBER.fullmatch(price):
                prices[Decimal(price) / first] += story.count
    text = ", ".join(f"{price.normalize():f} ({count})" for price, count in prices.most_common(3))
    return row("price of a started minute", text, prices.total(), "the account's own", fits=True)
