"""What is known from outside the texts, on public pages: apart from the text, with its source."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from agreements.models import Segment
from commitments.context import answer_actions
from commitments.context.models import OutsideFact, OutsideSource
from commitments.context.shown import partial_day
from commitments.register.models import Commitment
from tests.support import outside_texts, recorders
from tests.support.outside_texts import KEY, REASON, approver, proposal
from tests.support.recorders import page_text

pytestmark = pytest.mark.usefixtures("texts")

FIRST = "/en/avtaler/2005-2009/"
SECOND = "/en/avtaler/2011-2013/"
REFORM = "/en/forpliktelser/2005-F5/"
HEADING = "Outside the agreement text"
LEAD = "The budget for 2007 proposed NOK 670 million"


def seen(client: Client, address: str) -> str:
    return page_text(client.get(address).content)


def fact_of(client: Client, address: str, key: str) -> str:
    """What the page says of one fact."""
    page = client.get(address).content.decode()
    return page.partition(f'id="fakta-{key}"')[2].partition('<li class="kv-rad"')[0]


def test_an_agreement_has_what_is_known_of_it_under_its_own_heading(client: Client) -> None:
    page = client.get(FIRST).content.decode()

    article, outside = page.index("</article>"), page.index(HEADING)
    assert article < outside < page.index('id="fakta-kd-name"')
    assert 'id="fakta-forerunner"' in page
    assert 'id="fakta-successor"' not in page
    assert 'id="fakta-successor"' in client.get(SECOND).content.decode()


def test_an_agreement_has_the_reports_that_its_goals_are_from(client: Client) -> None:
    page = seen(client, SECOND)

    assert "St.meld. nr. 41 (2008–2009) Kvalitet i barnehagen on 2 March 2010" in page
    assert "https://www.regjeringen.no/no/dokumenter/stmeld-nr-41-2008-2009-/id563868/" in page


def test_a_commitment_has_what_is_known_of_it_and_of_what_limits_it(client: Client) -> None:
    assert "Kunnskapsløftet was introduced in August 2006" in seen(client, REFORM)
    assert "The Personal Data Act in 2005-R1" in seen(client, "/en/forpliktelser/2005-M1/")
    assert HEADING not in seen(client, "/en/forpliktelser/2011-F4/")


def test_a_fact_has_its_day_its_source_and_a_word_unless_it_is_confirmed(client: Client) -> None:
    likely, sure = fact_of(client, REFORM, "kl-background"), fact_of(client, REFORM, "strategy")

    assert "June 2004" in likely
    assert "<strong>likely</strong>" in likely
    assert "Store norske leksikon" in likely
    assert "likely" not in sure
    assert "Fafo, 6 January 2006" in sure


@pytest.mark.parametrize(
    ("day", "words"),
    [("2006-06-21", "21. juni 2006"), ("2006-08", "august 2006"), ("2006", "2006"), ("", "")],
)
def test_a_day_is_shown_as_precisely_as_it_is_known(day: str, words: str) -> None:
    assert partial_day(day) == words


def test_an_address_is_a_link_once_it_was_opened(client: Client) -> None:
    address = "https://snl.no/Kunnskapsløftet"
    assert f'href="{address}"' not in fact_of(client, REFORM, "kl-background")
    assert address in fact_of(client, REFORM, "kl-background")
    assert "address not checked" in fact_of(client, REFORM, "kl-background")

    OutsideSource.objects.filter(key="snl-kl").update(opened_on=date(2026, 12, 1))

    found = fact_of(client, REFORM, "kl-background")
    assert f'<a class="ds-link" href="{address}"' in found
    assert "address not checked" not in found


@pytest.mark.parametrize(
    "key", ["kl-innst", "strategy-2007", "skoleporten-day", "networks-report", "budget-2007"]
)
def test_what_is_not_shown_is_on_no_public_page(client: Client, key: str) -> None:
    fact = OutsideFact.objects.get(key=key)
    names = [row.name for row in fact.subjects.all()]

    for name in names:
        for prefix in ("", "/nn", "/en"):
            page = client.get(f"{prefix}/forpliktelser/{name}/").content.decode()
            assert not [text for text in (fact.nb, fact.nn, fact.en) if text in page]


def test_a_lead_is_in_the_form_of_its_commitment_alone() -> None:
    client = recorders.client_of(recorders.editor("KD"))

    assert LEAD in seen(client, "/en/arbeid/forpliktelser/2005-S3/ny/")
    assert LEAD not in seen(client, "/en/arbeid/forpliktelser/2005-S4/ny/")
    assert LEAD not in seen(client, "/en/forpliktelser/2005-S3/")


def test_a_proposal_says_so_until_both_parties_have_confirmed_it(client: Client) -> None:
    assert "<strong>Proposal.</strong>" in fact_of(client, FIRST, KEY)

    answer_actions.confirm(proposal(), by=approver("KD"), version=1)
    assert "<strong>Confirmed by one party.</strong>" in fact_of(client, FIRST, KEY)
    assert "KD confirmed it" in fact_of(client, FIRST, KEY)

    answer_actions.confirm(proposal(), by=approver("KS"), version=1)
    assert "<strong>Confirmed by both.</strong>" in fact_of(client, FIRST, KEY)


def test_an_objection_is_shown_beside_the_fact_with_its_reason(client: Client) -> None:
    answer_actions.object_to(proposal(), by=approver("KS"), version=1, reason=REASON, language="nn")

    found = fact_of(client, FIRST, KEY)
    assert "<strong>Objection.</strong>" in found
    assert f'<div class="kv-fritekst" lang="nn"><p>{REASON}</p>' in found


def test_what_needs_no_confirmation_has_no_state(client: Client) -> None:
    assert "Proposal" not in fact_of(client, FIRST, "kd-name")


def test_as_published_by_an_earlier_day_shows_no_later_answer(client: Client) -> None:
    answer_actions.confirm(proposal(), by=approver("KD"), version=1)
    yesterday = timezone.localdate() - timedelta(days=1)

    assert "Confirmed by one" in fact_of(client, f"{FIRST}?kjent={timezone.localdate()}", KEY)
    assert "Confirmed by one" not in fact_of(client, f"{FIRST}?kjent={yesterday}", KEY)


@pytest.mark.parametrize("slug", ["2005-2009", "2011-2013"])
def test_the_words_of_a_text_stay_as_they_are(client: Client, slug: str) -> None:
    page = re.sub(r"<[^>]+>", "", client.get(f"/avtaler/{slug}/").content.decode())
    flat = " ".join(page.split())
    for segment in Segment.objects.filter(agreement__slug=slug).exclude(kind="signature"):
        assert " ".join(segment.words.split()) in flat


def test_a_word_of_a_wording_leads_to_its_explanation(client: Client) -> None:
    page = client.get("/forpliktelser/2011-F11/").content.decode()

    assert page.count('<a class="kv-term" href="#ord-ppt">PPT</a>') == 1
    assert '<dd id="ord-ppt"><strong>PPT, pedagogisk-psykologisk tjeneste</strong>: ' in page


def test_a_word_is_marked_once_in_each_wording(client: Client) -> None:
    for commitment in Commitment.objects.all():
        page = client.get(commitment.get_absolute_url()).content.decode()
        marked = re.findall(r'class="kv-term" href="#ord-([\w-]+)"', page)
        assert len(marked) == len(set(marked))
        assert all(f'id="ord-{key}"' in page for key in marked)


def test_a_word_of_the_heading_alone_is_explained(client: Client) -> None:
    page = client.get("/forpliktelser/2005-S4/").content.decode()

    assert '<a class="kv-term" href="#ord-staten">Staten</a> vil' in page
    assert '<dd id="ord-staten">' in page


def test_a_word_of_the_agreement_leads_to_the_glossary(client: Client) -> None:
    page = client.get(SECOND).content.decode()

    assert '<a class="kv-term" href="/en/ordforklaringer/#ord-ppt">PPT</a>' in page
    assert '<a class="kv-term" href="/en/ordforklaringer/#ord-stmeld">St. meld.</a>' in page


@pytest.mark.parametrize("prefix", ["", "/nn", "/en"])
def test_the_glossary_explains_every_word_in_each_language(client: Client, prefix: str) -> None:
    page = client.get(f"{prefix}/ordforklaringer/").content.decode()

    assert page.count('<div id="ord-') == 31
    assert "«UH-sektoren»" in page


def test_the_glossary_is_in_the_sitemap_and_at_the_foot_of_pages(client: Client) -> None:
    assert "/nn/ordforklaringer/" in client.get("/sitemap.xml").content.decode()
    assert 'href="/ordforklaringer/"' in client.get("/").content.decode()


def test_facts_cost_as_many_queries_however_many_there_are(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.get(REFORM)
    with django_assert_max_num_queries(40) as before:
        client.get(f"{REFORM}?per=2012-01-01")
    for _turn in range(30):
        fact = outside_texts.make_fact()
        fact.sources.add(outside_texts.make_outside_source())
        outside_texts.make_fact_subject(fact=fact, name="2005-F5")

    with django_assert_max_num_queries(len(before)):
        client.get(f"{REFORM}?per=2012-01-01")
