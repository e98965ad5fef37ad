"""Servers that others have written for the same purpose, each at the settings at which it is fastest.

They are no dependencies: what ``make bench-peers`` has installed is measured, the rest is left out, and that is said.
Each module names one of them and what it needs to answer a request to place a call: keys and phone are matched by a
rule, the id is random (Prism's is not: a random one only slows it down), callbacks go to a fixed address. None of them
keeps a journal here. The sandbox does, and fills the address of each callback.
"""
