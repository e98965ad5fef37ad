"""Speed and memory of the sandbox beside what plain aiohttp does: ``make bench``, or ``python -m benchmarks``.

Each file measures one thing (see ``comparisons``):

    placing.py    requests to place a call        beside a handler that returns a constant
    sending.py    callback attempts               beside a loop over a ClientSession
    pending.py    many calls pending at once      bytes a call, and the way through them when the clock is advanced
    starting.py   process start to first answer   beside an application of one handler

Both sides of a comparison get the same bytes from the same client, each in a process of its own that is pinned to a
core, and take turns: what else the machine does meanwhile hits both. Only ratios mean something elsewhere.
"""
