"""Assessing a year: rows that save one by one, seen by nobody else before both have handed in."""

from typing import Any, Final

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from commitments.evaluations.assessing.models import Assessment
from commitments.register.reservation_models import Reservation
from tests.support import evaluation_states, recorders
from tests.support.evaluation_states import Table

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]

PAGE: Final = "/en/arbeid/evalueringer/2011-2013/2012/"
ROW: Final = f"{PAGE}vurderinger/2011-F2/"
SCRIPT: Final = {"HX-Request": "true"}


def fields(**changed: Any) -> dict[str, Any]:
    """What a complete row sends; a value of None is left out."""
    typed = {
        "verdict": "fulfilled",
        "narrative": "Eksempel: tre møter i året.",
        "language": "nb",
        "version": "0",
        "source-title": "Eksempel: referat",
        "source-address": "https://www.example.no/referat",
        **changed,
    }
    return {name: value for name, value in typed.items() if value is not None}


def at(laid: Table, party: str = "KD") -> Client:
    return recorders.client_of(laid.editors[party])


def test_a_row_is_saved_and_leads_back_to_its_place() -> None:
    laid = evaluation_states.laid()

    answer = at(laid).post(ROW, fields())

    row = Assessment.objects.get()
    assert answer.headers["Location"] == f"{PAGE}#F2"
    assert (row.party.code, row.commitment.ref, row.verdict) == ("KD", "2011-F2", "fulfilled")
    assert row.sources.get().address == "https://www.example.no/referat"


def test_a_script_gets_the_row_alone_and_the_count_of_all_rows() -> None:
    laid = evaluation_states.laid()
    client = at(laid)
    client.post(f"{PAGE}vurderinger/2011-F1/", fields())

    answer = client.post(ROW, fields(), headers=SCRIPT)

    assert answer.status_code == 200
    page_text = recorders.page_text(answer.content)
    assert "2011-F2 Local development in kindergartens has been saved." in page_text
    assert "2 of 16 assessed" in page_text
    assert "<html" not in answer.text
    assert "Edit 2011-F1" not in page_text


def test_the_page_counts_own_commitments_and_views_apart() -> None:
    laid = evaluation_states.laid()
    client = at(laid)
    client.post(ROW, fields())
    client.post(f"{PAGE}vurderinger/2011-M3/", fields())

    page_text = recorders.page_text(client.get(PAGE).content)

    assert "1 of 16 assessed and 1 view on what the other party is responsible for" in page_text


def test_a_reason_is_asked_for_and_nothing_typed_is_lost() -> None:
    laid = evaluation_states.laid()

    answer = at(laid).post(ROW, fields(verdict="not_fulfilled", narrative="Eksempel: ikke gjort."))

    assert "Choose one reason." in recorders.page_text(answer.content)
    assert "Eksempel: ikke gjort." in answer.text
    assert not Assessment.objects.exists()


def test_what_belongs_to_another_verdict_is_left_out() -> None:
    laid = evaluation_states.laid()

    at(laid).post(ROW, fields(reason="unknown", gap="records"))

    row = Assessment.objects.get()
    assert (row.reason, row.gap) == ("", "")


def test_the_retired_reason_is_not_offered_and_is_refused() -> None:
    laid = evaluation_states.laid()
    reservation = Reservation.objects.get(ref="2011-R2")
    retired = fields(
        verdict="not_fulfilled", reason="reservation_used", reservation=str(reservation.pk)
    )

    assert '<option value="reservation_used"' not in at(laid).get(ROW).text
    at(laid).post(ROW, retired)

    assert not Assessment.objects.exists()


def test_a_used_reservation_is_saved_as_a_verdict_of_its_own() -> None:
    laid = evaluation_states.laid()
    reservation = Reservation.objects.get(ref="2011-R2")
    used = {"verdict": "reservation_used", "reservation": str(reservation.pk)}

    at(laid).post(ROW, fields(**used, reason="unknown", gap="records"))

    row = Assessment.objects.get()
    assert (row.verdict, row.reservation) == ("reservation_used", reservation)
    assert (row.reason, row.gap) == ("", "")


def test_a_reservation_that_was_not_chosen_is_asked_for() -> None:
    laid = evaluation_states.laid()

    answer = at(laid).post(ROW, fields(verdict="reservation_used"))

    assert "Say which reservation." in recorders.page_text(answer.content)
    assert not Assessment.objects.exists()


def test_only_a_commitment_with_a_condition_can_be_not_applicable() -> None:
    laid = evaluation_states.laid(slug="2005-2009", year=2006)
    rows = "/en/arbeid/evalueringer/2005-2009/2006/vurderinger/"

    assert 'value="not_applicable"' not in at(laid).get(f"{rows}2005-F3/").text
    assert 'value="not_applicable"' in at(laid).get(f"{rows}2005-F4/").text


def test_only_reservations_that_fit_commitment_and_party_are_offered() -> None:
    laid = evaluation_states.laid()

    own = at(laid).get(ROW).text
    assert '<input class="ds-input" type="radio" name="verdict" value="reservation_used"' in own
    assert "2011-R2" in own
    assert "reservation_used" not in at(laid, "KS").get(ROW).text
    assert "2011-R1" in at(laid, "KS").get(f"{PAGE}vurderinger/2011-M3/").text
    assert "reservation_used" not in at(laid).get(f"{PAGE}vurderinger/2011-M3/").text


@pytest.mark.parametrize("headers", [{}, SCRIPT])
def test_a_conflict_shows_both_texts_and_can_be_saved_on_top(headers: dict[str, str]) -> None:
    laid = evaluation_states.laid()
    laid.assess("KD", narrative="Eksempel: en kollegas tekst.")
    client = at(laid)

    answer = client.post(ROW, fields(narrative="Eksempel: min tekst."), headers=headers)

    assert answer.status_code == 409
    assert "Eksempel: en kollegas tekst." in answer.text
    assert "Eksempel: min tekst." in answer.text
    client.post(ROW, fields(narrative="Eksempel: min tekst.", version="1"))
    assert Assessment.objects.get().narrative == "Eksempel: min tekst."


def test_what_was_typed_survives_an_ended_session() -> None:
    laid = evaluation_states.laid()
    client = at(laid)
    page = client.get(ROW).text
    who = page.split('name="who" value="')[1].split('"')[0]
    client.logout()

    answer = client.post(ROW, fields(who=who, narrative="Eksempel: langt svar."), headers=SCRIPT)
    recorders.sign_in(client, laid.editors["KD"].user)

    assert "/konto/inn/" in answer.headers["HX-Redirect"]
    assert "Eksempel: langt svar." in client.get(ROW).text


def test_the_other_partys_rows_are_nowhere_before_both_have_handed_in() -> None:
    laid = evaluation_states.laid()
    laid.assess("KS", narrative="Eksempel: kakadue.")
    client = at(laid)

    for address in (PAGE, ROW, f"{PAGE}utkast/"):
        assert "kakadue" not in client.get(address).text
    laid.submit("KS")
    assert "kakadue" not in client.get(PAGE).text


def test_after_the_reveal_an_amendment_stands_beside_what_was_handed_in() -> None:
    laid = evaluation_states.evaluation_in("revealed")
    client = at(laid)

    answer = client.post(ROW, fields(version="1", narrative="Eksempel: fire møter."), follow=True)

    row = recorders.page_text(answer.content)
    assert "Amended after the reveal" in row
    assert "Eksempel: fire møter." in row
    assert "Eksempel: tre møter i året." in row
    assert "In disagreement: KD fulfilled, KS partly fulfilled" in row


def test_a_row_that_is_handed_in_is_refused_with_what_was_typed() -> None:
    laid = evaluation_states.evaluation_in("handed_in_by_one")

    answer = at(laid).post(ROW, fields(version="1", narrative="Eksempel: for sent."))

    assert "KD has submitted. Take the submission back to make changes." in recorders.page_text(
        answer.content
    )
    assert "Eksempel: for sent." in answer.text
    assert not Assessment.objects.filter(narrative="Eksempel: for sent.").exists()


def test_one_text_is_put_on_the_marked_rows() -> None:
    laid = evaluation_states.laid()
    laid.assess("KD")
    typed = {"narrative": "Eksempel: felles.", "language": "nn"}

    answer = at(laid).post(f"{PAGE}tekst/", {**typed, "marked": ["2011-F2 1", "2011-F3 0"]})

    rows = Assessment.objects.order_by("commitment__position")
    assert answer.headers["Location"] == PAGE
    assert [(row.narrative, row.language) for row in rows] == [("Eksempel: felles.", "nn")] * 2


def test_a_text_without_marked_rows_is_refused_and_kept() -> None:
    laid = evaluation_states.laid()

    answer = at(laid).post(f"{PAGE}tekst/", {"narrative": "Eksempel: felles.", "language": "nb"})

    assert "Mark the rows that get the text." in recorders.page_text(answer.content)
    assert "Eksempel: felles." in answer.text


def test_a_row_is_cleared_and_a_stale_press_clears_nothing() -> None:
    laid = evaluation_states.laid()
    laid.assess("KD")
    client = at(laid)

    client.post(f"{ROW}tom/", {"version": "7"})
    assert Assessment.objects.count() == 1
    client.post(f"{ROW}tom/", {"version": "1"})

    assert not Assessment.objects.exists()


def test_last_year_stands_beside_and_is_copied() -> None:
    before = evaluation_states.evaluation_in("open", year=2011)
    laid = evaluation_states.laid()
    client = recorders.client_of(before.editors["KD"])

    assert "What your party said last year" in client.get(ROW).text
    client.post(f"{PAGE}fra-fjoraret/")

    row = Assessment.objects.get(evaluation=laid.evaluation)
    assert (row.commitment.ref, row.verdict) == (evaluation_states.REF, "fulfilled")


def test_the_preview_says_that_it_is_a_draft() -> None:
    laid = evaluation_states.laid()
    laid.assess("KD")

    page_text = recorders.page_text(at(laid).get(f"{PAGE}utkast/").content)

    assert "Draft: the assessments of KD for 2012" in page_text
    assert "Eksempel: tre møter i året." in page_text


@pytest.mark.parametrize("state", ["open", "handed_in_by_one", "revealed", "signed"])
def test_the_draft_is_to_be_had_as_pdf_until_it_is_signed(state: str) -> None:
    laid = evaluation_states.evaluation_in(state)

    body = at(laid).get(PAGE).text

    assert (f'href="{PAGE}utkast.pdf"' in body) == (state != "signed")


def test_the_price_does_not_grow_with_what_is_written(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    laid = evaluation_states.evaluation_in("revealed")
    client = at(laid)
    for ref in ("2011-F3", "2011-F4", "2011-F5"):
        laid.amend("KD", ref, verdict="partly_fulfilled", narrative="Eksempel: noe.")
        laid.amend("KS", ref, verdict="partly_fulfilled", narrative="Eksempel: noe.")

    with django_assert_num_queries(29):
        client.get(PAGE)


def test_a_text_for_many_rows_comes_back_after_the_party_has_handed_in() -> None:
    laid = evaluation_states.laid()
    client = at(laid)
    laid.submit("KD")

    typed = {"marked": "2011-F2 0", "narrative": "Eksempel: ett møte til.", "language": "nb"}
    answer = client.post(f"{PAGE}tekst/", typed)

    assert "Eksempel: ett møte til." in recorders.page_text(answer.content)
