"""Counties in the admin: the same steps and refusals as in the workspace."""

from typing import Any, Final
from uuid import uuid4

import pytest
from django.test import Client

from commitments.foundation.choices import State
from commitments.people.models import Membership
from commitments.regional.importing.models import RegionalImport
from commitments.regional.models import RegionalStatus
from commitments.regional.notes.models import CountyNote
from tests import make
from tests.support import recorders, regional_states

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]

ADMIN: Final = "/en/admin/commitments/"
ROWS: Final = f"{ADMIN}regionalstatus/"


@pytest.fixture
def editor() -> Membership:
    return recorders.editor("KS")


def typed(row: RegionalStatus | None = None, **changed: Any) -> dict[str, Any]:
    """What the form sends; for a row that stands, its own values."""
    subject = regional_states.subject_of()
    place = {"commitment": subject.commitment.pk, "county": subject.county.pk, "year": subject.year}
    stands = {"version": row.version, "sources": [s.pk for s in row.sources.all()]} if row else {}
    return {
        "status": "in_progress",
        "narrative": regional_states.TEXT,
        "language": "nb",
        "municipalities": "20",
        "municipalities_total": "33",
        "correction_reason": "",
        "step": "",
        "remark": "",
        "token": str(uuid4()),
        **(stands or place),
        **changed,
    }


def post(client: Client, row: RegionalStatus, **changed: Any) -> Any:
    answer = client.post(f"{ROWS}{row.pk}/change/", typed(row, **changed))
    row.refresh_from_db()
    return answer


def test_an_editor_records_through_the_action(editor: Membership) -> None:
    source = make.make_source(entered_by=editor)

    answer = recorders.client_of(editor).post(
        f"{ROWS}add/", typed(sources=[source.pk], step="submit")
    )

    assert answer.status_code == 302
    row = RegionalStatus.objects.get()
    assert (row.state, row.party, row.municipalities) == (State.SUBMITTED, editor.party, 20)


@pytest.mark.parametrize(("typed_in", "stored"), [("", (None, None)), ("20", (20, 33))])
def test_numbers_that_are_left_out(editor: Membership, typed_in: str, stored: Any) -> None:
    form = typed(municipalities=typed_in, municipalities_total="")

    recorders.client_of(editor).post(f"{ROWS}add/", form)

    row = RegionalStatus.objects.get()
    assert (row.municipalities, row.municipalities_total) == stored


def test_shows_the_actions_error_on_the_form(editor: Membership) -> None:
    answer = recorders.client_of(editor).post(
        f"{ROWS}add/", typed(municipalities="40", year="2012")
    )

    page_text = recorders.page_text(answer.content)
    assert "No more municipalities can take part than there are in the county." in page_text
    assert regional_states.TEXT in page_text
    assert not RegionalStatus.objects.exists()


def test_another_approver_returns_and_publishes(editor: Membership) -> None:
    row = regional_states.taken_to(State.SUBMITTED, by=editor)
    approver = recorders.client_of(recorders.approver("KS"))

    post(approver, row, step="send_back", remark="Eksempel: nevn kilden.")
    assert (row.state, row.return_note) == (State.RETURNED, "Eksempel: nevn kilden.")
    post(recorders.client_of(editor), row, narrative="Eksempel: fem ganger.", step="submit")
    post(approver, row, step="approve")

    assert (row.state, row.narrative) == (State.PUBLISHED, "Eksempel: fem ganger.")


def test_an_author_cannot_publish() -> None:
    author = recorders.approver("KS")
    row = regional_states.taken_to(State.SUBMITTED, by=author)

    post(recorders.client_of(author), row, step="approve")

    assert row.state == State.SUBMITTED


def test_a_stale_form_is_refused_and_what_was_typed_stays(editor: Membership) -> None:
    row = regional_states.taken_to(State.DRAFT, by=editor)

    answer = post(recorders.client_of(editor), row, narrative="Eksempel: min.", version=9)

    assert "Eksempel: min." in answer.text
    assert (row.narrative, row.version) == (regional_states.TEXT, 1)


def test_imports_and_notes_are_read_by_the_own_party_alone(editor: Membership) -> None:
    kept = make.make_import(by=editor)
    note = make.make_note(party=editor.party, county=regional_states.county())
    pages = [f"{ADMIN}regionalimport/{kept.pk}/change/", f"{ADMIN}countynote/{note.pk}/change/"]
    own, other = recorders.client_of(editor), recorders.client_of(recorders.editor("KD"))

    assert [own.get(page).status_code for page in pages] == [200, 200]
    assert [own.post(page).status_code for page in pages] == [403, 403]
    assert [other.get(page).status_code for page in pages] == [302, 302]
    assert (RegionalImport.objects.count(), CountyNote.objects.count()) == (1, 1)
