"""``mock-esms record``: stands between an application and the real eSMS, and writes down what both say (CONTRACT 17).

::

    record_command   the options, and the warning that real phones ring
    run_proxy        listens until a signal ends it
    proxy            a request goes to eSMS, a callback to the application, and each answer back
    callback_url     finds the CallbackUrl in a request, wherever its kind of body has it, and puts another one there
    callback_routes  which address of ours stands for which address of the application's
    forward          one request, sent once
    pseudonyms       what may be written down of a value: as it is, replaced, or not at all
    recording_lines  the lines that are written
    recording_writer where they are written
"""
