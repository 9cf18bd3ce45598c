"""Values of arguments that several commands read alike."""

from argparse import ArgumentTypeError
from datetime import date


def day(text: str) -> date:
    """A day written YYYY-MM-DD.

    Raises:
        ArgumentTypeError: it is none.
    """
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text} is no day; write YYYY-MM-DD") from error
