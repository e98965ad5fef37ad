"""A transaction message by Zalo user id: banner, header, texts, one table, buttons (FACTS-MESSAGES 2, S12). Pure."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from mock_esms.esms.zalo.payload_fields import PayloadError, PayloadObject, check_buttons, text_or_nothing

_KINDS: Final = (
    "billing order reward contract booking membership event transaction account internal partnership education rating"
)
TRANSACTIONS: Final = frozenset(f"transaction_{kind}" for kind in _KINDS.split())
"""The template types of transactions."""

_LANGUAGES: Final = ("VI", "EN")
_ALIGNMENTS: Final = ("left", "center", "right")
_STYLES: Final = ("green", "blue", "yellow", "red", "grey")
_LONGEST: Final = {"header": 100, "text": 250}
_MOST_BUTTONS: Final = 4
_MOST_TEXTS: Final = 2
_MOST_FURTHER_ROWS: Final = 5
_STATUS: Final[Mapping[str, str]] = {"VI": "Trạng thái", "EN": "Status"}


def check_transaction(attached: PayloadObject) -> None:
    """Refuse a transaction that is not as documented. Raises ``PayloadError``.

    The rules about the words of a table depend on its language; where none is given, either language will do.
    """
    language = attached.text_of("language", among=_LANGUAGES, required=False)
    texts = 0
    for element in attached.objects_of("elements"):
        kind = element.text_of("type", among=("banner", "header", "text", "table"))
        texts += kind == "text"
        if texts > _MOST_TEXTS:
            raise PayloadError(element.place, f"there may be {_MOST_TEXTS} elements of the type text")
        if kind == "table":
            _check_table(element, (language,) if language else _LANGUAGES)
        elif kind == "banner":
            element.text_of("image_url")
        else:
            element.text_of("content", most=_LONGEST[kind])
            element.text_of("align", among=_ALIGNMENTS, required=False)
    if "buttons" in attached.members:
        check_buttons(attached, most=_MOST_BUTTONS, longest_title=35)


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


def _check_table(table: PayloadObject, languages: tuple[str, ...]) -> None:
    rows = table.objects_of("content", most=1 + _MOST_FURTHER_ROWS)
    status = [_STATUS[language] for language in languages]
    for row in rows:
        key = row.text_of("key", most=25)
        row.text_of("value", most=100)
        if row.text_of("style", among=_STYLES, required=False) and key not in status:
            raise PayloadError(row.place_of("style"), f"only the row {' or '.join(status)} may have one")
    if not any(_NAMES_IT[language](row.members["key"]) for language in languages for row in rows):
        wanted = " or ".join(_NAMED_BY[language] for language in languages)
        raise PayloadError(table.place_of("content"), f"a table needs a row whose key {wanted}")


_NAMES_IT: Final[Mapping[str, Callable[[str], bool]]] = {
    "VI": lambda key: key.startswith("Mã") or key == "Tên khách hàng",
    "EN": lambda key: "Code" in key or key == "Customer Name",
}
_NAMED_BY: Final = {"VI": "begins with Mã or is Tên khách hàng", "EN": "contains Code or is Customer Name"}
