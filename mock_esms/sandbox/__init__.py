"""The Python API: a sandbox that runs here, and what a test says, waits for and is shown.

``base`` is what is said and asked at once; on it stand ``async_sandbox`` (waiting is awaited) and ``blocking`` (waiting
blocks). ``builder`` says what happens to a call or message, ``inbound_reply`` what came of writing to a shortcode.
``own_loop`` is the event loop in which a sandbox lives, ``blocking_wait`` waits for it in another thread.
"""
