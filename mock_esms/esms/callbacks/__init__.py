"""What eSMS reports afterwards, and by which address.

Its files::

    callback_url       the address that reports a call; ``voice_otp_callback``: one that was asked for like an SMS
    message_callback   the one that reports a message; ``message_results``: what of it
    entry_callback     everything but a call; ``appended_parameters``: how its address is made
    callback_body      what a POST says instead
    callback_kinds     what any request reports, by which parameters
"""
