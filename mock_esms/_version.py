"""The version, in a file of its own so that the build reads it without importing anything."""

__version__ = "0.1.0"
STORE_FORMAT = 3
"""How many steps lead to the present form of a store; a test holds it against ``journal.store.migrations``."""
