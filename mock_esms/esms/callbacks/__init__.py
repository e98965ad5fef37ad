"""What eSMS reports afterwards, and by which address.

Its files::

    callback_url       the address that reports a call
    message_callback   the one that reports a message; ``entry_callback``: everything but a call
    callback_body      what a POST says instead
    callback_kinds     what any request reports, by which parameters
"""
