"""Search in Norwegian text by word beginnings and word stems, the same on every database.

A text is indexed as one string, ``" rekrutteringen rekrutter av "``: each of its words, folded to
ASCII, and the stem of the word if that differs, all separated by spaces. A query becomes *terms*,
one per word. A term is a tuple of needles. It matches if any of its needles is in the indexed
string, and a query matches if all its terms do::

    for term in search.terms(query):
        rows = rows.filter(reduce(or_, (Q(column__contains=needle) for needle in term)))

A needle without a space at the end is the beginning of a word (which may be half typed). A needle
that ends with a space is a whole stem, so that «lærere» finds «lærer» but not every word that
begins with «lær». ``mark`` matches each word of a text in the same way, and so marks exactly what
is found.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Final

import snowballstemmer

Term = tuple[str, ...]

_MOST_TERMS: Final = 10
_LONGEST_WORD: Final = 64  # significant letters; a reader may send far longer words

_REF: Final = r"\d{4}[-–][A-Za-z]{1,4}\d*(?!\w)"  # «2011-F12», half typed «2011-F»
_IN_BRACKETS: Final = r"\([^\W_]+s\) ?[^\W_]+"  # «(fylkes)kommuner», «(fylkes) kommunene»
_PLAIN: Final = r"(?:[^\W_][\u0300-\u036f]*)+"  # an accent may be a separate character
_WORD: Final = re.compile(f"{_REF}|{_IN_BRACKETS}|{_PLAIN}")
_FOLDED: Final = str.maketrans({"æ": "ae", "ø": "o", "–": "-"})  # å is an a with a ring

# Forms that the Norwegian stemmer does not unite, replaced before it …
_ENDINGS: Final = (
    (re.compile("lærers?$"), "lærere"),  # otherwise «lærer» gets the stem of «lære»
    (re.compile("ernes?$"), "ere"),
    (re.compile("^voksnes?$"), "voksen"),
)
# … and after it: rekruttering, nasjonalt, gjennomført.
_DERIVATIONS: Final = (
    (re.compile("(?<=..)(?<!stort)ing$"), ""),
    (re.compile("(?<=..)(al|el|ør)t$"), r"\1"),
)


def words(text: str) -> list[str]:
    """Split a text into words, unchanged. A reference such as «2011-F12» is one word."""
    return [match[0] for match in _WORD.finditer(text)]


def stem(word: str) -> str:
    """Return the folded stem that a word's inflected forms and -ing and -er derivations share.

    Rekruttere, rekrutterte and rekrutteringen all give ``rekrutter``. A word with a digit is its
    own stem.
    """
    return _stem(word[:_LONGEST_WORD])


def index(text: str) -> str:
    """Index a text: its folded words and their stems, each once, between single spaces."""
    return _spaced(entry for word in words(text) for entry in _entries(word))


def terms(query: str) -> list[Term]:
    """Return the terms of a query: its first ten different words, in their order.

    The module's docstring shows how to query a column for a term. A query without words has none.
    """
    found: dict[Term, None] = {}
    for match in _WORD.finditer(query):
        found[_term(match[0])] = None
        if len(found) == _MOST_TERMS:
            break
    return list(found)


def finds(text: str, terms: Sequence[Term]) -> bool:
    """Whether the text matches all terms, as an indexed column would."""
    indexed = index(text)
    return all(any(needle in indexed for needle in term) for term in terms)


def mark(text: str, terms: Sequence[Term]) -> list[tuple[str, bool]]:
    """Split the text into pieces, each with whether it matches one of the terms.

    Joined, the pieces are the text. No piece is empty, and neighbours differ in matching.
    """
    if not terms:
        return [(text, False)] if text else []
    pieces = [piece for piece in _pieces(text, terms) if piece[0]]
    return [
        ("".join(piece for piece, _hit in run), hit)
        for hit, run in groupby(pieces, key=lambda piece: piece[1])
    ]


def _pieces(text: str, terms: Sequence[Term]) -> Iterator[tuple[str, bool]]:
    end = 0
    for match in _WORD.finditer(text):
        own_index = _spaced(_entries(match[0]))
        yield text[end : match.start()], False
        yield match[0], any(needle in own_index for term in terms for needle in term)
        end = match.end()
    yield text[end:], False


def _term(word: str) -> Term:
    typed = _readings(word)[0]
    folded = _fold(typed)
    if folded[-1].isdigit() and any(letter.isalpha() for letter in folded):
        return (f" {folded} ",)  # «F1» must not match «F12»
    if stem(typed).startswith(folded):
        return (f" {folded}",)
    return (f" {folded}", f" {stem(typed)} ")


def _entries(word: str) -> list[str]:
    return [entry for reading in _readings(word) for entry in (_fold(reading), stem(reading))]


def _readings(word: str) -> list[str]:
    """Return the words under which a word of the text can be found, the whole word first."""
    parts = re.findall(_PLAIN, word)
    if word.startswith("("):
        return ["".join(parts), *parts]
    return [word, *parts] if len(parts) > 1 else [word]


def _spaced(entries: Iterable[str]) -> str:
    return "".join(f" {entry}" for entry in dict.fromkeys(entries)) + " "


def _fold(word: str) -> str:
    apart = unicodedata.normalize("NFD", word[:_LONGEST_WORD]).lower()
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return plain.translate(_FOLDED)


@lru_cache(maxsize=10_000)
def _stem(word: str) -> str:
    word = unicodedata.normalize("NFC", word).lower()
    if any(letter.isdigit() for letter in word):
        return _fold(word)
    for ending, joined in _ENDINGS:
        word = ending.sub(joined, word)
    # A stemmer stores the word it works on, so threads must not share one.
    word = snowballstemmer.stemmer("norwegian").stemWord(word)
    for ending, joined in _DERIVATIONS:
        word = ending.sub(joined, word)
    return _fold(word)
