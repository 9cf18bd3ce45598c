"""Pages that explain: the method, what kind of promise it is, accessibility and privacy."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from markupsafe import escape

from agreements import vocabulary
from agreements.models import Agreement, Segment
from tests.make import make_commitment
from tests.support import recorders
from tests.support.page_text import without_layout

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]

Queries = Callable[[int], Any]

S2 = "2005-S2 Indicators for local authorities and schools"
S3 = "2005-S3 Special funds for competence development"
S4 = "2005-S4 A framework curriculum"
PAGES = ("/en/tilgjengelighet/", "/en/personvern/")


def page(client: Client, path: str = "/en/metode/") -> str:
    """The page with its white space folded."""
    return " ".join(client.get(path).text.split())


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


def test_shows_every_doubtful_note_beside_a_link_to_its_place(client: Client) -> None:
    text = page(client)
    doubtful = Segment.objects.doubtful()

    assert len(doubtful) == 17
    for segment in doubtful:
        assert f"<p>{escape(segment.note['en'])}</p>" in text
        assert f'href="/en/avtaler/{segment.agreement.slug}/#{segment.anchor}"' in text


def test_shows_every_doubtful_fact_with_its_reason(client: Client) -> None:
    text = without_layout(page(client))

    assert f">{S3}</a></p><p>Counties: What is promised is that the State provides" in text
    assert "<p>Area: The wording names no area; it concerns all new reforms and tasks.</p>" in text


def test_does_not_show_notes_that_only_explain(client: Client) -> None:
    explained = Segment.objects.get(ref="2005-G1").agreement.segments.get(position=3)

    assert escape(explained.note["en"]) not in page(client)


def test_notes_on_a_whole_agreement_are_shown(client: Client) -> None:
    text = page(client)

    for agreement in Agreement.objects.all():
        assert escape(agreement.note["en"]) in text


def test_goals_in_the_form_of_promises_are_listed_together(client: Client) -> None:
    goals = page(client).partition('id="mal"')[2].partition('id="grupper"')[0]

    assert goals.count("<li") == 2
    assert '#G1">2005-G1 Higher quality of school education</a>' in goals
    assert '#A1">2011-A1 Higher quality in kindergartens and schools</a>' in goals


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


def row(client: Client, label: str) -> list[str]:
    """The cells of the table row with this label, as text."""
    html = client.get("/en/metode/lofter/").text
    found = re.search(rf'<th scope="row">{re.escape(label)}.*?</tr>', html, re.DOTALL)
    assert found, label
    cells = re.findall(r"<td[^>]*>(.*?)</td>", found[0], re.DOTALL)
    return [" ".join(re.sub("<[^>]+>", " ", cell).split()) for cell in cells]


@pytest.mark.parametrize(
    ("label", "cells"),
    [
        ("to «arbeide for» (work for) something", ["4 of 18", "13 of 17"]),
        ("to «arbeide for» something, of those in a list", ["4 of 15", "12 of 14"]),
        ("to «sørge for» (ensure) or «tilføre» (provide) something", ["4 of 18", "0 of 17"]),
        ("something by a time named in the wording", ["0 of 18", "0 of 17"]),
        ("something in a period that the wording names", [f"1 of 18 {S3}", "0 of 17"]),
        (
            "something specific that can be checked",
            [
                f"4 of 18 2005-F1 Assessment tools and indicators {S2} {S3} {S4}",
                "1 of 17 2011-M2 Dialogue on concrete measures",
            ],
        ),
        ("a number or an amount", ["0 of 18", "0 of 17"]),
    ],
)
def test_says_what_can_be_checked(client: Client, label: str, cells: list[str]) -> None:
    assert row(client, label) == cells


@pytest.mark.parametrize(
    ("label", "cells"),
    [
        ("«arbeide for» (work for)", ["4", "13", "17"]),
        ("«sørge for» (ensure)", ["3", "0", "3"]),
        ("«tilføre» (provide)", ["1", "0", "1"]),
        ("«ha dialog» (have a dialogue)", ["0", "1", "1"]),
    ],
)
def test_counts_each_verb(client: Client, label: str, cells: list[str]) -> None:
    assert row(client, label) == cells


def test_every_count_leads_to_the_register(client: Client) -> None:
    text = client.get("/metode/lofter/").text

    assert (
        '"/forpliktelser/?avtale=2011-2013&amp;loftetype=arbeide_for" data-antall="13">13</a>'
        in text
    )
    assert "avtale=2011-2013&amp;loftetype=tilfore" not in text


def test_a_number_in_a_new_wording_is_counted(client: Client) -> None:
    agreement = Agreement.objects.get(slug="2011-2013")
    make_commitment(agreement=agreement, position=1_000, wording="- Utdanne 300 lærere")

    assert row(client, "a number or an amount") == ["0 of 18", "1 of 18"]


def test_tables_say_what_they_hold(client: Client) -> None:
    text = client.get("/en/metode/lofter/").text

    assert text.count("<caption") == text.count("<table") == 2
    assert "<th>" not in text


@pytest.mark.parametrize("page", PAGES)
def test_names_who_runs_the_portal(client: Client, settings: LazySettings, page: str) -> None:
    settings.OWNER, settings.CONTACT = "Prøvedirektoratet", "post@example.no"

    text = client.get(page).text

    assert "The portal is run by Prøvedirektoratet." in text
    assert "Contact: post@example.no" in text


@pytest.mark.parametrize("page", PAGES)
def test_says_so_where_nobody_is_named(client: Client, settings: LazySettings, page: str) -> None:
    settings.OWNER = settings.CONTACT = ""

    text = client.get(page).text

    assert "Who runs the portal is not stated." in text
    assert "Contact: not stated." in text


def test_accessibility_names_the_standard_the_gaps_and_the_authority(client: Client) -> None:
    text = client.get("/en/tilgjengelighet/").text

    assert "WCAG 2.1 at levels A and AA" in text
    assert "What we know is missing" in text
    assert 'href="https://www.uutilsynet.no/"' in text


def test_privacy_promises_what_the_answer_keeps(client: Client) -> None:
    response = client.get("/en/personvern/")

    assert "It sets no cookies for readers" in response.text
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.usefixtures("texts")
def test_the_method_page_tells_of_the_marked_years(client: Client) -> None:
    text = client.get("/en/metode/").text
    years = recorders.page_text(text.partition('id="ar"')[2].partition('id="arter"')[0].encode())

    assert "doubtful year It is doubtful whether the agreement applied this year" in years
    assert "2005: doubtful year . It is doubtful whether the agreement applied in 2005" in years
    assert "2011: part of the year . The agreement was signed on 24 August 2011." in years
