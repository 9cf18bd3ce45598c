"""Search: whatever is typed, what is found is what is marked."""

from itertools import pairwise
from pathlib import Path

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from agreements.reading.reader import read_pair
from commitments.foundation import search
from commitments.foundation.search import Term

TEXTS = Path(__file__).parents[2] / "agreements" / "texts"
WORDINGS = [
    f"{commitment.ref} {commitment.wording}"
    for slug in ("2005-2009", "2011-2013")
    for commitment in read_pair(TEXTS / f"{slug}.txt", TEXTS / f"{slug}.toml").commitments
]
WORDS = sorted({word for wording in WORDINGS for word in search.words(wording)})

unhurried = settings(deadline=None)  # a busy machine is no fault
letters = st.sampled_from("abdefgiklmnoprstuvyæøåÆØÅéA\u030a01-–()/_ .«")
texts = st.sampled_from(WORDINGS) | st.text(letters) | st.text()
queries = (
    st.sampled_from(WORDS)
    | st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join)
    | st.text(letters, max_size=12)
    | st.text(max_size=12)
)


def _finds(term: Term, text: str) -> bool:
    return any(needle in search.index(text) for needle in term)


@unhurried
@given(texts, queries)
@example("(fylkes) kommunene", "fylkes")
@example("2011-F12", "12")
@example("lærlinger", "lærer")
def test_what_is_found_is_what_is_marked(text: str, query: str) -> None:
    for term in search.terms(query):
        hits = [piece for piece, hit in search.mark(text, [term]) if hit]

        assert bool(hits) == _finds(term, text)


@unhurried
@given(texts, queries)
def test_marking_keeps_the_text(text: str, query: str) -> None:
    pieces = search.mark(text, search.terms(query))

    assert "".join(piece for piece, _hit in pieces) == text
    assert all(piece for piece, _hit in pieces)
    assert all(one[1] != other[1] for one, other in pairwise(pieces))


@unhurried
@given(st.data(), texts)
def test_every_word_of_a_text_finds_it(data: st.DataObject, text: str) -> None:
    words = search.words(text)
    assume(words)
    word = data.draw(st.sampled_from(words))

    assert all(_finds(term, text) for term in search.terms(word))


@unhurried
@given(st.data(), st.sampled_from(WORDINGS))
def test_every_beginning_of_a_word_finds_it(data: st.DataObject, wording: str) -> None:
    word = data.draw(st.sampled_from(search.words(wording)))
    beginning = word[: data.draw(st.integers(1, len(word)))]
    assume(word[0].isalpha() or word[-1].isalpha())  # «2011-F1» is no beginning of «2011-F12»

    assert all(_finds(term, wording) for term in search.terms(beginning))


@unhurried
@given(texts)
def test_index_is_words_between_single_spaces(text: str) -> None:
    column = search.index(text)

    assert column == f" {' '.join(column.split())} ".replace("  ", " ")
    assert len(set(column.split())) == len(column.split())


@unhurried
@given(st.text("abcdefghijklmnopqrstuvwxyzæøåÆØÅ", min_size=1))
def test_stem_of_a_norwegian_word_is_ascii(word: str) -> None:
    assert search.stem(word).isascii()
    assert search.stem(word) == search.stem(word).lower() != ""


@unhurried
@given(queries)
def test_terms_are_few_and_differ(query: str) -> None:
    terms = search.terms(query)

    assert len(terms) == len(set(terms)) <= 10
    assert all(needle.startswith(" ") for term in terms for needle in term)
