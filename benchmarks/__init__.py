"""Speed and memory of the sandbox beside plain aiohttp and other servers: ``make bench``, ``python -m benchmarks``.

Each file measures one thing (see ``comparisons``):

    placing.py    requests to place a call            beside a handler that returns a constant
    answering.py  the same                            beside WireMock, MockServer, mountebank, Mockoon (``peers``)
    counting.py   the same, in instructions           beside the handler; the gate holds the ratio
    counting_messages.py   SMS, in instructions       beside a handler that reads the body
    storing.py    the same with a store               beside a sandbox without
    sending.py    callback attempts                   beside a loop over a ClientSession
    pairs.py      a request and its callback          beside plain aiohttp, WireMock, MockServer, Prism, Mockoon
    arriving.py   from the answer to the callback     beside a round trip
    failing.py    a day of failing attempts           beside the loop over a ClientSession
    pending.py    the way through pending calls       beside the loop over a ClientSession
    capacity.py   100,000 calls pending               bytes each, and how long the event loop lets others wait
    filling.py    calls and queries, full journal     beside those in a small one
    starting.py   process start to first answer       beside an application of one handler
    memory.py     idle memory                         beside an application of one handler
    fixture.py    a sandbox in a test's process       above a bare server
    resetting.py  its start and reset                 beside pytest-httpserver's start and clear

Both sides of a comparison get the same bytes from the same client, each in a process of its own that is pinned to a
core, and take turns: what else the machine does meanwhile hits both. Only ratios mean something elsewhere.
"""
