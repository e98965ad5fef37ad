"""The life of a call or a message: placed, refused, on its way, ended, charged, asked about, taken up again.

To follow a call: ``exchange`` places it, ``calls`` takes it from its first dial to its end. To follow a message:
``messages`` checks the request, makes a message of it, and takes it from channel to channel to its end.
``request_outcome`` is what comes of every request.

Beside them::

    accounts                    what decides about requests to come: balances, RequestIds, codes, limits
    components                  what all of them work with
    inquiries                   answers to questions
    inbound_intake              what people write to shortcodes
    applications                applications for templates and packages
    manual_delivery             callbacks that somebody sends by hand
    expectations                what a test expects and waits for, and what is shown where that does not come
    recovery                    all of it taken up again from a store
"""
