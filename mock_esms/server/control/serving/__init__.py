"""How every request to the control API is served.

::

    auth         who may use it
    endpoint     what an endpoint is: a row of a table, and a handler whose signature says what goes in and out
    decode       bodies and queries -> frozen values, checked by their types
    responses    JSON, errors as JSON, and the headers of every response
    limits       how many requests of a kind may wait at one time
"""
