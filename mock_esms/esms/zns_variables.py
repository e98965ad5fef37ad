"""The variables of a ZNS template: read from a request, held against the template, and put into its text. Pure.

Operations write them in three ways: V6 as an object, V5 as a list of key and value, V4 and the multi-channel ones as a
list of values in the template's order, repeated variables once (FACTS-MESSAGES 2 and 3). What a template asks of them
is FACTS-MESSAGES 4, R7; that each fault is 790 is CONTRACT 12.
"""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

from mock_esms.config.account import ParameterType, ZnsParameter, ZnsTemplate
from mock_esms.model.calls import CallWarning

VariablesForm = Literal["object", "pairs", "values"]
"""How a request writes them: ``{"otp":"1"}``, ``[{"key":"otp","value":"1"}]`` or ``["1"]``."""

_PLACEHOLDER: Final = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_NUMBER: Final = re.compile(r"[0-9]{1,12}")
_DATE: Final = re.compile(r"\d{2}/\d{2}/\d{4}", re.ASCII)
_ANY_LENGTH: Final = 10_000

_WANTED: Final[Mapping[VariablesForm, str]] = MappingProxyType(
    {
        "object": 'an object, {"otp":"123456"}',
        "pairs": 'a list of key and value, [{"key":"otp","value":"123456"}]',
        "values": 'a list of values in the template\'s order, ["123456"]',
    }
)
_TYPES: Final[Mapping[ParameterType, str]] = MappingProxyType(
    {
        "type_text": "text",
        "type_number": "a number of at most 12 digits",
        "type_date": "a date as dd/MM/yyyy",
        "type_cta_url": "the address, or part of one, for a button",
    }
)


class Variable(NamedTuple):
    """A variable's name and value; the name is empty where only the place in a list tells which it is."""

    name: str
    value: str


Variables = tuple[Variable, ...]


def read_variables(text: str, form: VariablesForm) -> Variables | None:
    """What a parameter that holds variables says, from its JSON; None when it is written in another way.

    Numbers and true or false count as their text, null counts as absent; without any text there are none.
    """
    if not text:
        return ()
    try:
        given = json.loads(text, parse_int=str, parse_float=str)
    except (ValueError, RecursionError):
        return None
    match form, given:
        case "object", dict():
            read = [(str(name), value) for name, value in given.items()]
        case "pairs", list() if all(isinstance(entry, dict) for entry in given):
            read = [(_plain(entry.get("key")), entry.get("value")) for entry in given]
        case "values", list():
            read = [("", value) for value in given]
        case _:
            return None
    if any(isinstance(value, dict | list) for _, value in read):
        return None
    return tuple(Variable(name, _plain(value)) for name, value in read if value is not None or form == "values")


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else ""


def wanted_variables(template: ZnsTemplate | None) -> tuple[ZnsParameter, ...] | None:
    """What a template asks for; None when nobody knows: it is not listed, or has neither variables nor text.

    Where only its text is known, they are those in it, in the order in which each occurs first, of any kind.
    """
    if template is None:
        return None
    if template.params is not None:
        return template.params
    if not template.text:
        return None
    names = dict.fromkeys(_PLACEHOLDER.findall(template.text))
    return tuple(ZnsParameter(name=name, max_length=_ANY_LENGTH) for name in names)


def named_variables(variables: Variables, template: ZnsTemplate | None) -> Variables:
    """The variables with the names that their places have in the template; what is too much stays without one."""
    wanted = wanted_variables(template) or ()
    names = [parameter.name for parameter in wanted] + [""] * len(variables)
    return tuple(
        variable if variable.name else Variable(name, variable.value)
        for variable, name in zip(variables, names, strict=False)
    )


def unreadable_variables(parameter: str, form: VariablesForm) -> CallWarning:
    """What to say of variables that are written in another way than the operation takes."""
    return CallWarning("zns-variables-unreadable", f"{parameter} cannot be read; write {_WANTED[form]}.")


def variables_problem(variables: Variables, template: ZnsTemplate | None) -> CallWarning | None:
    """What is wrong with variables for this template, None when nothing is; ``variables`` have their names."""
    wanted = wanted_variables(template)
    if wanted is None or template is None:
        return None
    by_name = {parameter.name: parameter for parameter in wanted}
    given = {variable.name: variable.value for variable in variables}
    for variable in variables:
        if variable.name not in by_name:
            return _unknown(variable, template, tuple(by_name))
    for parameter in wanted:
        value = given.get(parameter.name, "")
        if not value:
            if parameter.required:
                message = f"The ZNS template {template.id} needs the variable {parameter.name}; give it a value."
                return CallWarning("zns-variable-missing", message)
        elif len(value) > parameter.max_length:
            message = (
                f"The variable {parameter.name} of the ZNS template {template.id} may have {parameter.max_length} "
                f"characters, this value has {len(value)}; shorten it."
            )
            return CallWarning("zns-variable-too-long", message)
        elif not _is_of(parameter.type, value):
            message = (
                f"The variable {parameter.name} of the ZNS template {template.id} is {parameter.type}; write "
                f"{_TYPES[parameter.type]}."
            )
            return CallWarning("zns-variable-type", message)
    return None


def _unknown(variable: Variable, template: ZnsTemplate, names: tuple[str, ...]) -> CallWarning:
    has = ", ".join(names) or "none"
    if not variable.name:
        message = f"There are more values than the ZNS template {template.id} has variables; it has {has}."
    else:
        message = f"The ZNS template {template.id} has no variable {variable.name[:100]!r}; it has {has}."
    return CallWarning("zns-variable-unknown", message)


def _is_of(kind: ParameterType, value: str) -> bool:
    match kind:
        case "type_number":
            return _NUMBER.fullmatch(value) is not None
        case "type_date":
            return _is_date(value)
        case "type_cta_url":
            return not any(character.isspace() for character in value)
        case "type_text":
            return True


def _is_date(value: str) -> bool:
    if _DATE.fullmatch(value) is None:
        return False
    try:
        datetime.strptime(value, "%d/%m/%Y")  # noqa: DTZ007 - a day has no time zone
    except ValueError:
        return False
    return True


def zns_text(variables: Variables, template: ZnsTemplate | None) -> str:
    """What the receiver reads: the template's text with its variables filled; without one, a line for each variable."""
    if template is not None and template.text:
        given = {variable.name: variable.value for variable in variables}
        return _PLACEHOLDER.sub(lambda found: given.get(found[1], ""), template.text)
    return "\n".join(f"{name}: {value}" if name else value for name, value in variables)


def template_of_text(text: str, templates: tuple[ZnsTemplate, ...]) -> tuple[ZnsTemplate, Variables] | None:
    """The first template that a full text fits, with the values of its variables; None when it fits none.

    A variable that occurs twice must have one value.
    """
    for template in templates:
        found = _pattern(template.text).fullmatch(text) if template.text else None
        if found is not None:
            names = list(dict.fromkeys(_PLACEHOLDER.findall(template.text)))
            values = tuple(Variable(name, found[place]) for place, name in enumerate(names, start=1))
            if variables_problem(values, template) is None:
                return template, values
    return None


def _pattern(text: str) -> re.Pattern[str]:
    groups: dict[str, int] = {}
    pattern, end = "", 0
    for placeholder in _PLACEHOLDER.finditer(text):
        pattern += re.escape(text[end : placeholder.start()])
        name = placeholder[1]
        pattern += f"(?:\\{groups[name]})" if name in groups else "(.*?)"
        groups.setdefault(name, len(groups) + 1)
        end = placeholder.end()
    return re.compile(pattern + re.escape(text[end:]), re.DOTALL)
