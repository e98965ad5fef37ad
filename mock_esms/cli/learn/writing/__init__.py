"""The files that make a sandbox of what was seen: ``write_files`` writes them over nothing but its own.

::

    settings_text     a settings file
    scenario_texts    a scenario for each kind of story: of a call (``call_stories``) or a message (``message_stories``)
"""
