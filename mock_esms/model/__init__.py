"""Frozen values of calls and callbacks, and pure rules over them."""
