"""What the signed page shows of everything that a verdict can rest on."""

import re
from datetime import date
from html import unescape
from typing import Any, Final

import pytest
from django.test import Client

from agreements.models import EvaluationYear
from commitments.register.reservation_models import Reservation
from commitments.sources import actions as sources
from commitments.sources.actions import NewSource
from kvalitet import templating
from tests import make
from tests.support import evaluation_states, recorders
from tests.support.evaluation_states import REF
from tests.support.published_entries import publish_entry
from tests.support.signed_evaluations import signed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]

URL: Final = "/en/avtaler/2011-2013/evalueringer/2012/"
OTHER: Final = "2011-F4"
MISSING: Final = {"verdict": "cannot_be_verified", "gap": "records"}


def reserved(**changed: Any) -> dict[str, Any]:
    reservation = Reservation.objects.get(ref="2011-R2")
    return {"verdict": "reservation_used", "reservation": reservation, **changed}


def text_of(client: Client, path: str = URL) -> str:
    return unescape(recorders.page_text(client.get(path).content))


def test_a_used_reservation_is_shown_with_its_words_and_a_gap_is_named(client: Client) -> None:
    signed(2012, KD={REF: reserved()}, KS={REF: MISSING})

    page_text = text_of(client)

    assert "reservation used Reservation: 2011-R2 « Statens forpliktelser nevnt i" in page_text
    assert "What is missing: records are missing" in page_text


def test_a_picked_entry_stands_as_it_was_published(client: Client) -> None:
    entry = publish_entry("2012-03-15", ref=REF)
    signed(2012, KD={REF: {"entries": [entry]}}, KS={REF: "fulfilled"})

    page = client.get(URL)

    quoted = f"Progress as at 15 March 2012 in progress {recorders.TEXT} Source: Eksempel: referat"
    assert quoted in recorders.page_text(page.content)
    assert f'href="/en/forpliktelser/{REF}/#oppforing-{entry.pk}"' in page.text


def test_a_file_is_read_here_and_named_with_its_hash(client: Client) -> None:
    file = NewSource(
        "Eksempel: notat",
        file=recorders.upload("notat.pdf"),
        publisher="Eksempel: etaten",
        published_on=date(2012, 5, 1),
    )
    signed(2012, KD={REF: {"new_sources": [file]}}, KS={REF: "fulfilled"})

    page = client.get(URL)

    named = "Eksempel: notat Eksempel: etaten 1 May 2012 notat.pdf SHA-256 "
    assert named in recorders.page_text(page.content)
    assert 'rel="noopener nofollow">Eksempel: notat</a>' not in page.text
    assert ">Eksempel: notat</a>" in page.text


def test_a_source_that_can_be_read_nowhere_is_named_without_a_link() -> None:
    written = templating.in_use().from_string(
        '{% import "components/evaluations/evaluations.html" as evaluations %}'
        "{{ evaluations.source(source, {}) }}"
    )
    gone = {"title": "Eksempel: notat", "address": "", "sha256": "0" * 64, "publisher": ""}

    page = written.render(source={**gone, "published_on": None, "file_name": ""})

    assert page.strip() == '<span lang="no">Eksempel: notat</span>'


def test_disputed_commitments_are_listed_with_commas(client: Client) -> None:
    verdicts = {"KD": "fulfilled", "KS": "partly_fulfilled"}
    signed(2012, **{party: dict.fromkeys((REF, OTHER), held) for party, held in verdicts.items()})

    page = client.get(URL).text

    assert (
        'href="#F2">2011-F2 Local development in kindergartens</a>, <a class="ds-link" href="#F4">'
        in page
    )


def test_the_commitment_says_why_or_what_was_missing_year_by_year(client: Client) -> None:
    signed(2012, KD={REF: reserved()}, KS={REF: MISSING})

    page_text = text_of(client, f"/en/forpliktelser/{REF}/")

    mark = r"written in retrospect \(\d+\)"
    used = r"2012 reservation used 2011-R2 [\w ' ]+?"
    row = f"{used} {mark} cannot be verified records are missing {mark}"
    assert re.search(row, page_text)


def test_an_evaluation_of_the_time_is_known_of_its_year_with_a_file_as_its_document(
    client: Client,
) -> None:
    year = EvaluationYear.objects.get(agreement__slug=evaluation_states.AGREEMENT, year=2012)
    by = recorders.editor()
    document = sources.add(NewSource("Eksempel: skannet", file=recorders.upload()), by=by)
    make.make_past_evaluation(year=year, source=document)

    page = client.get(URL).text

    assert f'href="/en/kilder/{document.pk}/' in page.partition('id="fra-den-gang"')[2]
    assert "2012 An evaluation made at the time is known." in text_of(
        client, "/en/avtaler/2011-2013/"
    )
