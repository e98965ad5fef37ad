"""``mock-esms learn``: from a receiver's logs to a sandbox that behaves as the real eSMS does (CONTRACT 17).

``learn_command`` has the options. The way of a line, file by file::

    log_source         a log's bytes, unpacked, and its lines
    log_reader         which format a line has: access_log, json_log, har_log; timestamps reads their times, posted_body
                       what was posted; repeated_lines: those that differ in nothing that counts
    log_entries        what a line tells
    observer           takes it in, each callback as an observed_callback: callback_shapes counts values, clock_order
                       watches the clock, send_index has every send by its id
    deliveries         the sends of one id: waits and statuses (response_statuses); story_kinds are the kinds of ends of
                       calls and messages
    duration_sample    durations: median, spread, and the round number that fits
    redelivery         the policy that fits
    delivery_rows, value_rows    beside what the sandbox does, each a comparison_row
    findings           all of it together
    findings_report, settings_text, scenario_texts (with call_stories, message_stories), write_files
                       what comes out

Nothing of a phone number, an id or a parameter of the receiver's own is kept.
"""
