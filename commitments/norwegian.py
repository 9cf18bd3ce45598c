"""Norwegian names in Norwegian order, the same on every database. Pure."""

import unicodedata
from typing import Final

_LAST: Final = {"æ": "\uffff1", "ä": "\uffff1", "ø": "\uffff2", "ö": "\uffff2", "å": "\uffff3"}


def sort_key(name: str) -> tuple[str, str]:
    """A key that puts æ, ø, å last, aa with å, and other accents beside their bare letters.

    The second half decides between names that the first takes for the same.
    """
    folded = unicodedata.normalize("NFC", name).casefold().replace("aa", "å")
    letters = (_LAST.get(letter) or _bare(letter) for letter in folded)
    return "".join(letters), name


def _bare(letter: str) -> str:
    return unicodedata.normalize("NFD", letter)[0]
