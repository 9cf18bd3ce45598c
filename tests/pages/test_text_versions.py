"""«Ordlyden ble endret …»: on agreement, commitment and history, with the difference."""

from dataclasses import fields
from datetime import date
from hashlib import sha256
from html import unescape

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from agreements.reading.content import (
    AgreementText,
    CommitmentText,
    GoalText,
    MarkedYearText,
    ProcedureText,
    ReservationText,
    SegmentText,
    SignatureText,
)
from agreements.reading.reader import parse
from commitments.pages import text_versions
from tests.support import changed_texts
from tests.support.changed_texts import (
    ACCEPTED,
    FACTS,
    NEW_WORDS,
    SLUG,
    WORDS,
    added,
    changed,
    sources,
    with_cut,
)

pytestmark = pytest.mark.usefixtures("texts")

PLACES = ["avtaler/2011-2013/", "forpliktelser/2011-F3/", "forpliktelser/2011-F3/historikk/"]
OF_F7 = ["avtaler/2011-2013/", "forpliktelser/2011-F7/", "forpliktelser/2011-F7/historikk/"]


def accept(text: AgreementText, **acceptance: object) -> None:
    changed_texts.accept(text, at="2026-03-01 12:00 +0000", **acceptance)


def told(client: Client, address: str) -> str:
    """What the page says about changes, "" for nothing."""
    response = client.get(f"/{address}")
    assert response.status_code == 200
    text = " ".join(unescape(response.text).split())
    return text.partition('id="endringer"')[2].partition("</section>")[0]


@pytest.mark.parametrize("place", PLACES)
def test_a_changed_wording_is_told_with_its_difference(client: Client, place: str) -> None:
    accept(changed(WORDS))

    text = told(client, f"en/{place}")

    assert "The wording was changed: from 1 June 2012, entered 1 March 2026" in text
    assert f'<div class="kv-fritekst" lang="nb"><p>{ACCEPTED.reason}</p>' in text
    assert f'href="{ACCEPTED.document_address}">{ACCEPTED.document}</a>' in text
    assert "likeverdig grunnskoleopplæring <ins>" in text
    assert "Inserted:</span> i alle landets skoler</ins> gjennom" in text
    assert "<del>" not in text


@pytest.mark.parametrize("place", OF_F7)
def test_a_changed_fact_is_told_in_words(client: Client, place: str) -> None:
    accept(changed(facts={**FACTS, ("2011-F7", "verb_class"): '"sørge for"'}))

    text = told(client, f"en/{place}")

    assert "Facts were changed: from 1 June 2012, entered 1 March 2026" in text
    assert "2011-F7. Responsible: changed from KD and KS to KS." in text
    assert "2011-F7. Type of promise: changed from" in text
    assert "2011-R2. What the reservation limits: taken out 2011-F2, " in text
    assert "2011-M1" not in text  # what it goes on limiting


@pytest.mark.parametrize("address", ["2011-F1/", "2011-F1/historikk/", "2005-F1/"])
def test_what_concerns_others_is_not_told(client: Client, address: str) -> None:
    accept(changed(WORDS, FACTS))

    assert told(client, f"forpliktelser/{address}") == ""


def test_a_reservation_that_limits_no_more_is_told(client: Client) -> None:
    accept(changed(WORDS, FACTS))

    text = told(client, "en/forpliktelser/2011-F4/")

    assert "What the reservation limits: taken out 2011-F2, " in text
    assert "i alle landets" not in text


def test_a_theme_with_a_comma_of_its_own_stays_one(client: Client) -> None:
    words = '["rekrutteringen", "lærere"]'
    facts = {("2011-F7", "themes"): '["styring", "okonomi"]', ("2011-F7", "theme_words"): words}
    accept(changed(facts=facts))

    text = told(client, "en/forpliktelser/2011-F7/")

    assert (
        " to Governance, co-ordination and dialogue; Funding and division of responsibilities."
        in text
    )


@pytest.mark.parametrize("place", [PLACES[0], PLACES[1]])
@pytest.mark.parametrize("query", ["", "?per=2011-12-31"])
def test_a_change_is_told_before_anything_else(client: Client, place: str, query: str) -> None:
    accept(changed(WORDS))

    text = " ".join(client.get(f"/en/{place}{query}").text.split())

    link = '<a class="ds-link" href="#versjon-2">The wording was changed: from 1 June 2012'
    assert link in text.partition("<h2")[0]
    assert ("an earlier version of the text" in text.partition("<h2")[0]) is bool(query)
    assert 'id="versjon-2"' in text


@pytest.mark.parametrize("address", [*PLACES, "avtaler/2005-2009/", "forpliktelser/2005-F1/"])
def test_one_version_is_not_told_of(client: Client, address: str) -> None:
    assert told(client, address) == ""


@pytest.mark.parametrize("place", ["avtaler/2011-2013/", "forpliktelser/2011-F7/"])
def test_a_changed_period_is_told_of_all(client: Client, place: str) -> None:
    accept(with_cut("ends_on = 2013-12-31", "ends_on = 2013-10-31"))

    assert "Last day: changed from 31 December 2013 to 31 October 2013." in told(
        client, f"en/{place}"
    )


def test_a_new_commitment_is_put_in(client: Client) -> None:
    accept(added())

    whole, own = (
        told(client, place) for place in ("en/avtaler/2011-2013/", "en/forpliktelser/2011-F15/")
    )

    assert f"Inserted:</span> {NEW_WORDS}</ins>" in whole
    assert f"Inserted:</span> {NEW_WORDS}</ins>" in own
    assert "<del>" not in own


def test_a_document_without_an_address_is_named(client: Client) -> None:
    accept(changed(WORDS), document_address="", language="nn")

    text = told(client, "forpliktelser/2011-F3/")

    assert f'<span lang="nn">{ACCEPTED.document}</span>' in text


def test_the_newest_change_stands_first(client: Client) -> None:
    accept(changed(WORDS))
    accept(changed(WORDS, FACTS), first_day=date(2013, 1, 1))

    text = told(client, "en/avtaler/2011-2013/")

    assert text.index("from 1 January 2013") < text.index("from 1 June 2012")


def test_what_was_accepted_later_is_not_told_of_then(client: Client) -> None:
    accept(changed(WORDS))

    assert told(client, "forpliktelser/2011-F3/?kjent=2026-02-28") == ""
    assert told(client, "forpliktelser/2011-F3/?kjent=2026-03-01") != ""
    assert told(client, "avtaler/2011-2013/?kjent=2026-02-28") == ""
    assert told(client, "forpliktelser/2011-F3/?per=2012-05-31") != ""


@pytest.mark.parametrize(
    "place", ["avtaler/2011-2013/", "forpliktelser/2011-F3/", "forpliktelser/"]
)
def test_an_older_version_says_so_and_leads_to_today(client: Client, place: str) -> None:
    accept(changed(WORDS))
    notice = "The wording and the facts are those of an earlier version"

    older, newest, now = (
        client.get(f"/en/{place}{query}").text
        for query in ("?per=2012-05-31", "?per=2012-06-01", "")
    )

    assert notice in older
    assert "Show what applies today" in older
    assert notice not in newest
    assert notice not in now


def test_a_changed_text_costs_one_query(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    accept(changed(WORDS))
    accept(changed(WORDS, FACTS), first_day=date(2013, 1, 1))

    for place in PLACES:
        with django_assert_max_num_queries(12):
            assert told(client, place)


def test_every_fact_has_a_name() -> None:
    kinds = {
        "agreement": AgreementText,
        "segment": SegmentText,
        "goal": GoalText,
        "commitment": CommitmentText,
        "reservation": ReservationText,
        "procedure": ProcedureText,
        "signature": SignatureText,
        "marked_year": MarkedYearText,
    }
    parts = {"cut_source", "segments", *(f"{kind}s" for kind in kinds)}
    names = {
        f"{kind}.{row.name}"
        for kind, reading in kinds.items()
        for row in fields(reading)
        if not (kind == "agreement" and row.name in parts)
    }

    assert set(text_versions.FACTS) == names


def test_nothing_but_line_breaks_is_said_so(client: Client) -> None:
    text, cut = (content.decode() for content in sources())
    broken = text.replace("\n\n", "\n", 1)
    old, new = (sha256(one.encode()).hexdigest() for one in (text, broken))
    pair = parse(
        broken.encode(),
        cut.replace(old, new).encode(),
        text_name=f"{SLUG}.txt",
        cut_name=f"{SLUG}.toml",
    )
    accept(pair)

    text = told(client, "en/avtaler/2011-2013/")

    assert "Nothing but spaces, line breaks or places in the text differs." in text
    assert told(client, "en/forpliktelser/2011-F3/") == ""


def test_words_that_were_taken_out_stay_in_the_difference(client: Client) -> None:
    accept(changed({"likeverdig grunnskoleopplæring": "grunnskoleopplæring"}))

    text = told(client, "en/forpliktelser/2011-F3/")

    assert '<del><span class="ds-sr-only" lang="en">Taken out:</span> likeverdig</del>' in text
