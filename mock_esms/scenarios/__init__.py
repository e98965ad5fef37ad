"""Scenarios: what a called person and the carrier do, told in YAML, and what follows from it for one call. Pure.

Read in this order::

    model.py      a scenario: title, match, reply, dials, callback
    dials.py      what can happen on one dial
    reply.py      how the request itself is answered
    reports.py    how the callback is delivered, and what goes wrong with it
    timeline.py   request + scenario + chance -> what happens when (CONTRACT 4); the heart of the room
    plan.py       scenario + settings + policy -> how the callback is delivered
    courses.py    timeline + plan, decided once for all calls for whom nothing is drawn
    chance.py     everything that is drawn at random for one call (CONTRACT 3)
    loader.py     YAML -> Scenario, with the place of every mistake
    schema.py     the language and the settings as JSON Schema, for editors
    files.py      which files the user named, and where the shipped ones are
    library.py    all scenarios by name: which one is chosen for a request, and why
    armed.py      what is armed, and for how many requests
    shelf.py      the layers that the library is made of: api over files over shipped
    index.py      the first scenario whose match fits, found without asking each
"""

from mock_esms.scenarios.armed import Armed
from mock_esms.scenarios.callback import CallbackRule
from mock_esms.scenarios.callback_plan import callback_plan
from mock_esms.scenarios.dials import (
    Answered,
    Busy,
    Choose,
    DialRule,
    Failed,
    Forward,
    Interactive,
    NoAnswer,
    Rejected,
    WeightedOption,
)
from mock_esms.scenarios.library import Library, ListedScenario
from mock_esms.scenarios.loader import load_scenario, parse_scenario
from mock_esms.scenarios.model import Scenario, Story
from mock_esms.scenarios.reply import Reply
from mock_esms.scenarios.seeded_random import SeededRandom
from mock_esms.scenarios.timeline import decided, hung_up, key_counts, pressed, reply_plan, timeline
from mock_esms.scenarios.timeline_cache import TimelineCache

__all__ = [
    "Answered",
    "Armed",
    "Busy",
    "CallbackRule",
    "Choose",
    "DialRule",
    "Failed",
    "Forward",
    "Interactive",
    "Library",
    "ListedScenario",
    "NoAnswer",
    "Rejected",
    "Reply",
    "Scenario",
    "SeededRandom",
    "Story",
    "TimelineCache",
    "WeightedOption",
    "callback_plan",
    "decided",
    "hung_up",
    "key_counts",
    "load_scenario",
    "parse_scenario",
    "pressed",
    "reply_plan",
    "timeline",
]
