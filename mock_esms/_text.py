"""Text that somebody else wrote, made harmless before it is shown."""


def printable(text: str) -> str:
    """Text in which nothing can move the cursor of a terminal or break the line."""
    return "".join(letter if letter.isprintable() else f"\\x{ord(letter):02x}" for letter in text)
