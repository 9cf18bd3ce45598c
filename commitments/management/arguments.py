"""Argument types shared by several commands."""

from argparse import ArgumentTypeError
from datetime import date


def day(text: str) -> date:
    """Parse a day written YYYY-MM-DD.

    Raises:
        ArgumentTypeError: the text is not such a day.
    """
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text} is no day; write YYYY-MM-DD") from error
