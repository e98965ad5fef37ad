"""The members of a Zalo payload, each refused with its place when it is missing, too long or of another kind. Pure."""

from collections.abc import Mapping
from typing import Any


class PayloadError(ValueError):
    """A payload is not as documented; ``place`` is the way to what is wrong, ``what`` says it."""

    def __init__(self, place: str, what: str) -> None:
        super().__init__(f"{place}: {what}")
        self.place = place
        self.what = what


def member(parent: Mapping[str, Any], name: str, place: str) -> Mapping[str, Any]:
    """The object of that name. Raises ``PayloadError``."""
    found = parent.get(name)
    if not isinstance(found, dict):
        raise PayloadError(inside(place, name), "there must be an object here")
    return found


def members(parent: Mapping[str, Any], name: str, place: str, *, most: int | None) -> tuple[Mapping[str, Any], ...]:
    """The objects in the list of that name, one at least, ``most`` at most. Raises ``PayloadError``."""
    found = parent.get(name)
    if not isinstance(found, list) or not found:
        raise PayloadError(inside(place, name), "there must be a list of objects here")
    if most is not None and len(found) > most:
        raise PayloadError(inside(place, name), f"there are {len(found)}, and {most} are allowed")
    for position, each in enumerate(found):
        if not isinstance(each, dict):
            raise PayloadError(inside(place, f"{name}[{position}]"), "there must be an object here")
    return tuple(found)


def text_in(  # noqa: PLR0913 - one text, and all that may be asked of it
    parent: Mapping[str, Any],
    name: str,
    place: str,
    *,
    most: int | None = None,
    among: tuple[str, ...] = (),
    required: bool = True,
) -> str:
    """The text of that name, empty where it may be missing. Raises ``PayloadError``.

    ``most`` is how many characters it may have, ``among`` which texts it may be; None and nothing: any.
    """
    found = parent.get(name)
    here = inside(place, name)
    if found is None and not required:
        return ""
    if not isinstance(found, str) or not found:
        raise PayloadError(here, "there must be a text here")
    if most is not None and len(found) > most:
        raise PayloadError(here, f"it has {len(found)} characters, and {most} are allowed")
    if among and found not in among:
        raise PayloadError(here, f"it is none that is documented; write {' or '.join(among)}")
    return found


def text_or_nothing(parent: object, name: str) -> str:
    """The text of that name, empty where there is none: for what nobody has looked at."""
    found = parent.get(name) if isinstance(parent, dict) else None
    return found if isinstance(found, str) else ""


def list_or_nothing(parent: Mapping[str, Any], name: str) -> list[Any]:
    """The list of that name, empty where there is none."""
    found = parent.get(name)
    return found if isinstance(found, list) else []


def inside(place: str, name: str) -> str:
    """The place of a member."""
    return f"{place}.{name}" if place else name
