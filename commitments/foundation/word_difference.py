"""Compares two texts word by word: what is the same, removed or added."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Final, Literal, NamedTuple

_WORDS: Final = re.compile(r"\s*\S+")


class DifferencePiece(NamedTuple):
    """A stretch of text; ``kind`` says in which of the two texts it is."""

    kind: Literal["both", "before", "after"]
    text: str


def word_difference(before: str, after: str) -> list[DifferencePiece]:
    """Return the pieces in reading order, removed text before its replacement.

    White space at the ends of a piece is left out.
    """
    return [piece for piece in _pieces(before, after) if piece.text]


def _pieces(before: str, after: str) -> Iterator[DifferencePiece]:
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    matcher = SequenceMatcher(None, [*map(str.strip, old)], [*map(str.strip, new)], autojunk=False)
    for tag, first, end, other_first, other_end in matcher.get_opcodes():
        if tag == "equal":
            yield DifferencePiece("both", "".join(new[other_first:other_end]).strip())
            continue
        yield DifferencePiece("before", "".join(old[first:end]).strip())
        yield DifferencePiece("after", "".join(new[other_first:other_end]).strip())
