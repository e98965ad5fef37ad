"""The tables of docs/scenarios.md, as the classes tell them."""

from typing import Annotated, get_args, get_origin, get_type_hints

from mock_esms.config.documents.annotations import NOT_WRITTEN, About, marks_of
from mock_esms.config.documents.json_schema import plain_default
from mock_esms.config.retry_presets import POLICIES
from mock_esms.config.settings import CallbackRules
from mock_esms.model.value import NO_DEFAULT, fields_of
from mock_esms.scenarios.callback import CallbackRule
from mock_esms.scenarios.dials import Answered
from mock_esms.scenarios.model import Scenario
from mock_esms.scenarios.reply import Reply

HEADER = "| key | left out | meaning |\n| --- | --- | --- |\n"


def about(hint) -> About:
    assert get_origin(hint) is Annotated
    return next(mark for mark in get_args(hint)[1:] if isinstance(mark, About))


def left_out(field, told: About) -> str:
    if told.left_out:
        return told.left_out
    if field.default is NO_DEFAULT:
        return "required"
    default = plain_default(field.default)
    return "nothing" if default is None else f"`{str(default).lower()}`"


def table_of(model, *, beside=None) -> str:
    """The table of a class's keys; of those that ``beside`` has not."""
    hints = get_type_hints(model, include_extras=True)
    inherited = {field.name for field in fields_of(beside)} if beside is not None else set()
    rows = []
    for field in fields_of(model):
        if field.name not in inherited and NOT_WRITTEN not in marks_of(hints[field.name]):
            told = about(hints[field.name])
            rows.append(f"| `{field.name}` | {left_out(field, told)} | {told.text} |\n")
    return HEADER + "".join(rows)


def waits(preset) -> str:
    shown = [str(span) for span in preset.wait]
    if len(shown) > 8:
        shown = [*shown[:3], "…", shown[-1]]
    return ", ".join(shown) or "none"


def policies() -> str:
    rows = []
    for preset in POLICIES.values():
        source = preset.source + (f"; {preset.not_played}" if preset.not_played else "")
        cells = (f"`{preset.name}`", preset.retries, waits(preset), preset.timeout, preset.success, source)
        rows.append(f"| {' | '.join(str(cell) for cell in cells)} |\n")
    return "".join(rows)


TABLES = {
    "Story": table_of(Scenario),
    "Reply": table_of(Reply),
    "Answered": table_of(Answered),
    "CallbackRules": table_of(CallbackRules),
    "CallbackStory": table_of(CallbackRule, beside=CallbackRules),
    "policies": policies(),
}
