"""What JSON holds, as texts: every parameter of eSMS is one, however a client writes it (FACTS 4)."""

import json


def text_of_json(value: object) -> str:
    """A member of a body as the text that it would be in a query; lists and objects as compact JSON."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return compact_json(value) if isinstance(value, list | dict) else str(value)


def compact_json(value: object) -> str:
    """JSON without spaces, letters outside ASCII as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
