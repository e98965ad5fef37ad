"""The annotation that tells people what a key means."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class About:
    """What a key means, in a sentence or two: editors show it, and the documentation is held against it.

    ``left_out`` says what it means to leave the key out, where its default does not say so.
    """

    text: str
    examples: tuple[object, ...] = ()
    left_out: str = ""
