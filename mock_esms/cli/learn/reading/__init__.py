"""What a log tells, whatever wrote it.

::

    log_source     a log's bytes, unpacked, and its lines
    log_reader     which format a line has
    access_log, json_log, har_log    the formats; ``timestamps`` reads their times, ``json_values`` what may be of any
                   type, ``posted_body`` what was posted
    log_entries    what comes out

``repeated_lines`` is there for speed: lines of an access log that are like an earlier one are read once.
"""
