"""The vocabulary: complete in every language, and unambiguous in addresses."""

import re
from collections import Counter

import pytest
from django.conf import settings

from agreements import vocabulary

# Words per group, in the order of the file.
GROUPS = {
    "progress": 5,
    "absence": 6,
    "verdict": 6,
    "reason": 6,
    "gap": 2,
    "reading": 7,
    "role": 5,
    "lineage": 8,
    "link": 4,
    "entry": 6,
    "evaluation": 10,
    "signature": 3,
    "mark": 8,
    "kind": 10,
    "group": 4,
    "area": 3,
    "theme": 11,
    "verb": 11,
    "conclusion": 4,
    "certainty": 3,
    "serves": 3,
    "limit": 3,
}
EVERY_WORD = [word for group in GROUPS for word in vocabulary.words(group).values()]


def test_holds_every_group() -> None:
    counts = {group: len(vocabulary.words(group)) for group in GROUPS}

    assert counts == GROUPS


def test_says_each_word_in_every_language() -> None:
    for word in EVERY_WORD:
        assert list(word.labels) == list(word.definitions) == list(dict(settings.LANGUAGES)), word
        for language in word.labels:
            assert word.label(language).strip() == word.label(language) != "", word
            assert word.definition(language).endswith("."), word


def test_slug_can_stand_in_an_address() -> None:
    unfit = [word.slug for word in EVERY_WORD if not re.fullmatch(r"[A-Za-z0-9_]+", word.slug)]

    assert unfit == []


def test_slugs_are_unique_in_their_group() -> None:
    slugs = Counter((word.group, word.slug) for word in EVERY_WORD)

    assert [slug for slug, count in slugs.items() if count > 1] == []


@pytest.mark.parametrize(
    ("code", "slug"),
    [
        ("area.grunnopplaering", "grunnopplaering"),
        ("theme.okonomi", "okonomi"),
        ("verb.sorge_for", "sorge_for"),
        ("verdict.partly_fulfilled", "delvis_innfridd"),
        ("progress.in_progress", "i_gang"),
        ("progress.in_difficulty", "i_gang_med_vansker"),
        ("progress.done", "gjennomfort"),
        ("kind.goal", "mal"),
        ("group.KS", "ks__forpliktelse"),
        ("group.prose", "forpliktelse_i_lopende_tekst"),
        ("reading.only_kd", "bare_kd_har_vurdert"),
        ("absence.no_information", "ingen_opplysninger"),  # its label has changed
        ("verdict.reservation_used", "forbehold_brukt"),
    ],
)
def test_slug_of_a_word(code: str, slug: str) -> None:
    assert vocabulary.word(code).slug == slug


def test_words_stand_in_the_order_of_the_file() -> None:
    names = list(vocabulary.words("verdict"))

    assert names == [
        "fulfilled",
        "partly_fulfilled",
        "not_fulfilled",
        "reservation_used",
        "cannot_be_verified",
        "not_applicable",
    ]


def test_word_is_found_by_its_code() -> None:
    word = vocabulary.word("verdict.fulfilled")

    assert (word.code, word.group, word.name) == ("verdict.fulfilled", "verdict", "fulfilled")
    assert word == vocabulary.words("verdict")["fulfilled"]


@pytest.mark.parametrize(
    ("language", "label", "definition"),
    [
        ("nb", "ikke startet", "Parten opplyser at arbeidet ikke var begynt"),
        ("nn", "ikkje starta", "Parten opplyser at arbeidet ikkje var byrja"),
        ("en", "not started", "The party states that its work had not begun"),
        ("fi", "ikke startet", "Parten opplyser at arbeidet ikke var begynt"),
    ],
)
def test_unknown_language_gets_bokmal(language: str, label: str, definition: str) -> None:
    word = vocabulary.word("progress.not_started")

    assert word.label(language) == label
    assert word.definition(language).startswith(definition)


@pytest.mark.parametrize("code", ["verdict.broken", "verdict", "", "fulfilled"])
def test_unknown_code_is_named(code: str) -> None:
    with pytest.raises(KeyError, match=f"the vocabulary has no code '{code}'"):
        vocabulary.word(code)


def test_unknown_group_is_named() -> None:
    with pytest.raises(KeyError, match="the vocabulary has no group 'verdicts'"):
        vocabulary.words("verdicts")


def test_changing_what_words_returned_changes_nothing() -> None:
    before = len(vocabulary.words("verdict"))

    vocabulary.words("verdict").clear()

    assert len(vocabulary.words("verdict")) == before > 0


def test_a_former_slug_is_not_in_use() -> None:
    in_use = {word.slug for word in EVERY_WORD}

    assert vocabulary.current_slugs() == {"i_gang__med_vansker": "i_gang_med_vansker"}
    assert in_use.isdisjoint(vocabulary.current_slugs())
