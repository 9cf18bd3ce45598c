"""Save, Back, save again: the row that was made is changed, and never doubled by mistake."""

import re
from typing import Any, Final
from uuid import uuid4

import pytest
from django.test import Client

from agreements.models import EvaluationYear
from commitments.evaluations.meeting_models import Meeting
from commitments.evaluations.past.models import PastEvaluation
from commitments.foundation.choices import State
from commitments.people.models import Membership, Role
from commitments.progress.models import ProgressEntry
from commitments.publishing import edit_actions, workflow
from commitments.regional.models import RegionalStatus
from commitments.regional.notes.models import CountyNote
from commitments.sources.models import Source
from tests import make
from tests.support import recorders, regional_states
from tests.support.recorders import REF, SAVED, SENT, TEXT, edit_url, fields, page_text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]

NEW: Final = f"/en/arbeid/forpliktelser/{REF}/ny/"
OTHER: Final = "Eksempel: andre ord."


@pytest.fixture
def kd(eva: Membership) -> Client:
    return recorders.client_of(eva)


def new_link(page: bytes) -> str:
    """The address of a blank form on a page."""
    [address] = re.findall(r'href="([^"]+\?ny=[^"]+)"', page.decode())
    return str(address)


def token_of(page: bytes) -> str:
    [token] = re.findall(r'name="token" value="([^"]+)"', page.decode())
    return str(token)


def test_a_new_form_leads_to_the_draft_the_person_has_begun(kd: Client) -> None:
    kd.post(NEW, fields(**SAVED))
    entry = ProgressEntry.objects.get()

    answer = kd.get(NEW, follow=True)

    assert answer.redirect_chain == [(edit_url(entry), 302)]
    assert f"You continue the draft on {REF}" in page_text(answer.content)
    assert TEXT in answer.text


def test_a_returned_entry_is_a_draft_again(kd: Client, eva: Membership) -> None:
    entry = recorders.taken_to(State.RETURNED, by=eva)

    assert kd.get(NEW)["Location"] == edit_url(entry)


@pytest.mark.parametrize("state", [State.SUBMITTED, State.PUBLISHED, State.WITHDRAWN])
def test_what_is_sent_leaves_the_new_form_blank(state: State, kd: Client, eva: Membership) -> None:
    recorders.taken_to(state, by=eva)

    assert kd.get(NEW).status_code == 200


def test_the_draft_of_a_colleague_leaves_the_new_form_blank(kd: Client) -> None:
    recorders.taken_to(State.DRAFT, by=recorders.editor(name="Kari Kollega"))

    assert kd.get(NEW).status_code == 200


def test_a_correction_leaves_the_new_form_blank(kd: Client, eva: Membership) -> None:
    published = recorders.taken_to(State.PUBLISHED, by=eva)
    workflow.correct(published, by=eva)

    assert kd.get(NEW).status_code == 200


def test_another_entry_can_be_begun_on_purpose(kd: Client) -> None:
    kd.post(NEW, fields(**SAVED))
    another = new_link(kd.get(NEW, follow=True).content)

    kd.post(NEW, fields(token=token_of(kd.get(another).content), narrative=OTHER, **SAVED))

    assert ProgressEntry.objects.count() == 2
    made = ProgressEntry.objects.get(narrative=OTHER)
    assert kd.get(another)["Location"] == edit_url(made)


def test_an_address_that_names_no_row_is_that_of_a_new_form(kd: Client) -> None:
    entry = recorders.taken_to(State.DRAFT, by=recorders.editor("KS"))

    assert kd.get(f"{NEW}?ny=x").status_code == 200
    assert kd.get(f"{NEW}?ny={entry.token}").status_code == 200


def test_the_same_form_with_other_words_changes_the_draft_it_made(kd: Client) -> None:
    typed = fields(**SAVED)
    kd.post(NEW, typed)

    answers = [kd.post(NEW, {**typed, "narrative": words}) for words in (OTHER, OTHER, TEXT)]

    entry = ProgressEntry.objects.get()
    assert [answer.status_code for answer in answers] == [302, 302, 302]
    assert (entry.narrative, entry.version) == (TEXT, 3)
    assert Source.objects.count() == 1


def test_the_same_form_sends_the_draft_it_made(kd: Client) -> None:
    typed = fields()
    kd.post(NEW, {**typed, **SAVED})

    kd.post(NEW, {**typed, "narrative": OTHER, **SENT})

    entry = ProgressEntry.objects.get()
    assert (entry.state, entry.narrative) == (State.SUBMITTED, OTHER)


def test_a_source_typed_again_in_the_draft_is_not_entered_twice(kd: Client) -> None:
    kd.post(NEW, fields(**SAVED))
    entry = ProgressEntry.objects.get()

    kd.post(edit_url(entry), fields(version=entry.version, narrative=OTHER, **SAVED))

    assert Source.objects.count() == 1
    assert [source.title for source in entry.sources.all()] == ["Eksempel: referat"]


def moved_on(how: str, entry: Any) -> None:
    approver = recorders.approver(entry.party.code)
    if how == "changed":
        content = recorders.content(narrative="Eksempel: kollegaens.", new_sources=[])
        edit_actions.edit(entry, content, by=approver, version=entry.version)
        return
    entry = workflow.submit(entry, by=entry.created_by, version=entry.version)
    if how == "returned":
        workflow.send_back(entry, by=approver, version=entry.version, note="Eksempel: mer.")
    if how == "published":
        workflow.approve(entry, by=approver, version=entry.version)


@pytest.mark.parametrize("how", ["sent", "returned", "published", "changed"])
def test_a_draft_that_has_moved_on_is_shown_beside_what_was_typed(how: str, kd: Client) -> None:
    typed = fields(**SAVED)
    kd.post(NEW, typed)
    moved_on(how, ProgressEntry.objects.get())
    before = ProgressEntry.objects.get().narrative

    answer = kd.post(NEW, {**typed, "narrative": OTHER})

    page = page_text(answer.content)
    assert answer.status_code == 409
    assert OTHER in page
    assert before in page
    assert ProgressEntry.objects.get().narrative == before


@pytest.mark.parametrize("how", ["draft", "sent", "published"])
def test_the_same_form_for_a_county_changes_the_draft_it_made(how: str, kd: Client) -> None:
    url = f"/en/arbeid/fylker/{regional_states.REF}/{regional_states.YEAR}/12/"
    typed = {**fields(**SAVED), "true_on": ""}
    kd.post(url, typed)
    if how != "draft":
        moved_on(how, RegionalStatus.objects.get())

    answer = kd.post(url, {**typed, "narrative": OTHER})

    row = RegionalStatus.objects.get()
    assert row.narrative == (OTHER if how == "draft" else TEXT)
    assert answer.status_code == (302 if how == "draft" else 409)
    assert how == "draft" or OTHER in page_text(answer.content)
    assert Source.objects.count() == 1


def attached(kd: Client, **changed: Any) -> tuple[str, dict[str, Any]]:
    address = new_link(kd.get("/en/arbeid/evalueringer/fra-den-gang/").content)
    typed = {
        "token": token_of(kd.get(address).content),
        "evaluation_year": EvaluationYear.objects.get(year=2012).pk,
        "made_on": "2012-12-01",
        "description": TEXT,
        "language": "nb",
        "source-title": "Eksempel: referat",
        "source-address": "https://www.example.no/referat",
        **changed,
    }
    kd.post(address, typed)
    return address, typed


def test_the_same_form_changes_the_evaluation_it_attached(kd: Client) -> None:
    address, typed = attached(kd)
    year = EvaluationYear.objects.get(year=2011)

    for _ in range(2):
        kd.post(address, {**typed, "evaluation_year": year.pk, "description": OTHER})

    row = PastEvaluation.objects.get()
    assert (row.description, row.evaluation_year, row.version) == (OTHER, year, 2)
    assert Source.objects.count() == 1
    assert kd.get(address)["Location"].endswith(f"/{row.pk}/rediger/")


def test_an_attached_evaluation_that_was_sent_is_not_changed(kd: Client) -> None:
    address, typed = attached(kd)
    moved_on("sent", PastEvaluation.objects.get())

    answer = kd.post(address, {**typed, "description": OTHER})

    assert answer.status_code == 409
    assert OTHER in answer.text
    assert PastEvaluation.objects.get().description == TEXT


@pytest.fixture
def secretary() -> Client:
    return recorders.client_of(make.make_membership(role=Role.SECRETARIAT))


def recorded(client: Client, **changed: Any) -> tuple[str, dict[str, Any]]:
    address = new_link(client.get("/en/arbeid/moter/").content)
    typed = {
        "token": token_of(client.get(address).content),
        "year": "2012",
        "number": "",
        "held_on": "2012-03-01",
        "source-title": "Eksempel: referat",
        "source-address": "https://www.example.no/referat",
        **changed,
    }
    client.post(address, typed)
    return address, typed


def test_the_same_form_changes_the_meeting_it_recorded(secretary: Client) -> None:
    address, typed = recorded(secretary)

    for _ in range(2):
        secretary.post(address, {**typed, "held_on": "2012-03-02"})

    meeting = Meeting.objects.get()
    assert (meeting.held_on.isoformat(), meeting.version) == ("2012-03-02", 2)
    assert Source.objects.count() == 1
    assert secretary.get(address)["Location"] == f"/en/arbeid/moter/{meeting.pk}/"


def test_a_meeting_that_another_has_changed_is_shown_above_what_was_typed(
    secretary: Client,
) -> None:
    address, typed = recorded(secretary)
    meeting = Meeting.objects.get()
    other = recorders.client_of(make.make_membership(role=Role.SECRETARIAT))
    other.post(
        f"/en/arbeid/moter/{meeting.pk}/",
        {"version": 1, "year": "2012", "number": "2", "held_on": "2012-04-01"},
    )

    answer = secretary.post(address, {**typed, "held_on": "2012-03-02"})

    assert answer.status_code == 409
    assert f'action="/en/arbeid/moter/{meeting.pk}/"' in answer.text
    assert Meeting.objects.get().held_on.isoformat() == "2012-04-01"


def test_a_note_that_is_sent_stands_and_other_words_are_kept() -> None:
    office = recorders.client_of(regional_states.viewer())
    place = regional_states.county().place
    address = new_link(office.get(f"/en/arbeid/fylke/{place}/").content)
    party = recorders.editor("KS").party
    assert party
    typed = {"token": token_of(office.get(address).content), "party": party.pk, "text": TEXT}
    office.post(address, typed)

    again = office.post(address, typed)
    answer = office.post(address, {**typed, "text": OTHER})

    note = CountyNote.objects.get()
    page = answer.text
    assert again["Location"] == office.get(address)["Location"]
    assert answer.status_code == 409
    assert f"You have already sent an error report from this form: {note.number}." in page
    assert OTHER in page
    assert token_of(answer.content) != str(note.token)


def test_a_form_without_a_token_still_makes_a_row(kd: Client) -> None:
    kd.post(NEW, fields(token=None, **SAVED))
    kd.post(NEW, fields(token=str(uuid4()), **SAVED))

    assert ProgressEntry.objects.count() == 2
