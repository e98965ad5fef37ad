"""From a checked value back to plain data, which ``build`` would make the same value of."""

from decimal import Decimal

from mock_esms.model.value import fields_of, is_value


def to_plain(value: object) -> object:
    """Mappings, lists, texts and numbers; amounts as texts, so that none of their digits is lost.

    A value that is written in another way than as its fields says so itself, by a method ``written``.
    """
    if is_value(type(value)):
        written = getattr(value, "written", None)
        if written is not None:
            return written()
        return {field.name: to_plain(getattr(value, field.name)) for field in fields_of(value)}
    if isinstance(value, tuple | list):
        return [to_plain(part) for part in value]
    return str(value) if isinstance(value, Decimal) else value
