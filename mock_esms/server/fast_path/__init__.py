"""An HTTP/1.1 server for simple GET requests, beside aiohttp's; skip it the first time.

It exists for speed alone: a request through it costs about half the instructions (docs/performance.md). What it does
not know it hands to aiohttp's server, and a property test holds what it reads to aiohttp's own parser.
"""
