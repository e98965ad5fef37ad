"""``mock-esms learn``: from a receiver's logs to a sandbox that behaves as the real eSMS does (CONTRACT 17).

``learn_command`` has the options. ``findings`` is the whole way, from logs to conclusions::

    reading/      a log's bytes, whatever its format, become requests
    observing/    the callbacks among them: how often, when, answered how, and what they said
    comparing/    that, beside what the sandbox does

``findings_report`` prints the conclusions; ``writing/`` makes settings and scenarios of them.

Nothing of a phone number, an id or a parameter of the receiver's own is kept.
"""
