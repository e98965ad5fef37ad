"""An HTTP/1.1 server for simple requests, GET or POST, beside aiohttp's; skip it the first time.

It exists for speed alone: the promises are a request that places a call with at most 1.3 times the instructions of a
bare aiohttp handler, and an SMS posted at half of its rate; without it each takes twice as many (docs/performance.md).
``connection`` serves a client, ``http_bytes`` parses and serializes. What it does not know it hands to aiohttp's
server, and a property test holds what it parses to aiohttp's own parser.
"""
