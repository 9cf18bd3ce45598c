"""Handing in by the form: gaps are confirmed, incomplete rows named, and it is taken back."""

from typing import Final

import pytest

from commitments.evaluations.assessing.submission_models import Submission
from tests.support import evaluation_states, recorders

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]

PAGE: Final = "/en/arbeid/evalueringer/2011-2013/2012/"
GAPS: Final = ["2011-M1", "2011-M2", *(f"2011-F{number}" for number in range(1, 15))]


def test_gaps_are_listed_and_confirmed_once() -> None:
    laid = evaluation_states.evaluation_in("open")
    client = recorders.client_of(laid.approvers["KD"])

    first = recorders.page_text(client.post(f"{PAGE}lever/").content)
    assert "Confirm that these commitments will be shown as «not assessed»." in first
    assert "2011-F3 Local development in compulsory school Arbeide for å øke kvaliteten" in first
    gaps = [ref for ref in GAPS if ref != evaluation_states.REF]
    answer = client.post(f"{PAGE}lever/", {"confirmed": "1", "gap": gaps})

    assert answer.headers["Location"] == PAGE
    assert Submission.objects.get().confirmed_gaps == gaps


def test_incomplete_rows_stop_the_hand_in_and_are_led_to() -> None:
    laid = evaluation_states.laid()
    laid.assess("KD", new_sources=[])

    answer = recorders.client_of(laid.approvers["KD"]).post(
        f"{PAGE}lever/", {"confirmed": "1", "gap": GAPS}
    )

    assert f'href="{PAGE}#F2"' in answer.text
    assert (
        "is missing in 2011-F2 Local development in kindergartens. Complete or clear these"
        in recorders.page_text(answer.content)
    )
    assert not Submission.objects.exists()


def test_a_hand_in_is_taken_back_until_the_other_has_handed_in() -> None:
    laid = evaluation_states.evaluation_in("handed_in_by_one")
    client = recorders.client_of(laid.approvers["KD"])

    client.post(f"{PAGE}ta-tilbake/")
    assert not Submission.objects.current().exists()
    laid.submit("KD")
    laid.submit("KS")
    page_text = recorders.page_text(client.post(f"{PAGE}ta-tilbake/", follow=True).content)

    assert "Both parties have submitted" in page_text
    assert Submission.objects.current().count() == 2
