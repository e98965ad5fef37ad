"""The members of a Zalo payload, each refused with its place when it is missing, too long or of another kind. Pure."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple


class PayloadError(ValueError):
    """A payload is not as documented; ``place`` is the way to what is wrong, ``what`` says it."""

    def __init__(self, place: str, what: str) -> None:
        super().__init__(f"{place}: {what}")
        self.place = place
        self.what = what


class PayloadObject(NamedTuple):
    """An object in a payload, and its place in it. What asks for a member raises ``PayloadError``."""

    members: Mapping[str, Any]
    place: str = ""

    def place_of(self, name: str) -> str:
        """The place of a member."""
        return f"{self.place}.{name}" if self.place else name

    def object_of(self, name: str) -> "PayloadObject":
        """The object of that name."""
        found = self.members.get(name)
        if not isinstance(found, dict):
            raise PayloadError(self.place_of(name), "there must be an object here")
        return PayloadObject(found, self.place_of(name))

    def objects_of(self, name: str, *, most: int | None = None) -> list["PayloadObject"]:
        """The objects in the list of that name, one at least, ``most`` at most; None: any number."""
        found, place = self.members.get(name), self.place_of(name)
        if not isinstance(found, list) or not found:
            raise PayloadError(place, "there must be a list of objects here")
        if most is not None and len(found) > most:
            raise PayloadError(place, f"there are {len(found)}, and {most} are allowed")
        objects = [PayloadObject(each, f"{place}[{position}]") for position, each in enumerate(found)]
        for each in objects:
            if not isinstance(each.members, dict):
                raise PayloadError(each.place, "there must be an object here")
        return objects

    def text_of(self, name: str, *, most: int | None = None, among: tuple[str, ...] = (), required: bool = True) -> str:
        """The text of that name, empty where it may be missing.

        ``most`` is how many characters it may have, ``among`` which texts it may be; None and nothing: any.
        """
        found, place = self.members.get(name), self.place_of(name)
        if found is None and not required:
            return ""
        if not isinstance(found, str) or not found:
            raise PayloadError(place, "there must be a text here")
        if most is not None and len(found) > most:
            raise PayloadError(place, f"it has {len(found)} characters, and {most} are allowed")
        if among and found not in among:
            raise PayloadError(place, f"it is none that is documented; write {' or '.join(among)}")
        return found


_BUTTONS: Final[Mapping[str, Mapping[str, int | None] | int]] = {
    "oa.open.url": {"url": None},
    "oa.query.show": 1000,
    "oa.query.hide": 1000,
    "oa.open.sms": {"content": 160, "phone_code": None},
    "oa.open.phone": {"phone_code": None},
}
"""What each type of button has as its payload: a text, or an object of texts, with the length of each (S10)."""


def check_buttons(attached: PayloadObject, *, most: int | None, longest_title: int) -> None:
    """Refuse buttons that are too many, or of which one is not as documented (FACTS-MESSAGES 2, S10 and S12)."""
    for button in attached.objects_of("buttons", most=most):
        button.text_of("title", most=longest_title)
        wanted = _BUTTONS[button.text_of("type", among=tuple(_BUTTONS))]
        if isinstance(wanted, int):
            button.text_of("payload", most=wanted)
        else:
            payload = button.object_of("payload")
            for name, longest in wanted.items():
                payload.text_of(name, most=longest)


def text_or_nothing(parent: object, name: str) -> str:
    """The text of that name, empty where there is none: for what nobody has looked at."""
    found = parent.get(name) if isinstance(parent, dict) else None
    return found if isinstance(found, str) else ""


def list_or_nothing(parent: Mapping[str, Any], name: str) -> list[Any]:
    """The list of that name, empty where there is none."""
    found = parent.get(name)
    return found if isinstance(found, list) else []
