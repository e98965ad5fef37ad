"""``mock-esms serve``: runs the sandbox until a signal ends it.

``serve_command`` has the options, ``run_server`` runs it, ``banner`` says what there is to try. ``file_descriptors``
and ``gc_tuning`` prepare the process.
"""
