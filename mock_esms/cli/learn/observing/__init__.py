"""What was seen of the callbacks in the logs.

::

    observer           takes in what the logs tell, each callback as an ``observed_callback``
    callback_shapes    the order of parameters, and their values
    send_index         every send by its id, however many there are
    clock_order        whether the times of a log run forward
    deliveries         the sends of one id: waits (each a ``duration_sample``) and ``response_statuses``
    story_kinds        how calls and messages ended, and how that was reported
"""
