"""Sandbox hours against receivers that fail, hang, reset and talk garbage: nothing may be lost, and nothing may grow.

``python -m benchmarks.soak`` (``make soak``) runs a sandbox in this process and watches it; ``outside`` is a second
process that places calls, sends messages, receives callbacks in the worst manners (``receivers``), and moves the clock,
all by HTTP.
"""
