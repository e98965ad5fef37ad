"""The variables of a ZNS template: read from a request, held against the template, and put into its text. Pure.

Operations write them in three ways: V6 as an object, V5 as a list of key and value, V4 and the multi-channel ones as a
list of values in the template's order, repeated variables once (FACTS-MESSAGES 2 and 3). What a template asks of them
is FACTS-MESSAGES 4, R7; that each fault is 790 is CONTRACT 12.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from mock_esms.config.account import ParameterType, ZnsParameter, ZnsTemplate
from mock_esms.esms.formats.dates import read_instant
from mock_esms.esms.formats.json_text import text_of_json
from mock_esms.esms.operation import VariablesForm
from mock_esms.model.calls import RequestWarning

_PLACEHOLDER: Final = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_NUMBER: Final = re.compile(r"[0-9]{1,12}")
_ANY_LENGTH: Final = 10_000
_MOST_TRIES: Final = 10_000
"""So often it is tried where the values of a text end, for a template in which a variable occurs twice."""

_WANTED: Final[Mapping[VariablesForm, str]] = {
    "object": 'an object, {"otp":"123456"}',
    "pairs": 'a list of key and value, [{"key":"otp","value":"123456"}]',
    "values": 'a list of values in the template\'s order, ["123456"]',
}
_TYPES: Final[Mapping[ParameterType, str]] = {
    "type_text": "text",
    "type_number": "a number of at most 12 digits",
    "type_date": "a date as dd/MM/yyyy",
    "type_cta_url": "the address, or part of one, for a button",
}


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
    return text_of_json(value) if isinstance(value, bool | str) else ""


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


def unreadable_variables(parameter: str, form: VariablesForm) -> RequestWarning:
    """What to say of variables that are written in another way than the operation takes."""
    return RequestWarning("zns-variables-unreadable", f"{parameter} cannot be read; write {_WANTED[form]}.")


def variables_problem(variables: Variables, template: ZnsTemplate | None) -> RequestWarning | None:
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
                return RequestWarning("zns-variable-missing", message)
        elif len(value) > parameter.max_length:
            message = (
                f"The variable {parameter.name} of the ZNS template {template.id} may have {parameter.max_length} "
                f"characters, this value has {len(value)}; shorten it."
            )
            return RequestWarning("zns-variable-too-long", message)
        elif not _is_of(parameter.type, value):
            message = (
                f"The variable {parameter.name} of the ZNS template {template.id} is {parameter.type}; write "
                f"{_TYPES[parameter.type]}."
            )
            return RequestWarning("zns-variable-type", message)
    return None


def _unknown(variable: Variable, template: ZnsTemplate, names: tuple[str, ...]) -> RequestWarning:
    has = ", ".join(names) or "none"
    if not variable.name:
        message = f"There are more values than the ZNS template {template.id} has variables; it has {has}."
    else:
        message = f"The ZNS template {template.id} has no variable {variable.name[:100]!r}; it has {has}."
    return RequestWarning("zns-variable-unknown", message)


def _is_of(kind: ParameterType, value: str) -> bool:
    match kind:
        case "type_number":
            return _NUMBER.fullmatch(value) is not None
        case "type_date":
            return read_instant(value, "day") is not None
        case "type_cta_url":
            return not any(character.isspace() for character in value)
        case "type_text":
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
        given = values_in(text, template.text) if template.text else None
        if given is not None:
            values = tuple(Variable(name, value) for name, value in given.items())
            if variables_problem(values, template) is None:
                return template, values
    return None


def values_in(text: str, template: str) -> dict[str, str] | None:
    """The variables' values with which a template makes this text, each as short as it can be; None when none do.

    Takes no longer than the text is long where no variable occurs twice; else it gives up after ``_MOST_TRIES``.
    """
    # Odd places are names, even ones what stands between them.
    pieces = _PLACEHOLDER.split(template)
    if not text.startswith(pieces[0]):
        return None
    return _Filling(text, pieces).fill(1, len(pieces[0]), {})


class _Filling:
    """Tries where the value of each variable ends, from left to right."""

    def __init__(self, text: str, pieces: list[str]) -> None:
        self._text = text
        self._pieces = pieces
        names = pieces[1::2]
        self._tries = _MOST_TRIES if len(set(names)) < len(names) else len(names) + 1

    def fill(self, place: int, begin: int, given: dict[str, str]) -> dict[str, str] | None:
        """The values from the variable at this place on, whose value begins there."""
        if place >= len(self._pieces):
            return given if begin == len(self._text) else None
        name = self._pieces[place]
        for end in self._ends(place, begin, given.get(name)):
            # Where each variable occurs once, the first end is right if any is: what follows has the more room.
            self._tries -= 1
            if self._tries < 0:
                return None
            after = end + len(self._pieces[place + 1])
            filled = self.fill(place + 2, after, {**given, name: self._text[begin:end]})
            if filled is not None:
                return filled
        return None

    def _ends(self, place: int, begin: int, value: str | None) -> Iterator[int]:
        """Where the value may end: before what stands behind it, the last one before the end of the text."""
        behind = self._pieces[place + 1]
        if value is not None:
            if self._text.startswith(value + behind, begin):
                yield begin + len(value)
        elif place + 2 >= len(self._pieces):
            end = len(self._text) - len(behind)
            if end >= begin and self._text.endswith(behind):
                yield end
        else:
            end = self._text.find(behind, begin)
            while end >= 0:
                yield end
                end = self._text.find(behind, end + 1)
