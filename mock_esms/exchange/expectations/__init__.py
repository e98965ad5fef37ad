"""What a test expects, and what it is shown.

Its files::

    waits            calls and messages that should get somewhere; how many there should be
    failure_report   what is shown where they do not; timeline_text: one call or message in lines
    inbox            what has come to a phone
"""
