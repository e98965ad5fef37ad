"""The files that make a sandbox of what was seen: ``write_files`` writes them over nothing but its own.

::

    settings_text     a settings file
    scenario_texts    a scenario for each kind of story; ``outcome_texts`` says how a call or a message ends in it
"""
