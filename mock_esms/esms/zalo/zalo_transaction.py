"""A transaction message by Zalo user id: banner, header, texts, one table, buttons (FACTS-MESSAGES 2, S12). Pure."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from mock_esms.esms.zalo.payload_fields import PayloadError, inside, members, text_in, text_or_nothing
from mock_esms.esms.zalo.zalo_buttons import check_buttons

TRANSACTIONS: Final = frozenset(
    f"transaction_{kind}"
    for kind in (
        "billing",
        "order",
        "reward",
        "contract",
        "booking",
        "membership",
        "event",
        "transaction",
        "account",
        "internal",
        "partnership",
        "education",
        "rating",
    )
)
"""The template types of transactions."""

_LANGUAGES: Final = ("VI", "EN")
_ALIGNMENTS: Final = ("left", "center", "right")
_STYLES: Final = ("green", "blue", "yellow", "red", "grey")
_MOST_BUTTONS: Final = 4
_MOST_TEXTS: Final = 2
_MOST_FURTHER_ROWS: Final = 5
_STATUS: Final[Mapping[str, str]] = MappingProxyType({"VI": "Trạng thái", "EN": "Status"})


def check_transaction(attached: Mapping[str, Any], place: str) -> None:
    """Refuse a transaction that is not as documented. Raises ``PayloadError``.

    The rules about the words of a table depend on its language; where none is given, either language will do.
    """
    language = text_in(attached, "language", place, among=_LANGUAGES, required=False)
    languages = (language,) if language else _LANGUAGES
    elements = members(attached, "elements", place, most=None)
    texts = 0
    for position, element in enumerate(elements):
        here = f"{place}.elements[{position}]"
        kind = text_in(element, "type", here, among=tuple(_ELEMENTS))
        texts += kind == "text"
        if texts > _MOST_TEXTS:
            raise PayloadError(here, f"there may be {_MOST_TEXTS} elements of the type text")
        _ELEMENTS[kind](element, here, languages)
    if "buttons" in attached:
        check_buttons(attached, place, most=_MOST_BUTTONS, longest_title=35)


def transaction_text(attached: Mapping[str, Any]) -> str:
    """What the user reads, of a transaction with which nothing is wrong."""
    lines: list[str] = []
    for element in attached["elements"]:
        if element["type"] == "table":
            lines += [f"{row['key']}: {row['value']}" for row in element["content"]]
        else:
            lines.append(text_or_nothing(element, "content"))  # a banner has no use for one
    lines += [button["title"] for button in attached.get("buttons", ())]
    return "\n".join(line for line in lines if line)


def _check_banner(element: Mapping[str, Any], place: str, _languages: tuple[str, ...]) -> None:
    text_in(element, "image_url", place)


def _check_header(element: Mapping[str, Any], place: str, _languages: tuple[str, ...]) -> None:
    text_in(element, "content", place, most=100)
    text_in(element, "align", place, among=_ALIGNMENTS, required=False)


def _check_text(element: Mapping[str, Any], place: str, _languages: tuple[str, ...]) -> None:
    text_in(element, "content", place, most=250)
    text_in(element, "align", place, among=_ALIGNMENTS, required=False)


def _check_table(element: Mapping[str, Any], place: str, languages: tuple[str, ...]) -> None:
    rows = members(element, "content", place, most=1 + _MOST_FURTHER_ROWS)
    status = [_STATUS[language] for language in languages]
    for position, row in enumerate(rows):
        here = f"{place}.content[{position}]"
        key = text_in(row, "key", here, most=25)
        text_in(row, "value", here, most=100)
        if text_in(row, "style", here, among=_STYLES, required=False) and key not in status:
            raise PayloadError(inside(here, "style"), f"only the row {' or '.join(status)} may have one")
    if not any(_NAMES_IT[language](row["key"]) for language in languages for row in rows):
        wanted = " or ".join(_NAMED_BY[language] for language in languages)
        raise PayloadError(inside(place, "content"), f"a table needs a row whose key {wanted}")


_NAMES_IT: Final[Mapping[str, Callable[[str], bool]]] = MappingProxyType(
    {
        "VI": lambda key: key.startswith("Mã") or key == "Tên khách hàng",
        "EN": lambda key: "Code" in key or key == "Customer Name",
    }
)
_NAMED_BY: Final[Mapping[str, str]] = MappingProxyType(
    {"VI": "begins with Mã or is Tên khách hàng", "EN": "contains Code or is Customer Name"}
)

_ELEMENTS: Final[Mapping[str, Callable[[Mapping[str, Any], str, tuple[str, ...]], None]]] = MappingProxyType(
    {"banner": _check_banner, "header": _check_header, "text": _check_text, "table": _check_table}
)
"""How each type of element is checked."""
