"""What was seen, beside what the sandbox does, each a ``comparison_row``.

::

    redelivery       the retry policy that fits the sends
    delivery_rows    sends, waits, statuses, sender
    value_rows       order, spelling and values of parameters
"""
