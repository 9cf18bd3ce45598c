"""A commitment's page: its wording as it stands, the facts, what limits it."""

from html import unescape

import pytest
from django.test import Client
from django.utils.html import strip_tags
from pytest_django import DjangoAssertNumQueries

from commitments.foundation.choices import State
from commitments.register.models import Commitment
from tests import county_desk, desk

MOST_QUERIES = 8


def page(client: Client, ref: str, language: str = "/en") -> str:
    response = client.get(f"{language}/forpliktelser/{ref}/")
    assert response.status_code == 200
    return " ".join(unescape(response.content.decode()).split())


def quotation(client: Client, ref: str) -> str:
    text = page(client, ref)
    inside = text[text.index("<blockquote") : text.index("</blockquote>")]
    return " ".join(strip_tags(inside).split())


def test_a_listed_commitment_is_quoted_with_its_heading(texts: None, client: Client) -> None:
    words = quotation(client, "2005-F2")

    assert words.startswith("Partene vil i fellesskap […] Arbeide for å utvikle nettverk")
    assert words.endswith("sikre rekruttering til yrket.")


def test_nothing_is_left_out_after_the_heading_of_the_first(texts: None, client: Client) -> None:
    assert quotation(client, "2005-KS1").startswith("KS vil bistå (fylkes) kommunene")


def test_a_commitment_of_two_sentences_is_quoted_whole(texts: None, client: Client) -> None:
    assert "virksomheten i skolen. Dette innebærer å" in quotation(client, "2005-F1")


def test_one_in_running_text_has_no_heading(texts: None, client: Client) -> None:
    assert quotation(client, "2011-M2") == (
        "Partene skal ha en dialog om konkrete tiltak for å nå målene."
    )


@pytest.mark.parametrize(
    ("ref", "words"),
    [
        ("2005-M1", "– innenfor de rammer som personopplysningsloven setter."),
        ("2005-M3", "der dette er naturlig,"),
        ("2011-M3", "der dette er naturlig."),
    ],
)
def test_an_inline_reservation_is_marked_in_its_sentence(
    texts: None, client: Client, ref: str, words: str
) -> None:
    assert f'<span class="kv-forbehold">{words}</span>' in page(client, ref)


def test_every_wording_is_quoted_word_for_word(texts: None, client: Client) -> None:
    for commitment in Commitment.objects.for_page():
        words = " ".join(segment.words for segment in commitment.segments.all())
        assert quotation(client, commitment.ref).endswith(words)


def test_says_who_answers_and_who_acts_as_written(texts: None, client: Client) -> None:
    text = page(client, "2005-S3")

    assert 'KD. Whoever acts is written «<span lang="nb">Staten</span>».' in text
    assert '«<span lang="nb">i reformperioden</span>»' in text


def test_says_what_kind_of_promise_it_is(texts: None, client: Client) -> None:
    text = page(client, "2011-F3")

    assert "«arbeide for» (work for)</a>. Promises effort in a direction" in text
    assert 'href="/en/metode/lofter/"' in text


def test_names_each_reservation_and_who_may_invoke_it(texts: None, client: Client) -> None:
    text = page(client, "2011-F3")

    assert 'href="/en/avtaler/2011-2013/#R2">2011-R2</a>' in text
    assert "KD may invoke it." in text
    assert "KD and KS may invoke it." in page(client, "2005-M1")


def test_leads_to_the_sentence_and_to_the_neighbours(texts: None, client: Client) -> None:
    text = page(client, "2005-F2", language="")

    assert 'href="/avtaler/2005-2009/#F2"' in text
    assert 'rel="prev" href="/forpliktelser/2005-F1/"' in text
    assert 'rel="next" href="/forpliktelser/2005-F3/"' in text


def test_the_first_and_the_last_have_one_neighbour(texts: None, client: Client) -> None:
    assert 'rel="prev"' not in page(client, "2005-M1")
    assert 'rel="next"' not in page(client, "2011-F14")


@pytest.mark.parametrize("ref", ["2005-F99", "2005", "x" * 300])
def test_an_unknown_reference_is_not_found(texts: None, client: Client, ref: str) -> None:
    assert client.get(f"/forpliktelser/{ref.upper()}/").status_code == 404


def test_small_letters_lead_to_the_page(texts: None, client: Client) -> None:
    response = client.get("/nn/forpliktelser/2005-f2/")

    assert (response.status_code, response["Location"]) == (301, "/nn/forpliktelser/2005-F2/")


@pytest.mark.parametrize("ref", ["2005-F1", "2005-M3", "2011-F14"])
def test_asks_the_database_few_times(
    texts: None, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries, ref: str
) -> None:
    with django_assert_max_num_queries(MOST_QUERIES):
        client.get(f"/forpliktelser/{ref}/")


def test_counts_the_counties_of_which_something_is_published(texts: None, client: Client) -> None:
    county_desk.taken_to(State.PUBLISHED)
    county_desk.taken_to(State.PUBLISHED, subject=county_desk.subject_of("11"), municipalities=1)
    county_desk.taken_to(
        State.PUBLISHED, subject=county_desk.subject_of("01"), status="done", municipalities=1
    )
    county_desk.taken_to(State.SUBMITTED, subject=county_desk.subject_of("02"), municipalities=1)
    text = page(client, county_desk.REF)
    counties = desk.page_text(text[text.index('id="fylker"') :].encode())

    assert "0 of 19 counties , KD 2012 3 of 19 counties , KS 2012 2 in progress, 1 done" in counties
    assert "0 of 19 counties , KD 2011 0 of 19 counties , KS 2011 2012" in counties
