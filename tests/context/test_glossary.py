"""Words of the glossary in a wording: the first of each term, never inside another word."""

from hypothesis import given
from hypothesis import strategies as st

from commitments.context.glossary import Glossary, MarkedWords

WORDS = {"KS": "ks", "Staten": "staten", "staten": "staten", "(fylkes)kommuner": "fylke"}


def marked(*texts: str, words: dict[str, str] = WORDS) -> list[list[MarkedWords]]:
    return Glossary(words).marked(texts)


def test_marks_the_first_occurrence_of_a_term_alone() -> None:
    assert marked("KS og Staten, og KS og staten") == [
        [
            MarkedWords("KS", "ks"),
            MarkedWords(" og ", ""),
            MarkedWords("Staten", "staten"),
            MarkedWords(", og KS og staten", ""),
        ]
    ]


def test_a_later_part_of_the_wording_marks_no_term_again() -> None:
    assert marked("KS skal", "og KS vil")[1] == [MarkedWords("og KS vil", "")]


def test_marks_no_word_inside_another() -> None:
    assert marked("KSs, AKS, KS-området, Statens og KS1") == [
        [MarkedWords("KSs, AKS, KS-området, Statens og KS1", "")]
    ]


def test_marks_a_word_that_begins_with_a_bracket() -> None:
    assert marked("for (fylkes)kommuner.")[0][1] == MarkedWords("(fylkes)kommuner", "fylke")


def test_a_longer_word_comes_before_a_shorter_one() -> None:
    words = {"det nasjonale": "det", "det nasjonale systemet": "systemet"}

    assert marked("i det nasjonale systemet", words=words)[0][1].term == "systemet"


def test_marks_nothing_without_words() -> None:
    assert marked("KS", words={}) == [[MarkedWords("KS", "")]]


@given(st.lists(st.text(alphabet="KSstaenog ()-fylkeromu,.", max_size=60), max_size=4))
def test_the_wording_stays_as_it_is(texts: list[str]) -> None:
    found = marked(*texts)

    assert ["".join(piece.text for piece in pieces) for pieces in found] == texts
    terms = [piece.term for pieces in found for piece in pieces if piece.term]
    assert len(terms) == len(set(terms))
