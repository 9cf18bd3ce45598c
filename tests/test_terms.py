"""The terms: one name per concept (``kvalitet/locale/terms.csv``), and no text with another."""

import csv
import re
from collections.abc import Iterator
from functools import cache
from typing import Final

import pytest
from django.conf import settings

from tests.agreements.test_vocabulary import EVERY_WORD
from tests.test_catalogues import messages, texts_of

pytestmark = pytest.mark.one_database

LANGUAGES: Final = [code for code, _name in settings.LANGUAGES]
TERMS: Final = settings.BASE_DIR / "kvalitet/locale/terms.csv"
# Names of placeholders are not read by anyone; quotations are in the words of others.
NAME: Final = re.compile(r"(?<=%\()\w+(?=\))|(?<=\{)\w+(?=\})")
UNREAD: Final = re.compile(r"<[^>]*>|«[^»]*»")


@cache
def terms() -> list[dict[str, str]]:
    """The rows of the file: a concept, its name and a pattern of other names per language."""
    with TERMS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def texts(language: str) -> Iterator[str]:
    """Everything the interface says in this language: catalogue and vocabulary."""
    for message in messages("nb" if language == "en" else language):
        yield from texts_of(message.id if language == "en" else message.string)
    for word in EVERY_WORD:
        yield word.label(language)
        yield word.definition(language)


def wrong_names(language: str, text: str) -> list[str]:
    """Each name in the text that is not the one in the file, with the concept."""
    read = UNREAD.sub(" ", NAME.sub("", text))
    return [
        f"{found.group()} ({row['concept']}): {text}"
        for row in terms()
        if (never := row[f"never_{language}"]) and (found := re.search(never, read, re.IGNORECASE))
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_concept_has_one_name(language: str) -> None:
    wrong = [name for text in texts(language) for name in wrong_names(language, text)]

    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_chosen_names_are_not_ruled_out(language: str) -> None:
    wrong = [name for row in terms() for name in wrong_names(language, row[language])]

    assert wrong == []


def test_names_every_concept_once_in_every_language() -> None:
    concepts = [row["concept"] for row in terms()]

    assert len(concepts) == len({*concepts}) > 0
    assert all(row[language] for row in terms() for language in LANGUAGES)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nb", "%(party)s har innlevert."),
        ("nn", "Kva parten svarar for"),
        ("en", "<p>What your party hands in</p>"),
        ("en", "The agreement %(name)s"),
    ],
)
def test_finds_another_name(language: str, text: str) -> None:
    assert wrong_names(language, text)


@pytest.mark.parametrize("text", ["«hand in»", '<a href="/hash/">x</a>', "%(verdict)s {hash}"])
def test_quotations_tags_and_placeholders_are_not_read(text: str) -> None:
    assert wrong_names("en", text) == []
