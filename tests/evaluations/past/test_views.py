"""Evaluations of the time: attached by one person, published by another, hidden until then."""

from typing import Any, Final

import pytest

from commitments.evaluations.past.models import PastEvaluation
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
    assert "It is published." in recorders.page_text(answer.content)
    assert row.state == "published"


def test_a_day_outside_the_time_is_refused_and_nothing_is_lost() -> None:
    by = recorders.editor()
    row = evaluation_states.attached(by)

    answer = recorders.client_of(by).post(
        f"{PLACE}{row.pk}/rediger/", fields(made_on="2020-01-01", version=row.version)
    )

    assert "An evaluation of the time was made" in recorders.page_text(answer.content)
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
