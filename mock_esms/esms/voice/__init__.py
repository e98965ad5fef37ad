"""Calls, and one-time passwords that are read aloud.

Its files::

    voice_operations   the rows of the voice host
    voice_checks       why a call is refused; first of all, whose a request of any kind is
    voice              what is heard, what is reported, what it costs
"""
