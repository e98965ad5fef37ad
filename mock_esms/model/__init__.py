"""Frozen values, and pure rules over them.

::

    times              instants and durations
    calls              a call; ``message``, ``inbound`` and ``application``: what else the journal keeps
    raw_parameters     what a request said, of which many share one tuple
    message_plan       what becomes of a message when
    journal_entry      any of them
    callback           a callback and its attempts; ``delivery_plan``: how it is to be delivered
    resume             what is still to come of a call
    goals              how far a call or a message must have got
    received_request   a request to eSMS, as it is recorded
    inbox_item         what a person has got; ``one_time_code``: a code that eSMS has made, or that a text says
    codec              values as JSON and back; ``value``: what a value is, and its fields
"""
