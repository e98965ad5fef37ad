"""What callbacks said, beside what the sandbox says: order, spelling, and the values of each parameter.

Only values that eSMS is known to send are shown. Ids, phone numbers, and whatever belongs to the receiver are counted.
"""

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Final
from urllib.parse import unquote_plus

from mock_esms.cli.learn.comparing.comparison_row import ComparisonRow, row
from mock_esms.cli.learn.observing.callback_shapes import OTHERS, CallbackShape, CallbackShapes
from mock_esms.cli.learn.observing.deliveries import Deliveries
from mock_esms.config.settings import Quirks
from mock_esms.esms.callbacks.callback_kinds import VOICE, CallbackKind
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

_KNOWN: Final = {
    "callstatus": ("ANSWERED, NO ANSWER or empty", frozenset((ANSWERED, NO_ANSWER, CARRIER_FAILED)), STATUSES),
    "sentresult": ("0 or 1", frozenset("01"), ""),
    "sendstatus": ("5", frozenset("5"), PROGRESS),
    "ivr": ("a key, or empty", frozenset(("", *"0123456789*#")), ""),
}
_NUMBERS: Final = frozenset(
    ("callduration", "price", "sendfailed", "sendsuccess", "totalprice", "totalreceiver", "totalsent")
)
_MONEY: Final = frozenset(("price", "totalprice"))
_CODES: Final = frozenset(("typeid", "telcoid", "status"))
_WORD: Final = re.compile(r"[A-Z][A-Z _-]{0,19}|\d{0,3}|[*#]", re.ASCII)
"""What may be shown: a word in capitals, a short number, a key."""
_NUMBER: Final = re.compile(r"\d{1,12}(?:\.\d{1,6})?", re.ASCII)
_FOUR: Final = re.compile(r"\d+\.\d{4}", re.ASCII)
_MOST_SHOWN: Final = 12


def value_rows(kind: CallbackKind, shapes: CallbackShapes, deliveries: Deliveries) -> Iterator[ComparisonRow]:
    """The rows of one kind."""
    found = shapes.of(kind.name)
    yield _order(kind, found)
    yield from _placeholders(kind, found)
    for name in kind.parameters:
        if name == kind.id_name:
            continue
        values = shapes.values(kind.name, name)
        if name.lower() == "callstatus":
            yield _space(values)
        yield _values(name, values, shapes, kind)
    if kind is VOICE:
        yield _sent_result(deliveries)
        yield _price(deliveries)


def _order(kind: CallbackKind, shapes: list[CallbackShape]) -> ComparisonRow:
    """In which order and spelling the parameters came; a parameter of the receiver's own is a dot."""
    orders: Counter[tuple[str, ...]] = Counter()
    documented = {name.lower(): name for name in kind.parameters}
    for shape in shapes:
        names = (unquote_plus(name) if unquote_plus(name).lower() in documented else "." for name in shape.names)
        orders[tuple(names)] += shape.count[kind.name]
    fits = all(_is_documented(order, kind.parameters) for order in orders)
    text = "; ".join(f"{', '.join(order)} ({count})" for order, count in orders.most_common(3))
    assumed = ", ".join(kind.parameters)
    if kind is VOICE:
        assumed += "; or as the CallbackUrl has them"
    return row(
        "order and spelling of parameters",
        text,
        orders.total(),
        assumed,
        fits=fits or kind is VOICE,
        ledger=ORDER if kind is VOICE else MESSAGE_ORDER if kind.name == "voice-otp" else "",
    )


def _is_documented(order: tuple[str, ...], documented: tuple[str, ...]) -> bool:
    own = [name for name in order if name != "."]
    return own == [name for name in documented if name in own]


def appends(kind: CallbackKind, shapes: list[CallbackShape]) -> bool | None:
    """Whether parameters are appended behind empty placeholders (True) or fill them (False); None if nothing tells.

    They fill them where a parameter of the receiver's own stands behind or between them, for what is appended is last.
    """
    known = {name.lower() for name in kind.parameters}
    filled: bool | None = None
    for shape in shapes:
        names = [unquote_plus(name).lower() for name in shape.names]
        ours = [name for name in names if name in known]
        if len(ours) != len(set(ours)):
            return True
        places = [place for place, name in enumerate(names) if name in known]
        if (places and places[-1] - places[0] + 1 != len(places)) or places[-1:] != [len(names) - 1]:
            filled = False
    return filled


def _placeholders(kind: CallbackKind, shapes: list[CallbackShape]) -> Iterator[ComparisonRow]:
    if kind is not VOICE:
        return
    appended = appends(kind, shapes)
    count = 0 if appended is None else sum(shape.count[kind.name] for shape in shapes)
    text = "appended behind them" if appended else "filled"
    yield row("placeholders of the CallbackUrl", text, count, "filled", fits=not appended, ledger=PLACEHOLDERS)


def _values(name: str, values: Counter[str], shapes: CallbackShapes, kind: CallbackKind) -> ComparisonRow:
    key = name.lower()
    count = values.total()
    decoded: Counter[str] = Counter()
    for value, times in values.items():
        decoded[unquote_plus(value)] += times
    if key in _KNOWN:
        assumed, known, ledger = _KNOWN[key]
        return row(name, _listed(decoded), count, assumed, fits=set(decoded) <= known, ledger=ledger)
    if key in _NUMBERS:
        form, assumed = (_FOUR, "four decimals") if key in _MONEY else (_NUMBER, "a whole number")
        fits = all(form.fullmatch(value) and (key in _MONEY or "." not in value) for value in decoded)
        return row(name, _range(decoded), count, assumed, fits=fits, ledger=FOUR_PLACES if key == "price" else "")
    if key in _CODES:
        assumed = ", ".join(kind.type_ids) if key == "typeid" else "a number"
        fits = all(
            value.isdigit() and (key != "typeid" or value in kind.type_ids or not kind.type_ids) for value in decoded
        )
        ledger = TYPE_ID if key == "typeid" and kind.name == "voice-otp" else ""
        return row(name, _listed(decoded), count, assumed, fits=fits, ledger=ledger)
    return _present(name, decoded, shapes, kind)


def _present(name: str, decoded: Counter[str], shapes: CallbackShapes, kind: CallbackKind) -> ComparisonRow:
    """Whether it was there, and filled; its values are nobody's business."""
    there = sum(shape.count[kind.name] for shape in shapes.of(kind.name) if name.lower() in shape.positions)
    if not decoded:  # an id or a phone, which is not even counted
        return row(name, "sent", there, "sent", fits=True)
    empty = decoded[""]
    lengths = {len(value) for value in decoded if value and value != OTHERS}
    forms = f"{min(lengths)} to {max(lengths)} characters" if lengths else "none"
    text = f"filled ({there - empty}; {forms}), empty ({empty})"
    return row(name, text, there, "sent", fits=True)


def _space(values: Counter[str]) -> ComparisonRow:
    ways = Counter[str]()
    for value, count in values.items():
        for way in ("%20", "+"):
            ways[way] += count if way in value else 0
    assumed = Quirks().callback_space
    ways = +ways
    return row("space", _listed(ways, plain=True), ways.total(), assumed, fits=set(ways) == {assumed}, ledger=SPACE)


def _sent_result(deliveries: Deliveries) -> ComparisonRow:
    results = Counter[str]()
    for story, stories in deliveries.stories.by_kind.items():
        if story.ending == NO_ANSWER and story.sent_result:
            results[story.sent_result] += stories.count
    assumed = str(Quirks().no_answer_sent_result)
    fits = set(results) == {assumed}
    return row(
        "SentResult of NO ANSWER", _listed(results), results.total(), assumed, fits=fits, ledger=NO_ANSWER_RESULT
    )


def _price(deliveries: Deliveries) -> ComparisonRow:
    """The price of each started minute, from calls of one duration and one price."""
    prices = Counter[Decimal]()
    for stories in deliveries.stories.by_kind.values():
        first, last = -(-(stories.shortest or 0) // 60), -(-stories.longest // 60)
        if (
            first == last
            and first
            and len(stories.prices) == 1
            and _NUMBER.fullmatch(price := next(iter(stories.prices)))
        ):
            prices[Decimal(price) / first] += stories.count
    text = ", ".join(f"{price.normalize():f} ({count})" for price, count in prices.most_common(3))
    return row("price of a started minute", text, prices.total(), "the account's own", fits=True)


def _listed(values: Counter[str], *, plain: bool = False) -> str:
    shown: Counter[str] = Counter()
    for value, count in values.items():
        shown[value if plain or _WORD.fullmatch(value) else "other"] += count
    texts = [f"{value or 'empty'} ({count})" for value, count in shown.most_common(_MOST_SHOWN)]
    return ", ".join(texts)


def _range(values: Counter[str]) -> str:
    numbers = sorted((Decimal(value), value) for value in values if _NUMBER.fullmatch(value))
    other = sum(count for value, count in values.items() if not _NUMBER.fullmatch(value))
    text = "none" if not numbers else numbers[0][1] if len(numbers) == 1 else f"{numbers[0][1]} to {numbers[-1][1]}"
    return f"{text}, other ({other})" if other else text
