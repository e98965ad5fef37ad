"""Scenarios: what a called person and the carrier do, told in YAML, and what follows from it for one call. Pure.

Read in this order::

    model.py      what a scenario can say: dials and their outcomes, the callback
    timeline.py   request + scenario + chance -> what happens when (CONTRACT 4); the heart of the room
    chance.py     everything that is drawn at random for one call (CONTRACT 3)
    loader.py     YAML -> Scenario, with the place of every mistake
    files.py      which files the user named, and where the shipped ones are
    library.py    all scenarios by name: which one is chosen for a request, and why
    shelf.py      the layers that the library is made of: api over files over shipped
    index.py      the first scenario whose match fits, found without asking each
"""

from mock_esms.scenario.chance import Chance
from mock_esms.scenario.library import Armed, Entry, Library
from mock_esms.scenario.loader import load_scenario, parse_scenario
from mock_esms.scenario.model import (
    Answered,
    Busy,
    DialRule,
    Failed,
    NoAnswer,
    Rejected,
    Scenario,
    Story,
)
from mock_esms.scenario.timeline import callback_plan, timeline

__all__ = [
    "Answered",
    "Armed",
    "Busy",
    "Chance",
    "DialRule",
    "Entry",
    "Failed",
    "Library",
    "NoAnswer",
    "Rejected",
    "Scenario",
    "Story",
    "callback_plan",
    "load_scenario",
    "parse_scenario",
    "timeline",
]
