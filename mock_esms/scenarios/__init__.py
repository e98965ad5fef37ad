"""Scenarios: what a called person and the carrier do, written in YAML, and what follows from it for one call. Pure.

Read in this order::

    model.py            a scenario: title, match, reply, dials, callback
    dials.py            what can happen on one dial; choose.py: one of several things, drawn by weight
    reply.py            how the request itself is answered, and the plan of it for one request
    callback.py         how the callback is delivered, and what goes wrong with it
    message.py          what becomes of messages, and of applications; message_schedule.py: of one message, when
    timeline.py         request + scenario + random numbers -> what happens when (CONTRACT 4); the heart of the room
    callback_plan.py    scenario + settings + preset -> how the callback is delivered
    seeded_random.py    everything that is drawn at random for one call (CONTRACT 3)
    loader.py           YAML -> Scenario, with the place of every mistake
    json_schema.py      the language and the settings as JSON Schema, for editors
    never_fits.py       globs that no request can fit, and why
    files.py, reload.py which files the user named, where the shipped ones are, and what has changed in them
    library.py          all scenarios by name: which one is chosen for a request, and why
    layers.py           what the library is made of: API over files over shipped; default_scenario.py: the last resort
    armed.py            what is armed, and for how many requests
    built_scenario.py   a scenario that a test builds step by step

Skip at first, they are there for speed: ``call_schedule_cache.py`` (one schedule for all calls for whom nothing is
drawn), ``message_schedule_cache.py`` (the same for messages), ``match_index.py`` (the first scenario whose match fits,
found without asking each).
"""
