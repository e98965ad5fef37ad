"""What the journal keeps: listed, shown, and its callbacks sent by hand.

::

    calls, messages, inbound, applications    one kind each, with its JSON
    kind_control                              what all kinds have
    listing                                   which part of a list is shown
    entry_json, callback_json                 what the JSON of all kinds has in common
    entry_values                              entries as Python's own values, for ``mock_esms.Client``
"""
