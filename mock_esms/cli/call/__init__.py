"""``mock-esms call``: places one call, or many to people who are drawn at random.

``call_command`` has the options, ``request`` is what goes out and comes back, ``arm`` chooses the scenario,
``follow_one`` prints the timeline. For many: ``bulk`` (all of it), ``people`` (whom), ``load`` (how many at a time),
``follow_many``, ``progress``, ``tally`` and ``campaign`` (how it went on the sandbox's clock).
"""
