"""People to call: Vietnamese mobile numbers and names, drawn with Faker from a seed."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from mock_esms.cli.completion import ENDING
from mock_esms.esms.formats.phone import CARRIERS

if TYPE_CHECKING:
    from faker import Faker


class Person(NamedTuple):
    """Somebody to call: the place in the order, from 1; the number in national form; a name."""

    n: int
    phone: str
    name: str


def population(size: int, seed: str) -> Iterator[Person]:
    """So many people, the same for a seed however many follow them; no two have one number.

    There are some 370 million numbers to draw from. Faker's own Vietnamese ones have prefixes that no carrier has, and
    punctuation, so that eSMS would refuse them: prefix and digits are drawn apart. Magic numbers are left out, because
    what they do is no chance.
    """
    from faker import Faker

    fake = Faker("vi_VN")
    fake.seed_instance(seed)
    return _draw(size, fake)


def _draw(size: int, fake: "Faker") -> Iterator[Person]:
    prefixes = tuple(CARRIERS)
    drawn: set[str] = set()
    while len(drawn) < size:
        phone = fake.random_element(prefixes) + fake.numerify("#######")
        if phone in drawn or phone[-6:-3] == ENDING:
            continue
        drawn.add(phone)
        yield Person(len(drawn), phone, fake.name())
