"""Calls, and one-time passwords that are read aloud.

Its files::

    voice_operations   the rows
    validation         why a call is refused
    voice              its id, what is heard, what is reported, what it costs
    voice_otp          the same for one that is asked for like an SMS
"""
