"""The Python API: a sandbox that runs here, and what a test says, waits for and is shown.

``hosted_app`` is what runs: the application, its sockets, its event loop (``own_loop``). What is asked of it at once
is ``reading``, what is said to it ``base``; on these stand ``blocking`` (Sandbox: waiting blocks, by
``blocking_wait``) and ``async_sandbox`` (waiting is awaited). ``builder`` says what happens to a call or message,
``inbound_reply`` what came of writing to a shortcode.
"""
