from decimal import Decimal
from typing import Annotated, Literal, NamedTuple

import pytest

from mock_esms.config.documents import WrongKeysError, build, check, read_tree
from mock_esms.config.documents.annotations import OneOf, Written
from mock_esms.config.documents.field_errors import Clash, refuse
from mock_esms.config.documents.field_types import Count, FilledText, Money, Network, Rank, Success, Truth, ZeroOrOne
from mock_esms.errors import DocumentError
from mock_esms.model.times import Span
from mock_esms.model.value import Struct

A_SECOND = Span(1000, 1000)


class Tea(Struct):
    steeps: Span = A_SECOND
    sugar: Count = 0


class Water(Struct):
    pass


class Portion(NamedTuple):
    drink: Tea | Water
    cups: int = 1


class Tray(Struct):
    portions: tuple[Portion, ...]

    def __post_init__(self) -> None:
        if len(self.portions) > 2:
            message = "a tray holds two"
            raise ValueError(message)


def tray_of(portions: tuple[Portion, ...]) -> Tray:
    return Tray(portions=portions)


DRINKS = {"tea": Tea, "water": Water}
A_PORTION = Annotated[
    Portion,
    OneOf("a portion", DRINKS, beside={"cups": Count}, make=Portion, unfit={"tray": "a tray holds no tray"}),
]


NO_NOTES: dict[str, str] = {}


class Order(Struct):
    guest: FilledText
    pin: str = ""
    drinks: tuple[Annotated[Tea | Water, OneOf("a drink", {"tea": Tea, "water": Water})], ...] = ()
    size: Literal["small", "large"] = "small"
    price: Money | None = None
    rank: Rank = 0
    paid: Truth = False
    success: Success = "200"
    flag: ZeroOrOne = 0
    origin: Network | None = None
    notes: dict[str, str] = NO_NOTES
    tray: Annotated[Tray, Written(tuple[A_PORTION, ...], tray_of)] | None = None

    def __post_init__(self) -> None:
        if self.paid and self.price is None:
            raise WrongKeysError([("paid", "nothing can be paid without a price")])
        if self.rank and self.tray is not None:
            refuse(clashes=[Clash("rank", ("tray", 0), "trays have no rank")])


def problems(text: str) -> list[str]:
    with pytest.raises(DocumentError) as caught:
        check(Order, read_tree(text, "x"))
    return str(caught.value).splitlines()


def test_keys_beside_a_choice_and_what_is_written_as_a_list_are_made_into_values():
    tree = read_tree("guest: a\ntray: [{cups: 2, tea: {sugar: 1}}, {water: }]\n", "x")
    order = Order(guest="a", tray=Tray(portions=(Portion(Tea(sugar=1), 2), Portion(Water()))))
    assert check(Order, tree) == order
    assert build(Order, {**tree.data}) == order


FULL = """
guest: Hà
pin: "0123"
drinks: [{tea: {steeps: 3m..4m, sugar: 2}}, {water: }, {tea: {}}]
size: large
price: 12.5
rank: -3
paid: true
success: 200
flag: 1
origin: 10.0.0.0/8
notes: {a: b}
"""


def test_a_right_document_and_the_same_plain_data_make_the_same_value():
    tree = read_tree(FULL, "x")
    order = Order(
        guest="Hà",
        pin="0123",
        drinks=(Tea(steeps=Span(180_000, 240_000), sugar=2), Water(), Tea()),
        size="large",
        price=Decimal("12.5"),
        rank=-3,
        paid=True,
        success="200",
        flag=1,
        origin="10.0.0.0/8",
        notes={"a": "b"},
    )
    assert check(Order, tree) == order
    assert build(Order, {**tree.data}) == order


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("size: small", "x:1:1: guest: this key is required"),
        ("guest: 5", "x:1:1: guest: this must be text; put the value in quotes"),
        ("guest: ' '", "x:1:1: guest: this must not be empty"),
        ("guest: a\npin: 5", "x:2:1: pin: this must be text; put the value in quotes"),
        ("guest: a\npin: [5]", "x:2:1: pin: this must be text"),
        ("guest: a\nsise: small", "x:2:1: sise: there is no such key here; did you mean `size`?"),
        ("guest: a\nsize: huge", "x:2:1: size: `huge` is not possible here; write 'small' or 'large'"),
        ("guest: a\ndrinks: 5", "x:2:1: drinks: a list must stand here, as in [a, b], not a number"),
        (
            "guest: a\ndrinks: [5]",
            "x:2:10: drinks[0]: keys with values must stand here (tea, water), not a number",
        ),
        ("guest: a\ndrinks: [{}]", "x:2:10: drinks[0]: a drink needs one of tea, water"),
        (
            "guest: a\ndrinks:\n- tea:\n  water:",
            "x:4:3: drinks[0].water: a drink is one thing, and `tea` stands here already; keep one of the two",
        ),
        (
            "guest: a\ndrinks: [{teh: {}}]",
            "x:2:11: drinks[0].teh: there is no such key here; did you mean `tea`?",
        ),
        (
            "guest: a\ndrinks: [{tea: {sugar: -1}}]",
            "x:2:17: drinks[0].tea.sugar: -1 is out of range; write a whole number from 0 to 1000",
        ),
        (
            "guest: a\ndrinks: [{tea: {zzz: -1}}]",
            "x:2:17: drinks[0].tea.zzz: there is no such key here; possible are steeps, sugar",
        ),
        ("guest: a\ndrinks: [{water: {zzz: -1}}]", "x:2:19: drinks[0].water.zzz: there is no such key here"),
        (
            "guest: a\ndrinks: [{tea: {steeps: 4m..3m}}]",
            "x:2:17: drinks[0].tea.steeps: the range 4m..3m runs backwards; write 3m..4m",
        ),
        ("guest: a\npaid: yes", "x:2:1: paid: `yes` is neither true nor false; write one of the two"),
        ("guest: a\npaid: true", "x:2:1: paid: nothing can be paid without a price"),
        ("guest: a\nprice: -1", "x:2:1: price: -1 is negative; an amount is 0 or more"),
        ("guest: a\nprice: 1.23456", "x:2:1: price: `1.23456` is not an amount"),
        ("guest: a\nprice: true", "x:2:1: price: true is not an amount"),
        ("guest: a\nrank: 1.0", "x:2:1: rank: `1.0` is not a whole number"),
        ("guest: a\nrank: '1'", "x:2:1: rank: `1` is not a whole number"),
        ("guest: a\nrank: true", "x:2:1: rank: true is not a whole number"),
        ("guest: a\nsuccess: 201", "x:2:1: success: `201` does not say what acknowledges; write 200, 2xx or any"),
        ("guest: a\nflag: true", "x:2:1: flag: true is not possible here; write 0 or 1"),
        ("guest: a\norigin: 10.0.0.1/8", "write the network 10.0.0.0/8, or the address alone"),
        ("guest: a\norigin: home", "x:2:1: origin: home is no IP address and no network"),
        ("guest: a\nnotes: 5", "x:2:1: notes: keys with values must stand here, not a number"),
        ("guest: a\ntray: [{cups: 2}]", "x:2:8: tray[0]: a portion needs one of tea, water"),
        ("guest: a\ntray: [{}]", "x:2:8: tray[0]: a portion needs one of tea, water"),
        ("guest: a\ntray: [{cups: x, tea: }]", "x:2:9: tray[0].cups: `x` is not a whole number"),
        ("guest: a\ntray: [{cup: 1, tea: }]", "x:2:9: tray[0].cup: there is no such key here; did you mean `cups`?"),
        ("guest: a\ntray: [{cups: 1, tea: , water: }]", "x:2:25: tray[0].water: a portion is one thing, and `tea`"),
        ("guest: a\ntray: [{tray: [], tea: }]", "x:2:9: tray[0].tray: a tray holds no tray"),
        ("guest: a\ntray: [tea: , tea: , tea: ]", "x:2:1: tray: a tray holds two"),
        ("guest: a\ntray: {tea: }", "x:2:1: tray: a list must stand here, as in [a, b], not a mapping"),
        ("rank: 1\ntray: [tea: ]\nguest: a", "x:2:8: tray[0]: this cannot stand beside `rank`: trays have no rank"),
        ("tray: [tea: ]\nguest: a\nrank: 1", "x:3:1: rank: this cannot stand beside `tray[0]`: trays have no rank"),
        ('guest: a\nrank: "a\\nb\\e"', "x:2:1: rank: `a\\nb\\x1b` is not a whole number"),
        ("guest: a\nnotes: {b: 5}", "x:2:9: notes.b: this must be text; put the value in quotes"),
    ],
)
def test_a_wrong_value_gets_one_sentence_with_place_and_key(text, sentence):
    (problem,) = problems(text)
    assert problem.startswith(sentence) or sentence in problem


def test_everything_that_is_wrong_is_told_in_the_order_of_the_document():
    text = "zzz: 1\nsize: huge\nguest: 5\ndrinks:\n- milk:\n- tea: {sugar: x}\nrank: x\n"
    assert [problem.split(": ")[1] for problem in problems(text)] == [
        "zzz",
        "size",
        "guest",
        "drinks[0].milk",
        "drinks[1].tea.sugar",
        "rank",
    ]


def test_a_value_that_may_be_a_secret_is_never_repeated():
    assert "4711" not in problems("guest: a\npin: 4711")[0]


class Unreadable(Struct):
    value: complex


def test_a_field_that_no_document_can_hold_is_refused_by_build():
    with pytest.raises(TypeError, match="no document can hold"):
        build(Unreadable, {"value": 1})


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"guest": "a", "drinks": 5}, "drinks: a list must stand here, as in [a, b], not a number"),
        ({"guest": "a", "notes": 5}, "notes: keys with values must stand here, not a number"),
        (5, "keys with values must stand here (guest, pin, drinks, size, price, rank, paid, success, flag, origin, "),
    ],
)
def test_plain_data_of_the_wrong_structure_are_refused_with_the_path_of_the_key(data, sentence):
    with pytest.raises(WrongKeysError) as caught:
        build(Order, data)
    assert str(caught.value).startswith(sentence)


def test_everything_that_is_wrong_in_plain_data_is_told_in_their_order():
    data = {"rank": 0.5, "drinks": [{"tea": {"sugar": -1}}, {"milk": None}], "zzz": 1}
    with pytest.raises(WrongKeysError) as caught:
        build(Order, data)
    assert str(caught.value) == (
        "guest: this key is required; "
        "rank: `0.5` is not a whole number; write one from -1000000 to 1000000; "
        "drinks[0].tea.sugar: -1 is out of range; write a whole number from 0 to 1000; "
        "drinks[1].milk: there is no such key here; possible are tea, water; "
        "zzz: there is no such key here; possible are guest, pin, drinks, size, price, rank, paid, success, flag, "
        "origin, notes, tray"
    )


def test_of_a_flood_of_mistakes_the_first_hundred_are_told():
    assert len(problems("guest: a\n" + "".join(f"k{n}: 1\n" for n in range(500)))) == 100
