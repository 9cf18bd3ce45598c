"""What a reader types, and what it finds in the 35 commitments."""

from pathlib import Path

import pytest

from agreements.reading.reader import read_pair
from commitments.foundation import search

TEXTS = Path(__file__).parents[2] / "agreements" / "texts"
COMMITMENTS = [
    commitment
    for slug in ("2005-2009", "2011-2013")
    for commitment in read_pair(TEXTS / f"{slug}.txt", TEXTS / f"{slug}.toml").commitments
]
COLUMN = {row.ref: search.index(f"{row.ref} {row.wording}") for row in COMMITMENTS}

FYLKESKOMMUNE = (
    "2005-M1 2005-M2 2005-F1 2005-F4 2005-KS1 2005-KS2 2005-KS4 2005-S2 2011-F10 2011-F13"
)
BARNEHAGE = "2011-M3 2011-F2 2011-F5 2011-F6 2011-F7 2011-F8 2011-F10 2011-F12"
QUALITY = "2005-F1 2005-F2 2005-F3 2005-KS3 2011-F2 2011-F3 2011-F9 2011-F12"
QUALITY_AND_COMPOUNDS = (
    "2005-M2 2005-F1 2005-F2 2005-F3 2005-KS3 2011-M1 "
    "2011-F2 2011-F3 2011-F4 2011-F9 2011-F11 2011-F12 2011-F13"
)
DEVELOPMENT = (
    "2005-M1 2005-F1 2005-F2 2005-KS5 2005-S1 2011-F2 2011-F3 2011-F5 2011-F6 2011-F9 2011-F12"
)
FOUND = {
    # Half typed.
    "rekr": "2005-F2 2011-F7 2011-F9",
    "kvalitetsv": "2005-M2 2005-F1 2011-F13",
    "kvalite": QUALITY_AND_COMPOUNDS,
    "kvalitete": QUALITY,
    "Fylkesmann": "2005-M3 2011-M3",
    "lær": "2005-M1 2005-M2 2005-F1 2005-F2 2005-S1 2005-S4 2011-F2 2011-F7 2011-F9",
    "personopp": "2005-M1",
    "2011-F": " ".join(f"2011-F{number}" for number in range(1, 15)),
    "2011–F": " ".join(f"2011-F{number}" for number in range(1, 15)),  # with a dash
    # Inflected and derived.
    "rekruttere": "2005-F2 2011-F7 2011-F9",
    "rekrutterte": "2005-F2 2011-F7 2011-F9",
    "rekruttering": "2005-F2 2011-F7 2011-F9",
    "REKRUTTERINGEN": "2005-F2 2011-F7 2011-F9",
    "kvalitet": QUALITY_AND_COMPOUNDS,
    "kvaliteten": QUALITY,
    "lærer": "2005-F1 2005-F2 2005-S4 2011-F7 2011-F9",
    "lærere": "2005-F1 2005-S4 2011-F7",
    "lærerne": "2005-F1 2005-S4 2011-F7",
    "læring": "2005-M2 2005-F1 2005-S1 2011-F2",
    "lærlinger": "2005-M1 2005-M2 2005-F1 2005-S1",
    "nettverkene": "2005-F2 2005-KS5 2011-F9",
    "nasjonalt": "2005-M2 2005-F1 2011-M1 2011-F13",
    "lokale": "2005-M2 2005-M3 2005-KS5 2005-S1 2011-M3 2011-F2 2011-F3",
    "vurdering": "2005-F1",
    "utvikling": DEVELOPMENT,
    "videreutvikling": "2005-M2 2005-F1 2005-KS5 2011-M1 2011-F10 2011-F13",
    "dimensjonere": "2005-F3 2005-S5",
    "tilpasse": "2005-F3 2011-F8 2011-F10 2011-F14",
    "gjennomført": "2005-F5 2011-F1 2011-F4 2011-F6",
    "drøfting": "2005-KS3",
    "samordning": "2005-M2 2011-M1",
    "koordinering": "2011-F6",
    "voksen": "2011-F14",
    "barnehagene": BARNEHAGE,
    "skoleledere": "2005-S3",
    "indikator": "2005-F1 2005-S2",
    "Stortinget": "2005-F5",
    # Without the letters of the Norwegian alphabet.
    "laer": "2005-M1 2005-M2 2005-F1 2005-F2 2005-S1 2005-S4 2011-F2 2011-F7 2011-F9",
    "forskolelaerer": "2011-F7 2011-F9",
    "okonomi": "2005-S3",
    "tilfore": "2005-S3",
    # Brackets, strokes, hyphens and the misspelling of the text.
    "fylkeskommunene": FYLKESKOMMUNE,
    "(fylkes)kommuner": FYLKESKOMMUNE,
    "kommunene": FYLKESKOMMUNE.replace("2011-F10", "2011-F9 2011-F10"),
    "UH-sektoren": "2005-F3 2011-F10",
    "kostra/gsi": "2005-F1",
    "ppt": "2011-F11",
    "grunnsopplæringen": "2011-F13",
    # References and numbers.
    "2011-F12": "2011-F12",
    "2011-f1": "2011-F1",
    "2011–F1": "2011-F1",  # with a dash
    "F1": "2005-F1 2011-F1",
    "ks5": "2005-KS5",
    "2008": "2005-F5 2005-S3",
    "2005-2008": "2005-F5 2005-S3",
    # Several words: all of them, in any order.
    "kvalitet barnehage": "2011-F2 2011-F12",
    "yrke rekruttering": "2005-F2 2011-F9",
    "lærer, 2011": "2011-F7 2011-F9",
    "lærer rekruttering dimensjonering": "",
    # Not in the texts, or not where a word begins.
    "oljefondet": "",
    "midler": "",
    "elevundersøkelsen": "",
    "ærer": "",
    "mannen": "",
    "2011-F15": "",
    "kvalitetsavtale": "",
    "東京": "",
}


def _found(query: str) -> list[str]:
    terms = search.terms(query)
    return [
        ref
        for ref, column in COLUMN.items()
        if all(any(needle in column for needle in term) for term in terms)
    ]


@pytest.mark.parametrize("query", FOUND)
def test_finds(query: str) -> None:
    assert " ".join(_found(query)) == FOUND[query]


@pytest.mark.parametrize("query", ["", " ", "?!", "«»", "_", "(", "–", "\u0301"])
def test_no_word_is_no_term(query: str) -> None:
    assert search.terms(query) == []


def test_takes_the_first_ten_words_of_a_query() -> None:
    terms = search.terms(" ".join(f"ord{letter}" for letter in "abcdefghijkl"))

    assert len(terms) == 10
    assert terms[-1][0] == " ordj"


def test_takes_a_word_that_comes_again_once() -> None:
    assert search.terms("skole Skole SKOLE") == search.terms("skole")


def test_a_very_long_word_counts_by_its_beginning() -> None:
    (term,) = search.terms("b" * 100_000)

    assert max(map(len, term)) < 70
    assert term[0] in search.index("b" * 99_999)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Dette er 2011-F12, sa KS.", ["Dette", "er", "2011-F12", "sa", "KS"]),
        ("alle (fylkes)kommuner", ["alle", "(fylkes)kommuner"]),
        ("bistå (fylkes) kommunene", ["bistå", "(fylkes) kommunene"]),
        ("(KD) og KS", ["KD", "og", "KS"]),
        ("objektiv/målt", ["objektiv", "målt"]),
        ("2005-2008", ["2005", "2008"]),
        ("f\u00f8r a\u030ar", ["før", "a\u030ar"]),
    ],
)
def test_words_stand_as_in_the_text(text: str, words: list[str]) -> None:
    assert search.words(text) == words


@pytest.mark.parametrize(
    "forms",
    [
        "rekruttere rekrutterer rekrutterte rekruttert rekruttering rekrutteringen",
        "lærer lærere læreren lærerne lærernes",
        "førskolelærer førskolelærere førskolelærerne",
        "utvikle utvikler utviklet utvikling utviklingen",
        "evaluere evalueres evaluering evalueringer evaluert",
        "nasjonal nasjonalt nasjonale",
        "gjennomføre gjennomføres gjennomført gjennomføring",
        "barnehage barnehager barnehagen barnehagene",
        "voksen voksne",
    ],
)
def test_forms_of_a_word_share_a_stem(forms: str) -> None:
    assert len({search.stem(form) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("lærer", "læring"), ("kommune", "kommunikasjon"), ("Stortinget", "stort")],
)
def test_different_words_keep_different_stems(one: str, other: str) -> None:
    assert search.stem(one) != search.stem(other)


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("Økonomi", "okonomi"),
        ("bistå", "bista"),
        ("lærlinger", "laerl"),
        ("idé", "ide"),
        ("måling", "mal"),
        ("ma\u030aling", "mal"),
        ("a\u030ar", "ar"),  # å written as two characters
        ("2011-F12", "2011-f12"),
        ("2008", "2008"),
    ],
)
def test_stem_is_folded(word: str, stem: str) -> None:
    assert search.stem(word) == stem


def test_index_holds_words_and_stems_once_each() -> None:
    assert search.index("Lærere og lærer") == " laerere laerer og "
    assert search.index("") == " "


def test_index_holds_every_reading_of_a_reference() -> None:
    assert search.index("2011-F12") == " 2011-f12 2011 f12 "


def test_marks_hits_and_keeps_the_rest() -> None:
    terms = search.terms("rekruttere LÆRER")

    assert search.mark("Øke rekrutteringen av «lærere»!", terms) == [
        ("Øke ", False),
        ("rekrutteringen", True),
        (" av «", False),
        ("lærere", True),
        ("»!", False),
    ]


def test_marks_a_word_in_brackets_as_one() -> None:
    terms = search.terms("fylkeskommune")

    assert search.mark("alle (fylkes)kommuner", terms) == [
        ("alle ", False),
        ("(fylkes)kommuner", True),
    ]


def test_marks_nothing_without_terms() -> None:
    assert search.mark("<b>skole</b>", []) == [("<b>skole</b>", False)]
    assert search.mark("", search.terms("skole")) == []
