"""What can be proved about a text: nothing is taken on trust, so whatever is wrong shows."""

from hashlib import sha256

import pytest

from agreements.reading import proof

TEXT = "\nMål: \n1. Bistå  skolene,\nder det er naturlig.\r\n"
PARTS = ["Mål:", "1. Bistå skolene,", "der det er naturlig."]


def test_counts_every_character_that_is_not_white_space() -> None:
    found = proof.coverage(TEXT, PARTS)

    assert found == proof.TextCoverage(characters=36, covered=36, strays=(), joins=True)
    assert found.is_complete


@pytest.mark.parametrize(
    ("parts", "covered", "strays"),
    [
        (["Mål:", "der det er naturlig."], 21, ()),
        (["Mål:", "1. Bistå skolene,", "der dette er naturlig."], 19, (3,)),
        (["Mål:", "Mål:", "1. Bistå skolene,", "der det er naturlig."], 36, (2,)),
        (["1. Bistå skolene,", "Mål:", "der det er naturlig."], 32, (2,)),
        (["Mål:", "1. Bistå skolene,", "der det er naturlig.", ""], 36, (4,)),
        ([], 0, ()),
    ],
    ids=["a part is missing", "a part differs", "twice", "out of order", "empty", "no parts"],
)
def test_what_does_not_match_is_not_complete(
    parts: list[str], covered: int, strays: tuple[int, ...]
) -> None:
    found = proof.coverage(TEXT, parts)

    assert (found.characters, found.covered, found.strays) == (36, covered, strays)
    assert not found.is_complete


def test_words_run_together_cover_everything_and_are_still_not_the_text() -> None:
    found = proof.coverage("frihet til organisere", ["frihettil organisere"])

    assert (found.characters, found.covered, found.joins) == (19, 19, False)
    assert not found.is_complete


def test_an_empty_text_is_covered_by_nothing() -> None:
    assert proof.coverage(" \n", []).is_complete


def test_spans_are_places_in_the_source() -> None:
    places = proof.spans(TEXT, PARTS)

    assert [TEXT[place[0] : place[1]] for place in places if place] == [
        "Mål:",
        "1. Bistå  skolene,",
        "der det er naturlig.",
    ]


def test_check_sum_of_the_file_counts_every_byte() -> None:
    stored = sha256(TEXT.encode()).hexdigest()

    assert proof.source_check_sum(TEXT, stored).holds
    assert not proof.source_check_sum(TEXT.rstrip(), stored).holds


def test_check_sum_of_the_folded_text_counts_no_white_space_but_single_spaces() -> None:
    stored = sha256(" ".join(PARTS).encode()).hexdigest()

    assert proof.folded_check_sum(TEXT, stored).holds
    assert proof.folded_check_sum(TEXT.rstrip(), stored).holds
    assert not proof.folded_check_sum(TEXT.replace("naturlig", "naturleg"), stored).holds
