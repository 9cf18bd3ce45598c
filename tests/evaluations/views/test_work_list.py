"""What the secretariat sees of the evaluations."""

from typing import Final

import pytest
import time_machine
from django.utils import timezone

from commitments.evaluations.agreeing.publish_alone_actions import publish_alone
from commitments.evaluations.models import Evaluation
from tests import make
from tests.support import evaluation_states, recorders

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]

WORK_LIST: Final = "/en/arbeid/evalueringer/"
PAGE: Final = f"{WORK_LIST}2011-2013/2012/"


def test_the_secretariat_sees_who_has_handed_in_and_nothing_else() -> None:
    laid = evaluation_states.evaluation_in("handed_in_by_one")
    client = recorders.client_of(laid.secretariat)

    page_text = recorders.page_text(client.get(WORK_LIST).content)

    assert "KD 20 November 2026" in page_text
    assert "KS: not submitted" in page_text
    assert client.get(PAGE).status_code == 403


def test_it_says_that_nothing_is_open_and_that_the_secretariat_opens() -> None:
    text = "No evaluation has been opened yet. The secretariat opens them."

    assert text in recorders.client_of(recorders.editor("KD")).get(WORK_LIST).text


@pytest.mark.parametrize(("state", "changes"), [("conclusion_accepted", 1), ("signed_by_one", 0)])
def test_the_meeting_is_changed_until_someone_has_signed(state: str, changes: int) -> None:
    laid = evaluation_states.evaluation_in(state)
    client = recorders.client_of(laid.secretariat)
    unstated = recorders.page_text(client.get(WORK_LIST).content)
    Evaluation.objects.update(meeting=make.make_meeting(number=3))

    stated = recorders.page_text(client.get(WORK_LIST).content)

    assert "not stated" in unstated
    assert "consultation meeting 3 of 2012, 5 November 2012" in stated
    assert stated.count("Change the meeting of 2012") == changes


def test_a_party_goes_from_the_list_to_its_assessments() -> None:
    laid = evaluation_states.evaluation_in("open")

    text = recorders.client_of(laid.editors["KD"]).get(WORK_LIST).text

    assert f'<a class="ds-link" href="{PAGE}">2012 (the 2011–2013 agreement)</a>' in text


def test_it_marks_who_was_late_and_who_handed_in_after_the_reveal() -> None:
    laid = evaluation_states.late_in(2012)
    meeting = make.make_meeting(number=3)
    Evaluation.objects.update(meeting=meeting)
    with time_machine.travel("2026-11-21 12:00 +0000", tick=True):
        publish_alone(laid.evaluation, by=laid.approvers["KD"], factor_at=timezone.now())
        laid.submit("KS")

    listed = recorders.page_text(recorders.client_of(laid.secretariat).get(WORK_LIST).content)
    page = recorders.page_text(recorders.client_of(laid.editors["KD"]).get(PAGE).content)

    late = "KD 20 November 2026 (after the deadline) KS 21 November 2026 (after the deadline)"
    for page_text in (listed, page):
        assert f"{late}, submitted after the reveal" in page_text
    assert "Meeting consultation meeting 3 of 2012, 5 November 2012" in page
