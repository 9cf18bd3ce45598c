"""Evaluations of the time in the admin: the same steps and refusals as in the workspace."""

from typing import Any, Final

import pytest
from django.test import Client

from agreements.models import EvaluationYear
from commitments.evaluations.past import actions as past_evaluations
from commitments.evaluations.past.models import PastEvaluation
from commitments.people.models import Membership
from commitments.publishing import workflow
from tests import make
from tests.support import evaluation_states, recorders

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]

ROWS: Final = "/en/admin/commitments/pastevaluation/"


@pytest.fixture
def editor() -> Membership:
    return recorders.editor()


def typed(row: PastEvaluation, **changed: Any) -> dict[str, Any]:
    return {
        "made_on": "2012-12-01",
        "description": row.description,
        "language": "nb",
        "source": row.source_id,
        "step": "",
        "remark": "",
        "version": row.version,
        **changed,
    }


def post(client: Client, row: PastEvaluation, **changed: Any) -> Any:
    answer = client.post(f"{ROWS}{row.pk}/change/", typed(row, **changed))
    row.refresh_from_db()
    return answer


def test_is_attached_by_the_action(editor: Membership) -> None:
    source = make.make_source(entered_by=editor)
    year = EvaluationYear.objects.get(agreement__slug=evaluation_states.AGREEMENT, year=2012)
    form = {
        "evaluation_year": year.pk,
        "made_on": "2012-12-01",
        "description": "Eksempel: referat.",
        "language": "nb",
        "source": source.pk,
        "step": "submit",
    }

    answer = recorders.client_of(editor).post(f"{ROWS}add/", form)

    assert answer.status_code == 302
    row = PastEvaluation.objects.get()
    assert (row.state, row.party, row.submitted_by) == ("submitted", editor.party, editor)


def test_another_approver_returns_publishes_and_withdraws(editor: Membership) -> None:
    row, approver = evaluation_states.attached(editor), recorders.client_of(recorders.approver())
    post(recorders.client_of(editor), row, step="submit")

    post(approver, row, step="send_back", remark="Eksempel: nevn møtet.")
    assert (row.state, row.return_note) == ("returned", "Eksempel: nevn møtet.")
    post(recorders.client_of(editor), row, description="Eksempel: møte 1. desember.", step="submit")
    post(approver, row, step="approve")
    assert (row.state, row.description) == ("published", "Eksempel: møte 1. desember.")
    post(recorders.client_of(editor), row, step="propose_withdrawal", remark="Eksempel: feil år.")
    assert (row.state, row.withdrawal_reason) == ("published", "Eksempel: feil år.")
    assert "Eva Redaktør" in approver.get(f"{ROWS}{row.pk}/change/").text
    assert "Eksempel: feil år." in approver.get(f"{ROWS}{row.pk}/change/").text
    post(approver, row, step="decline_withdrawal")
    assert (row.state, row.withdrawal_reason) == ("published", "")
    post(recorders.client_of(editor), row, step="propose_withdrawal", remark="Eksempel: feil sak.")
    post(approver, row, step="withdraw")
    assert (row.state, row.withdrawal_reason) == ("withdrawn", "Eksempel: feil sak.")


def test_a_step_that_is_refused_takes_the_text_with_it(editor: Membership) -> None:
    row = evaluation_states.attached(editor)
    description = row.description

    answer = post(recorders.client_of(editor), row, description="", step="submit")

    assert "Say what the document shows." in recorders.page_text(answer.content)
    assert (row.state, row.description, row.version) == ("draft", description, 1)


def test_a_stale_form_is_refused_and_what_was_typed_stays(editor: Membership) -> None:
    row = evaluation_states.attached(editor)

    answer = post(recorders.client_of(editor), row, description="Eksempel: min.", version=9)

    assert "Someone else has changed this since you opened it." in recorders.page_text(
        answer.content
    )
    assert "Eksempel: min." in answer.text
    assert row.version == 1


def test_a_draft_is_discarded(editor: Membership) -> None:
    row = evaluation_states.attached(editor)

    answer = recorders.client_of(editor).post(f"{ROWS}{row.pk}/change/", typed(row, step="discard"))

    assert answer.headers["Location"] == ROWS
    assert not PastEvaluation.objects.exists()
    assert PastEvaluation.history.filter(id=row.pk).exists()


def test_a_form_of_a_row_that_is_gone_says_so(
    editor: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, edit = evaluation_states.attached(editor), past_evaluations.edit

    def meanwhile(opened: PastEvaluation, *args: Any, **named: Any) -> PastEvaluation:
        workflow.discard(row, by=editor, version=row.version)
        return edit(opened, *args, **named)

    monkeypatch.setattr("commitments.evaluations.past.actions.edit", meanwhile)
    answer = post(recorders.client_of(editor), row)

    assert "A colleague has discarded it." in recorders.page_text(answer.content)


def test_only_documents_of_the_own_party_can_be_chosen(editor: Membership) -> None:
    row = evaluation_states.attached(editor)
    other = make.make_source(entered_by=recorders.editor("KS"))

    answer = post(recorders.client_of(editor), row, source=other.pk)

    assert "Select a valid choice" in recorders.page_text(answer.content)
    assert row.source_id != other.pk
