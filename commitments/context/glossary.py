"""Finds the first use of each glossary word in a wording, never inside another word."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple


class MarkedWords(NamedTuple):
    """A part of a wording, with the key of the term that explains it; empty if none."""

    text: str
    term: str


class Glossary:
    """Finds words; a longer one takes precedence over a shorter one at the same place."""

    def __init__(self, words: Mapping[str, str]) -> None:
        """Take the key of the term for each word."""
        self._terms = words
        longest_first = sorted(words, key=len, reverse=True)
        alternatives = "|".join(map(re.escape, longest_first))
        self._pattern = re.compile(rf"(?<![\w-])(?:{alternatives})(?![\w-])") if words else None

    def marked(self, texts: Iterable[str]) -> list[list[MarkedWords]]:
        """Split one wording before and after the first word of each term.

        ``texts`` are the parts of the wording; joined, the pieces of each are its text.
        """
        used: set[str] = set()
        return [self._pieces(text, used) for text in texts]

    def terms(self, pieces: Iterable[Sequence[MarkedWords]]) -> list[str]:
        """Return the keys of the terms that are marked, in order of appearance."""
        return [piece.term for row in pieces for piece in row if piece.term]

    def _pieces(self, text: str, used: set[str]) -> list[MarkedWords]:
        pieces, end = [], 0
        for found in self._pattern.finditer(text) if self._pattern else ():
            term = self._terms[found[0]]
            if term in used:
                continue
            used.add(term)
            pieces += [MarkedWords(text[end : found.start()], ""), MarkedWords(found[0], term)]
            end = found.end()
        return [piece for piece in (*pieces, MarkedWords(text[end:], "")) if piece.text]
