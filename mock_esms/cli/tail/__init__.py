"""``mock-esms tail``: follows the events of a running sandbox.

``tail_command`` has the options and prints, ``filter`` says which events are shown. On a terminal the ``panel`` shows
what is under way, of which ``active_entries`` keeps account.
"""
