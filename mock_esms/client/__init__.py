"""A sandbox that runs elsewhere, asked over its control API as one that runs here is asked directly.

::

    connection.py     one request and its answer, and every way in which that can fail in a sentence
    session.py        what both sides of a client share: the connection, and the account that is its own
    entries.py        answers -> the very values that a sandbox gives which runs here
    reading.py        what is asked: what happened, the clock, evidence
    base.py           what is said: what will happen, accounts, forgetting
    waiting.py        what waiting is asked for
    checking.py       the receiver check, from where the test runs
    blocking.py       Client: the same, and waiting that blocks
    asynchronous.py   AsyncClient: the same, and waiting that is awaited

Whatever is not needed to connect is imported when it is first used: a suite in another process or another container
pays for ``http.client`` and ``json``, and for nothing that a server needs.
"""
