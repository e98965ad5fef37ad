"""What users write in YAML.

``documents/`` reads it, and reports every mistake with its place. ``settings`` is what can be set, ``account`` the part
of it that is an account's, ``settings_file`` the file that says it. ``match`` is globs over requests, ``retry_presets``
how eSMS and others send a failed callback again.
"""
