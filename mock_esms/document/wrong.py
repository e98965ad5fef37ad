"""The error of a value that knows which of its own keys is wrong."""

from collections.abc import Iterable


class WrongKeysError(ValueError):
    """Keys inside a value are wrong; each with a sentence, so that the place of the very key can be told.

    Raised where a value is made (``__post_init__``, ``parse``). Whoever knows no places reads ``str()``.
    """

    def __init__(self, wrong: Iterable[tuple[str, str]]) -> None:
        """Keep pairs of key and sentence."""
        self.wrong = tuple(wrong)
        super().__init__("; ".join(f"{key}: {sentence}" for key, sentence in self.wrong))
