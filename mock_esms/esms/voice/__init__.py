"""Calls, and one-time passwords that are read aloud.

Its files::

    voice_operations   the rows of the voice host
    validation         why a call is refused
    voice              what is heard, what is reported, what it costs
"""
