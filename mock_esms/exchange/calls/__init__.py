"""Calls on their way.

Its files::

    call_progress   from the first dial to the end, and the person who decides an interactive call
    lines           which calls are on the lines of an account, and which wait for one
"""
