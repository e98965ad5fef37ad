"""What was seen of the callbacks in the logs.

::

    observer           takes in what the logs tell
    callback_shapes    the callback in a target; the order of parameters, and their values
    senders            the User-Agent, the method, and how long an answer was waited for
    send_index         every send by its id, however many there are
    clock_order        whether the times of a log run forward
    deliveries         the sends of one id: waits (each a ``duration_sample``) and ``response_statuses``
    endings, stories   how calls and messages ended, and how that was reported
"""
