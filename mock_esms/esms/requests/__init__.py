"""The way down: from a raw request to a typed one, or to the reason why it reaches no operation.

In this order::

    request            all of it, in one step
    routing            which operations an address reaches
    body               where the parameters stand: query_string, content_type
    parameters         whole numbers and SendDate out of strings
    call_request       the parameters of a call, understood
    masking            hides secrets in what is shown

What eSMS swallows silently::

    request_warnings   in the parameters; ``unencoded_callback_url`` and ``callback_placeholders``: in a CallbackUrl

For speed alone::

    request_cache      a query, read once for all requests of an application; skip it the first time
    posted_cache       the same for JSON that is posted; skip it the first time
"""
