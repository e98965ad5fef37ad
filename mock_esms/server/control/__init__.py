"""The control API of CONTRACT 7 and 13, in JSON under ``/_mock/``: it reads the journal and asks the exchange.

::

    control_app  all of it as an application
    serving      how every request is served: who may ask, what is read of it, what it is answered
    entries      calls, messages, what people write, and applications: listed, shown, and delivered by hand
    history      what has happened: waiting for it, counting it, following it, and what has come to a phone
    setup        what is to happen: the clock, scenarios, accounts
    health       whether the sandbox runs
    endpoints    the table of all endpoints
    openapi      the table described; ``schemas`` makes JSON Schema of its types

Each file of a group has the types of what its endpoints take and answer, the handlers, and how values become JSON.
"""
