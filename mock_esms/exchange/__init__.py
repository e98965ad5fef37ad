"""The life of a call or a message: placed, refused, on its way, ended, charged, asked about, taken up again.

To follow a call: ``exchange`` places it, ``call_progress`` takes it from its first dial to its end. To follow a
message: ``message_intake`` checks the request (``bulk_intake`` one with many items), ``message_placement`` makes a
message of it, ``message_progress`` takes it from channel to channel to its end. ``request_outcome`` is what comes of
every request.

Beside them::

    accounts (bounded_dict), code_issuer, codes, demo_rule    what decides about requests to come
    lines, limits, rate_limiter        how many calls ring at a time, and what is too much
    status, inquiries                  answers to questions
    inbound_intake, applications       what people write to shortcodes; applications for templates and packages
    manual_delivery                    callbacks that somebody sends by hand
    inbox, waits, bounds               what a phone has got; what a test waits for
    failure_report, timeline_text      what is shown where that does not come
    recovery                           all of it taken up again from a store
"""
