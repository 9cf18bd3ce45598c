"""What a row shows of everything an assessment can say, of errors, and of what was cleared."""

import re
from typing import Any, Final

import pytest
from django.test import Client

from commitments.evaluations.assessing import actions as assessments
from commitments.evaluations.assessing.models import Assessment
from commitments.register.reservation_models import Reservation
from commitments.sources.actions import NewSource
from tests.support import evaluation_states, recorders
from tests.support.evaluation_states import ONLY_KS, REF, Table
from tests.support.published_entries import publish_entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]

PAGE: Final = "/en/arbeid/evalueringer/2011-2013/2012/"
ROW: Final = f"{PAGE}vurderinger/{REF}/"
SCRIPT: Final = {"HX-Request": "true"}


@pytest.fixture
def laid() -> Table:
    return evaluation_states.laid()


@pytest.fixture
def client(laid: Table) -> Client:
    """The browser of KD's editor."""
    return recorders.client_of(laid.editors["KD"])


def typed(**changed: Any) -> dict[str, Any]:
    return {"narrative": "Eksempel: tekst.", "language": "nb", "version": "0", **changed}


def test_a_used_reservation_is_named_and_chosen_in_the_form(laid: Table, client: Client) -> None:
    reservation = Reservation.objects.get(ref="2011-R2")
    laid.assess("KD", verdict="reservation_used", reservation=reservation)

    answer = client.get(ROW)

    page = answer.text
    assert (
        "reservation used Reservation: 2011-R2 Budgets and the economic framework"
        in recorders.page_text(answer.content)
    )
    assert re.search(r'value="reservation_used" id="[^"]+" [^>]* checked>', page)
    assert f'<option value="{reservation.pk}" lang="nb" selected>' in page


def test_a_gap_says_what_is_missing(laid: Table, client: Client) -> None:
    laid.assess("KD", verdict="cannot_be_verified", gap="records")

    page_text = recorders.page_text(client.get(ROW).content)

    assert "cannot be verified records are missing Eksempel:" in page_text


def test_a_row_that_is_begun_has_no_verdict_yet(laid: Table, client: Client) -> None:
    laid.assess("KD", verdict="")

    page_text = recorders.page_text(client.get(ROW).content)

    assert "No assessment has been chosen yet. Eksempel: tre møter i året." in page_text


def test_a_published_entry_is_offered_and_shown_where_it_is_picked(
    laid: Table, client: Client
) -> None:
    entry = publish_entry("2012-03-15", ref=REF)
    offered = client.get(ROW).text
    laid.assess("KD", entries=[entry])

    answer = client.get(ROW)

    box = f'name="entries" value="{entry.pk}" id="F2-entry-{entry.pk}"'
    assert f"{box}>" in offered
    assert f"{box} checked>" in answer.text
    page_text = recorders.page_text(answer.content)
    assert f"Based on the entry for 15 March 2012: {recorders.TEXT}" in page_text
    assert f"{recorders.TEXT} in progress, 15 March 2012" in page_text


def test_a_file_is_offered_by_its_name(laid: Table, client: Client) -> None:
    laid.assess("KD", new_sources=[NewSource("Eksempel: vedlegg", file=recorders.upload())])

    page_text = recorders.page_text(client.get(ROW).content)

    assert "Eksempel: vedlegg referat.pdf" in page_text


def test_each_error_stands_where_it_is_mended(laid: Table, client: Client) -> None:
    publish_entry("2012-03-15", ref=REF)
    wrong = {"verdict": "x", "gap": "x", "sources": "x", "entries": "x"}

    page = client.post(ROW, typed(**wrong)).text

    for name in ("verdict", "gap"):
        assert f' aria-describedby="F2-{name}_error">' in page
        assert f'data-field="validation" id="F2-{name}_error"' in page
    assert 'data-field="validation" id="F2-sources"' in page
    assert page.count("“x” is not a valid value.") == 4


def test_a_row_that_a_colleague_cleared_says_so(laid: Table, client: Client) -> None:
    assessments.clear(laid.assess("KD"), by=laid.editors["KD"], version=1)

    answer = client.post(ROW, typed(verdict="fulfilled", version="1"))

    assert answer.status_code == 409
    assert "The row has been cleared." in recorders.page_text(answer.content)


def test_a_script_is_told_what_was_removed_from_the_text(laid: Table, client: Client) -> None:
    answer = client.post(ROW, typed(narrative="Eksempel:\u200b tekst."), headers=SCRIPT)

    page_text = recorders.page_text(answer.content)
    assert (
        "in kindergartens has been saved. We removed 1 character that cannot be seen." in page_text
    )
    assert Assessment.objects.get().narrative == "Eksempel: tekst."


def test_a_row_that_a_script_asks_for_says_that_its_text_comes_from_earlier(
    laid: Table, client: Client
) -> None:
    who = client.get(ROW).text.split('name="who" value="')[1].split('"')[0]
    client.logout()
    client.post(ROW, typed(who=who))
    recorders.sign_in(client, laid.editors["KD"].user)

    page_text = recorders.page_text(client.get(ROW, headers=SCRIPT).content)

    assert "You typed this earlier, and it was not saved." in page_text


def test_a_view_is_apart_in_the_preview_and_marked_after_the_reveal(
    laid: Table, client: Client
) -> None:
    laid.assess("KD", ONLY_KS)
    preview = recorders.page_text(client.get(f"{PAGE}utkast/").content)
    laid.submit("KD")
    laid.submit("KS")

    row = recorders.page_text(client.get(f"{PAGE}vurderinger/{ONLY_KS}/").content)

    assert f"Views of KD on what the other party is responsible for {ONLY_KS} " in preview
    assert "KD the other party&#39;s view fulfilled" in row
