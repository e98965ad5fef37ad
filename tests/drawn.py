"""Values that Hypothesis draws."""

from hypothesis import strategies as st


def made(value, **fields):
    """A strategy for values with these fields drawn, and all others as they are by default.

    ``st.builds`` would draw each field of a named tuple, also what goes with nothing else.
    """
    return st.fixed_dictionaries(fields).map(lambda drawn: value(**drawn))
