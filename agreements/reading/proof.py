"""Proofs about a stored text: what its segments cover, and its two checksums.

Everything is computed from the text itself, and never from stored statements about it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from agreements.reading.content import fold


@dataclass(frozen=True, slots=True)
class TextCoverage:
    """How many characters of a text are in exactly one of its segments, without white space.

    ``strays`` are the places of segments, counted from 1, that are not in the text after the
    previous segment. ``joins``: the segments, joined by one space, are the folded text.
    """

    characters: int
    covered: int
    strays: tuple[int, ...]
    joins: bool

    @property
    def is_complete(self) -> bool:
        """Whether every character is in exactly one segment, and every segment in the text."""
        return self.joins and self.covered == self.characters and not self.strays


@dataclass(frozen=True, slots=True)
class CheckSum:
    """A SHA-256 stored when the text was loaded, and the same computed now."""

    stored: str
    computed: str

    @property
    def holds(self) -> bool:
        """Whether the text is still the one that was loaded."""
        return self.stored == self.computed


def spans(source_text: str, texts: Sequence[str]) -> list[tuple[int, int] | None]:
    """Find each text in the source: its first character, and the one after its last.

    White space makes no difference. None: the text is not in the source after the previous one.
    """
    offsets = [place for place, letter in enumerate(source_text) if not letter.isspace()]
    letters = "".join(source_text[place] for place in offsets)
    found: list[tuple[int, int] | None] = []
    end = 0
    for text in texts:
        wanted = "".join(text.split())
        start = letters.find(wanted, end) if wanted else -1
        if start < 0:
            found.append(None)
            continue
        end = start + len(wanted)
        found.append((offsets[start], offsets[end - 1] + 1))
    return found


def coverage(source_text: str, texts: Sequence[str]) -> TextCoverage:
    """Compute how much of the source the texts cover, taken in order."""
    found = spans(source_text, texts)
    covered = sum(
        len("".join(text.split()))
        for text, place in zip(texts, found, strict=True)
        if place is not None
    )
    return TextCoverage(
        characters=len("".join(source_text.split())),
        covered=covered,
        strays=tuple(number for number, place in enumerate(found, start=1) if place is None),
        joins=" ".join(texts) == fold(source_text),
    )


def source_check_sum(source_text: str, stored: str) -> CheckSum:
    """Check the source file's bytes."""
    return CheckSum(stored, sha256(source_text.encode()).hexdigest())


def folded_check_sum(source_text: str, stored: str) -> CheckSum:
    """Check the folded text in UTF-8, in which every run of white space is one space."""
    return CheckSum(stored, sha256(fold(source_text).encode()).hexdigest())
