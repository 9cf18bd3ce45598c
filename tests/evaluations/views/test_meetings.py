"""Recording a meeting by the form, and keeping its papers."""

from typing import Final

import pytest

from commitments.evaluations.meeting_models import Meeting
from commitments.people.models import Role
from commitments.sources import actions as sources
from commitments.sources.actions import NewSource
from tests import make
from tests.support import evaluation_states, recorders

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]

MEETINGS: Final = "/en/arbeid/moter/"
CHOICE: Final = "/en/arbeid/evalueringer/2011-2013/2012/"


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

    client.post(f"{MEETINGS}nytt/", typed)
    meeting = Meeting.objects.get()
    address = f"{MEETINGS}{meeting.pk}/"
    stale = client.post(address, {**typed, "version": "9"})
    client.post(address, {"year": "2012", "number": "", "held_on": "2012-11-06", "version": "1"})

    assert stale.status_code == 409
    shown = recorders.page_text(stale.content)
    assert "As it is saved: consultation meeting 2 of 2012, 5 November 2012" in shown
    assert "Papers to keep Eksempel: innkalling https://www.example.no/innkalling" in shown
    meeting.refresh_from_db()
    assert meeting.is_bilateral
    assert not meeting.papers.exists()


def test_the_list_says_which_papers_a_meeting_has() -> None:
    client = recorders.client_of(make.make_membership(role=Role.SECRETARIAT))
    empty = recorders.page_text(client.get(MEETINGS).content)
    make.make_meeting(number=None)
    make.make_meeting(number=2).papers.add(make.make_source(publisher="Eksempel: KD"))

    listed = recorders.page_text(client.get(MEETINGS).content)

    assert "No meeting has been recorded yet." in empty
    assert "bilateral meeting, 5 November 2012 No papers." in listed
    assert "consultation meeting 2 of 2012, 5 November 2012 Årsrapport Eksempel: KD" in listed


def test_a_refused_form_that_came_without_its_token_can_be_sent_again() -> None:
    client = recorders.client_of(make.make_membership(role=Role.SECRETARIAT))

    refused = client.post(f"{MEETINGS}nytt/", {"year": "2012"})

    assert "The meeting was not saved:" in refused.text
    assert '<input type="hidden" name="token" value="">' in refused.text


def test_a_paper_that_stays_is_marked_and_a_file_has_its_name() -> None:
    client = recorders.client_of(make.make_membership(role=Role.SECRETARIAT))
    meeting = make.make_meeting()
    file = NewSource("Eksempel: innkalling", file=recorders.upload("innkalling.pdf"))
    paper = sources.add_paper(file, by=meeting.entered_by)
    meeting.papers.add(paper)

    page = client.get(f"{MEETINGS}{meeting.pk}/").text

    assert f'id="id_papers-{paper.pk}" checked>' in page
    assert '<span class="kv-svak">innkalling.pdf</span>' in page


def test_a_form_that_came_without_its_version_is_a_conflict() -> None:
    client = recorders.client_of(make.make_membership(role=Role.SECRETARIAT))
    meeting = make.make_meeting()

    refused = client.post(f"{MEETINGS}{meeting.pk}/", {"year": "2012"})

    assert "The meeting was not saved:" in refused.text
    assert '<input type="hidden" name="version" value="0">' in refused.text


def test_an_evaluation_is_given_another_meeting() -> None:
    laid = evaluation_states.laid()
    make.make_meeting(number=3)

    page = recorders.page_text(recorders.client_of(laid.secretariat).get(f"{CHOICE}mote/").content)

    heading = "The meeting of the evaluation of 2012"
    assert f"Evaluations Meeting {heading} Meeting " in page
    assert "not stated 2012, meeting 3 Save the meeting" in page
