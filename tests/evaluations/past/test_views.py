"""Evaluations of the time: attached by one person, published by another, hidden until then."""

from typing import Any, Final

import pytest

from agreements.models import EvaluationYear
from commitments.evaluations.past.models import PastEvaluation
from commitments.foundation.choices import State
from commitments.people.models import Membership
from commitments.sources.actions import NewSource
from tests import make
from tests.support import evaluation_states, recorders

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]

PLACE: Final = "/en/arbeid/evalueringer/fra-den-gang/"


def fields(**changed: Any) -> dict[str, Any]:
    return {
        "made_on": "2012-12-01",
        "description": "Eksempel: referat.",
        "language": "nb",
        "source-title": "Eksempel: referat",
        "source-address": "https://www.example.no/referat",
        **changed,
    }


def test_is_attached_sent_and_published_by_another() -> None:
    client, approver = (
        recorders.client_of(recorders.editor()),
        recorders.client_of(recorders.approver()),
    )
    page = client.get(f"{PLACE}ny/").text
    key = page.split(">2012 (2011")[0].rsplit('value="', 1)[1].split('"')[0]

    client.post(f"{PLACE}ny/", fields(evaluation_year=key))
    row = PastEvaluation.objects.get()
    client.post(f"{PLACE}{row.pk}/send/", {"version": row.version})
    row.refresh_from_db()
    answer = approver.post(f"{PLACE}{row.pk}/publiser/", {"version": row.version}, follow=True)

    row.refresh_from_db()
    assert "It has been published." in recorders.page_text(answer.content)
    assert row.state == "published"


def test_a_day_outside_the_time_is_refused_and_nothing_is_lost() -> None:
    by = recorders.editor()
    row = evaluation_states.attached(by)

    answer = recorders.client_of(by).post(
        f"{PLACE}{row.pk}/rediger/", fields(made_on="2020-01-01", version=row.version)
    )

    assert "An evaluation made at the time must be from the year it covers" in recorders.page_text(
        answer.content
    )
    assert "Eksempel: referat." in answer.text


def test_a_conflict_shows_what_is_saved_and_what_was_typed() -> None:
    by = recorders.editor()
    row = evaluation_states.attached(by)

    answer = recorders.client_of(by).post(
        f"{PLACE}{row.pk}/rediger/", fields(description="Eksempel: min.", version=9)
    )

    assert answer.status_code == 409
    assert "Eksempel: referat fra evalueringen." in answer.text
    assert "Eksempel: min." in answer.text


def test_a_draft_is_discarded_and_an_unknown_step_is_not_found() -> None:
    by = recorders.editor()
    row, client = evaluation_states.attached(by), recorders.client_of(by)

    assert client.post(f"{PLACE}{row.pk}/finnes-ikke/").status_code == 404
    client.post(f"{PLACE}{row.pk}/forkast/", {"version": row.version})

    assert not PastEvaluation.objects.exists()


def test_a_repeated_step_is_a_conflict() -> None:
    by = recorders.editor()
    row, client = evaluation_states.attached(by), recorders.client_of(by)
    url, form = f"{PLACE}{row.pk}/send/", {"version": row.version}

    assert [client.post(url, form).status_code for _time in range(2)] == [302, 409]


def test_the_other_party_knows_nothing_of_a_draft() -> None:
    row = evaluation_states.attached(recorders.editor(), description="Eksempel: kakadue.")
    client = recorders.client_of(recorders.approver("KS"))

    assert client.get(f"{PLACE}{row.pk}/").status_code == 404
    assert "Eksempel: referat" not in client.get(PLACE).text


def test_a_refused_form_that_came_without_what_names_it_can_be_sent_again() -> None:
    row, client = row_in(State.DRAFT), recorders.client_of(recorders.editor())

    new = client.post(f"{PLACE}ny/", {"made_on": "2012-12-01"}).text
    begun = client.post(f"{PLACE}{row.pk}/rediger/", {"made_on": ""}).text

    for page in (new, begun):
        assert "The draft was not saved:" in page
    assert '<input type="hidden" name="token" value="">' in new
    assert '<input type="hidden" name="version" value="">' in begun


def row_in(state: State, **facts: Any) -> PastEvaluation:
    year = EvaluationYear.objects.get(agreement__slug=evaluation_states.AGREEMENT, year=2012)
    return make.make_past_evaluation(year=year, state=state, **facts)


def page_of(row: PastEvaluation, by: Membership) -> str:
    answer = recorders.client_of(by).get(f"{PLACE}{row.pk}/")
    return recorders.page_text(answer.content)


def test_a_draft_may_lack_its_text_and_have_a_file_as_its_document() -> None:
    by = recorders.editor()
    file = NewSource("Eksempel: skannet", file=recorders.upload())
    row = evaluation_states.attached(by, description="", new_source=file)

    page_text = page_of(row, by)

    assert "What the document shows – The document Eksempel: skannet (PDF, " in page_text
    assert "Send for approval Edit Discard the draft" in page_text


def test_what_is_returned_shows_the_note() -> None:
    row = row_in(State.RETURNED)

    assert "Eksempel: nevn kilden. Stage returned" in page_of(row, recorders.editor())


def test_an_approver_publishes_or_returns_with_a_note() -> None:
    row, approver = row_in(State.SUBMITTED), recorders.approver()
    stale = {"note": "Eksempel: nevn kilden.", "version": row.version + 1}

    page_text = page_of(row, approver)
    refused = recorders.client_of(approver).post(f"{PLACE}{row.pk}/returner/", stale)

    assert "When you publish, everyone can read it at once. Publish" in page_text
    assert "Return with the note" in page_text
    assert refused.status_code == 409
    assert "data-warn-unsaved data-unsaved>" in refused.text
    assert ">Eksempel: nevn kilden.</textarea>" in refused.text


def test_a_withdrawal_is_proposed_with_its_reason_and_shown_once_it_is_done() -> None:
    row, by = row_in(State.PUBLISHED), recorders.editor()
    client = recorders.client_of(by)
    url = f"{PLACE}{row.pk}/foresla-trekking/"

    form = recorders.page_text(client.get(url).content)
    client.post(url, {"version": row.version, "reason": "Eksempel: feil dokument."})

    heading = "Propose to withdraw the evaluation of 2012 that was made at the time"
    assert f"Evaluation made at the time {heading} An approver who did not propose it" in form
    assert "Eva Redaktør proposed to withdraw it, " in page_of(row, by)
    listed = recorders.page_text(client.get(PLACE).content)
    assert "2012: Årsrapport KD, published, withdrawal proposed" in listed


def test_what_was_withdrawn_says_why() -> None:
    row = row_in(State.WITHDRAWN)

    assert "Eksempel: feil år. Stage withdrawn" in page_of(row, recorders.editor())


def test_the_list_leads_to_the_own_partys_rows_alone() -> None:
    row = row_in(State.PUBLISHED)
    own, other = (
        recorders.client_of(recorders.editor()),
        recorders.client_of(recorders.editor("KS")),
    )

    assert f'href="{PLACE}{row.pk}/"' in own.get(PLACE).text
    page = other.get(PLACE)
    assert f'href="{PLACE}{row.pk}/"' not in page.text
    assert "2012: Årsrapport KD, published" in recorders.page_text(page.content)
