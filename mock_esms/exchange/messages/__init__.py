"""Messages, from the request to the end.

Its files, in the order of a message's way::

    message_intake      a request is checked; bulk_intake: one with many messages
    message_placement   what nothing is against becomes a message; demo_rule: the demo brand's text fails if repeated
    message_progress    from channel to channel to its end
"""
