"""JSON as the host of callback data writes it, ASP.NET Web API by its looks (FACTS-MESSAGES 4, R15).

Unlike WCF it writes members as they are declared and null as null, and leaves slashes alone.
"""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from mock_esms.esms.responses.wcf_json import JsonValue

_LINE_ENDS: Final = str.maketrans({"\u0085": r"\u0085", "\u2028": r"\u2028", "\u2029": r"\u2029"})
"""Json.NET escapes what JavaScript takes for the end of a line."""


def web_api_json(fields: Mapping[str, JsonValue]) -> bytes:
    """Compact JSON in the order of the members; an amount has one place, or as many as it needs: ``330.0``."""
    text = json.dumps(fields, ensure_ascii=False, separators=(",", ":"), default=_number)
    return text.translate(_LINE_ENDS).encode("utf-8", "replace")


def web_api_message(text: str) -> bytes:
    """The body of an error that no operation has written."""
    return web_api_json({"Message": text})


def _number(value: object) -> object:
    if isinstance(value, Decimal):
        return float(value)
    return dict(value) if isinstance(value, Mapping) else value
