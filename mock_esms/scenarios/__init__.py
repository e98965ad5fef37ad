"""Scenarios: what a called person and the carrier do, told in YAML, and what follows from it for one call. Pure.

Read in this order::

    model.py            a scenario: title, match, reply, dials, callback
    dials.py            what can happen on one dial
    reply.py            how the request itself is answered, and the plan of it for one request
    callback.py         how the callback is delivered, and what goes wrong with it
    timeline.py         request + scenario + random numbers -> what happens when (CONTRACT 4); the heart of the room
    callback_plan.py    scenario + settings + preset -> how the callback is delivered
    seeded_random.py    everything that is drawn at random for one call (CONTRACT 3)
    loader.py           YAML -> Scenario, with the place of every mistake
    json_schema.py      the language and the settings as JSON Schema, for editors
    files.py, reload.py which files the user named, where the shipped ones are, and what has changed in them
    library.py          all scenarios by name: which one is chosen for a request, and why
    layers.py           what the library is made of: API over files over shipped
    armed.py            what is armed, and for how many requests

Skip at first, they are there for speed: ``timeline_cache.py`` (one timeline for all calls for whom nothing is drawn),
``match_index.py`` (the first scenario whose match fits, found without asking each).
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
from mock_esms.scenarios.model import Scenario
from mock_esms.scenarios.reply import Reply, ReplyFault, ReplyPlan
from mock_esms.scenarios.seeded_random import SeededRandom
from mock_esms.scenarios.timeline import DialParameters, decided, hung_up, key_counts, pressed
from mock_esms.scenarios.timeline_cache import TimelineCache

__all__ = [
    "Answered",
    "Armed",
    "Busy",
    "CallbackRule",
    "Choose",
    "DialParameters",
    "DialRule",
    "Failed",
    "Forward",
    "Interactive",
    "Library",
    "ListedScenario",
    "NoAnswer",
    "Rejected",
    "Reply",
    "ReplyFault",
    "ReplyPlan",
    "Scenario",
    "SeededRandom",
    "TimelineCache",
    "WeightedOption",
    "callback_plan",
    "decided",
    "hung_up",
    "key_counts",
    "load_scenario",
    "parse_scenario",
    "pressed",
]
