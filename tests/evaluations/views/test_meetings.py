"""Recording a meeting by the form, and keeping its papers."""

from typing import Final

import pytest

from commitments.evaluations.meeting_models import Meeting
from tests.support import evaluation_states, recorders

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]

PAGE: Final = "/en/arbeid/evalueringer/2011-2013/2012/"


def test_the_secretariat_records_a_meeting_and_keeps_its_papers() -> None:
    laid = evaluation_states.laid()
    client = recorders.client_of(laid.secretariat)
    typed = {
        "year": "2012",
        "number": "2",
        "held_on": "2012-11-05",
        "source-title": "Eksempel: innkalling",
        "source-address": "https://www.example.no/innkalling",
    }

    client.post("/en/arbeid/moter/nytt/", typed)
    meeting = Meeting.objects.get()
    address = f"/en/arbeid/moter/{meeting.pk}/"
    stale = client.post(address, {**typed, "version": "9"})
    client.post(address, {"year": "2012", "number": "", "held_on": "2012-11-06", "version": "1"})

    assert stale.status_code == 409
    meeting.refresh_from_db()
    assert meeting.is_bilateral
    assert not meeting.papers.exists()
