"""``mock-esms learn``: from a receiver's logs to a sandbox that behaves as the real eSMS does (CONTRACT 17).

The way of a line, file by file::

    source        a log's bytes, unpacked, and its lines
    reader        which format a line has: access_log, json_log, har; timestamps reads their times
    logged        what a line tells
    observer      takes it in: shapes counts values, order watches the clock, sends keeps every send by its id
    deliveries    the sends of one id: waits and statuses; stories are the kinds of ends that calls and messages had
    sample        durations: median, spread, and the round number that fits
    redelivery    the policy that fits
    delivery_rows, value_rows    beside what the sandbox does
    learnt        all of it together
    report, settings_text, scenario_texts (with call_stories, message_stories), write    what comes out

Nothing of a phone number, an id or a parameter of the receiver's own is kept.
"""
