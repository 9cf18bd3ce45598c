"""Numbers in hidden fields, which a browser sends back as they were shown and anyone can craft."""

from typing import Final

_LARGEST: Final = len("2147483647")  # digits


def whole_number(text: str) -> int:
    """The number; 0, which no row has as its version, where the text is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LARGEST else 0
