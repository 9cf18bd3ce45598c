"""What the portal itself says about the two texts: every quotation found, every language there."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from agreements import vocabulary
from agreements.reading.content import InLanguages
from agreements.reading.editorial import LONGEST_TITLE
from agreements.reading.reader import AgreementText, read_pair

FOLDER = Path(vocabulary.__file__).parent / "texts"
SLUGS = ("2005-2009", "2011-2013")
AGREEMENTS = {slug: read_pair(FOLDER / f"{slug}.txt", FOLDER / f"{slug}.toml") for slug in SLUGS}
BOTH = pytest.mark.parametrize("agreement", AGREEMENTS.values(), ids=SLUGS)
REFS = {ref for agreement in AGREEMENTS.values() for ref in agreement.refs}
# Words that are written otherwise in nynorsk.
BOKMAL = re.compile(
    r"\b(ikke|hv[aeio]\w*|noen?|noe|fra|gjøre|sier|være|fortsatt|selv|flere|kommer|skriver|gjelder"
    r"|følger|bygger|mener|partene|forpliktelse\w*|en|et|ett|én|blitt|ble|ligger|nevner|nevnt"
    r"|begge parter|avtalens)\b",
    re.IGNORECASE,
)
QUOTED = re.compile("«([^»]*)»")


def _notes(agreement: AgreementText) -> Iterator[tuple[str, InLanguages]]:
    """Every note and reason of an agreement, with where it is."""
    if agreement.note:
        yield agreement.slug, agreement.note.text
    for segment in agreement.segments:
        if segment.note:
            yield segment.anchor, segment.note.text
    for commitment in agreement.commitments:
        for reason in commitment.reasons:
            if reason.text:
                yield f"{commitment.ref} {reason.fact}", reason.text
    for limit in agreement.reservations:
        yield limit.ref, limit.reason


def _titles(agreement: AgreementText) -> dict[str, InLanguages]:
    found = {row.ref: row.short_title for row in agreement.segments if row.short_title}
    return {agreement.slug: agreement.short_title, **found}


@BOTH
def test_everything_with_a_reference_has_a_short_title(agreement: AgreementText) -> None:
    assert set(_titles(agreement)) == {agreement.slug, *agreement.refs}


@BOTH
def test_short_titles_fit_and_are_unique(agreement: AgreementText) -> None:
    titles = _titles(agreement).values()

    for texts in zip(*titles, strict=True):
        assert max(map(len, texts)) <= LONGEST_TITLE
        assert len(set(texts)) == len(texts)
        assert not [text for text in texts if text.endswith(".") or "«" in text]


@BOTH
def test_quotations_in_notes_are_words_of_the_texts(agreement: AgreementText) -> None:
    words = " ".join(segment.text for other in AGREEMENTS.values() for segment in other.segments)

    for where, texts in _notes(agreement):
        for text in texts:
            for quoted in QUOTED.findall(text):
                assert quoted.lower() in words.lower(), (where, quoted)


@BOTH
def test_references_in_notes_are_whole_and_known(agreement: AgreementText) -> None:
    for where, texts in _notes(agreement):
        for text in texts:
            assert not re.search(r"(?<![-\w])(F|S|KS|M|G|E|R)\d", text), (where, text)
            named = re.findall(r"\d{4}-[A-Z]+\d+", text)
            assert REFS.issuperset(named), (where, named)


@BOTH
def test_nynorsk_is_nynorsk(agreement: AgreementText) -> None:
    written = [*_notes(agreement), *_titles(agreement).items()]

    found = {where: BOKMAL.findall(QUOTED.sub("", texts.nn)) for where, texts in written}

    assert {where: words for where, words in found.items() if words} == {}


@BOTH
def test_three_languages_say_the_same_references(agreement: AgreementText) -> None:
    for where, texts in _notes(agreement):
        named = {tuple(re.findall(r"\d{4}-[A-Z]+\d+", text)) for text in texts}

        assert len(named) == 1, where


def test_themes_are_at_most_four() -> None:
    rows = [row for agreement in AGREEMENTS.values() for row in agreement.commitments]

    assert {len(row.themes) for row in rows} <= {1, 2, 3, 4}
