"""A sandbox that runs elsewhere, asked over its control API as one that runs here is asked directly.

::

    connection.py     one request and its answer, and every way in which that can fail in a sentence
    entries.py        answers -> the very values that a sandbox gives which runs here
    reading.py        what is asked: what happened, the clock, evidence; and what both sides of a client share
    base.py           what is said: what will happen, accounts, forgetting
    waiting.py        what waiting is asked for
    blocking.py       Client: the same, and waiting that blocks
    asynchronous.py   AsyncClient: the same, and waiting that is awaited

Whatever is not needed to connect is imported when it is first used: a suite in another process or another container
pays for ``http.client`` and ``json``, and for nothing that a server needs.
"""
