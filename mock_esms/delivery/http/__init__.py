"""One HTTP request over one connection, and all that is recorded of it.

Reading order: ``client`` (all of it), ``address`` (where it goes), ``request`` (what is sent), ``connect`` (look-up,
judgement, TCP, TLS), ``transport_connection``, ``socket_connection`` and ``round_trip`` (what comes back),
``response_head`` and ``response_body`` (what it means), ``phase_timer`` (how long each step took),
``idle_connections`` (what is used again).
"""
