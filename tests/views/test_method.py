"""The method page: every word defined, every doubt shown, every text with its checksums."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from agreements import vocabulary
from agreements.models import Agreement, Segment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]

Queries = Callable[[int], Any]


def page(client: Client, path: str = "/en/metode/") -> str:
    """The page with its white space folded."""
    return " ".join(client.get(path).content.decode().split())


@pytest.mark.parametrize("group", ["kind", "group", "area", "theme", "verb", "progress"])
@pytest.mark.parametrize(("path", "language"), [("/metode/", "nb"), ("/nn/metode/", "nn")])
def test_defines_every_word(client: Client, group: str, path: str, language: str) -> None:
    text = page(client, path)

    for word in vocabulary.words(group).values():
        assert escape(word.label(language)) in text
        assert escape(word.definition(language)) in text


def test_says_what_no_information_means(client: Client) -> None:
    assert escape(vocabulary.word("absence.no_information").definition("en")) in page(client)


def test_says_how_words_and_facts_are_changed(client: Client) -> None:
    part = page(client).partition('id="endringer"')[2].partition("</section>")[0]

    assert "How words and facts are changed" in part
    assert "both parties have reopened the evaluation" in part


@pytest.mark.parametrize("group", ["verdict", "reason", "gap", "reading"])
def test_every_word_of_a_verdict_has_an_address(client: Client, group: str) -> None:
    text = page(client)

    for name in vocabulary.names(group):
        assert f'id="{group}-{name}"' in text


def test_the_statuses_have_an_address(client: Client) -> None:
    assert 'id="status"' in page(client)


def test_shows_every_note_in_norwegian_beside_a_link_to_its_place(client: Client) -> None:
    text = page(client)
    doubtful = Segment.objects.doubtful()

    assert len(doubtful) > 30
    for segment in doubtful:
        assert f'<p lang="nb">{escape(segment.note)}</p>' in text
        assert f'href="/en/avtaler/{segment.agreement.slug}/#{segment.anchor}"' in text


def test_notes_on_a_whole_agreement_are_shown(client: Client) -> None:
    text = page(client)

    for agreement in Agreement.objects.all():
        assert escape(agreement.note) in text


def test_goals_in_the_form_of_promises_are_listed_together(client: Client) -> None:
    goals = page(client).partition('id="mal"')[2].partition('id="grupper"')[0]

    assert goals.count("<li") == 2
    assert '#G1">2005-G1</a>' in goals
    assert '#A1">2011-A1</a>' in goals


def test_shows_both_checksums_of_every_text(client: Client) -> None:
    text = page(client)

    for agreement in Agreement.objects.all():
        assert agreement.source_sha256 in text
        assert agreement.text_sha256 in text
        assert f'href="/en/avtaler/{agreement.slug}/tekst.txt"' in text


def test_leads_to_verifying_from_the_page_and_from_its_foot(client: Client) -> None:
    text = page(client)

    assert 'href="/en/metode/etterproving/"' in text[text.index("<main") : text.index("</main")]
    assert 'href="/en/metode/etterproving/"' in text[text.index("<footer") :]


def test_costs_few_queries(client: Client, django_assert_max_num_queries: Queries) -> None:
    with django_assert_max_num_queries(6):
        client.get("/metode/")
