"""Evaluations of the time: attached by one, published by another, withdrawn with a reason."""

from datetime import date
from typing import Any

import pytest

from agreements.models import EvaluationYear
from commitments.evaluations.past import actions as past_evaluations
from commitments.evaluations.past.actions import PastEvaluationContent
from commitments.evaluations.past.models import PastEvaluation
from commitments.foundation.choices import State
from commitments.foundation.content_version import ContentVersion
from commitments.foundation.stale_row import StaleRowError
from commitments.people.models import Membership, Role
from commitments.publishing import workflow
from commitments.sources.actions import NewSource
from commitments.sources.models import Source
from tests import make
from tests.support import evaluation_states, recorders

pytestmark = pytest.mark.usefixtures("texts")

DOCUMENT = NewSource("Eksempel: referat", "https://www.example.no/referat-2007")


def year() -> EvaluationYear:
    return EvaluationYear.objects.get(agreement__slug="2005-2009", year=2007)


def content(**changed: Any) -> PastEvaluationContent:
    values = {
        "made_on": date(2007, 11, 5),
        "description": "Eksempel: partene gikk gjennom avtalen.",
        "new_source": DOCUMENT,
    }
    return PastEvaluationContent(**{**values, **changed})


def submitted(by: Membership) -> PastEvaluation:
    row = past_evaluations.attach(year(), content(), by=by)
    return workflow.submit(row, by=by, version=1)


def test_one_attaches_and_another_publishes() -> None:
    eva, arne = recorders.editor(), recorders.approver()
    before, _at = ContentVersion.current()
    row = submitted(eva)
    assert ContentVersion.current()[0] == before

    row = workflow.approve(row, by=arne, version=2)

    assert (row.state, row.published_by) == (State.PUBLISHED, arne)
    assert list(PastEvaluation.objects.published()) == [row]
    assert row.source in Source.objects.cited_publicly()
    assert ContentVersion.current()[0] == before + 1
    assert row.history.count() == 3


def test_the_author_does_not_publish_and_no_editor_does() -> None:
    arne = recorders.approver()
    row = submitted(arne)

    for by in (
        arne,
        recorders.editor(),
        recorders.approver("KS"),
        make.make_membership(role="secretariat"),
    ):
        assert evaluation_states.refused(workflow.approve, row, by=by, version=2) == {
            "": "PermissionDenied"
        }


def test_what_is_returned_is_fixed_and_sent_again() -> None:
    eva, arne = recorders.editor(), recorders.approver()
    row = submitted(eva)
    assert evaluation_states.refused(workflow.send_back, row, by=arne, version=2, note=" ") == {
        "note": "required"
    }
    row = workflow.send_back(row, by=arne, version=2, note="Eksempel: hvilken side?")

    row = past_evaluations.edit(
        row, content(new_source=None, description="Eksempel: side 3."), by=eva, version=3
    )
    row = workflow.submit(row, by=eva, version=4)

    assert (row.state, row.return_note, row.source.title) == (
        State.SUBMITTED,
        "",
        "Eksempel: referat",
    )
    assert evaluation_states.refused(past_evaluations.edit, row, content(), by=eva, version=5) == {
        "": "PermissionDenied"
    }


def test_withdrawing_leaves_time_and_reason() -> None:
    arne = recorders.approver()
    row = workflow.approve(submitted(recorders.editor()), by=arne, version=2)

    row = recorders.proposed(row, by=recorders.editor())
    assert row in PastEvaluation.objects.published()
    row = workflow.withdraw(row, by=arne, version=4)

    assert row.withdrawn_at
    assert not PastEvaluation.objects.published()
    assert row in PastEvaluation.objects.visible_to(make.make_user())


def test_a_draft_is_discarded_by_its_party_alone() -> None:
    eva = recorders.editor()
    row = past_evaluations.attach(year(), content(), by=eva)

    other = recorders.editor("KS")
    assert evaluation_states.refused(workflow.discard, row, by=other, version=1) == {
        "": "PermissionDenied"
    }
    with pytest.raises(StaleRowError):
        workflow.discard(row, by=eva, version=2)
    workflow.discard(row, by=eva, version=1)

    assert not PastEvaluation.objects.exists()
    sent = submitted(eva)
    assert evaluation_states.refused(workflow.discard, sent, by=eva, version=2) == {
        "": "PermissionDenied"
    }


@pytest.mark.parametrize(
    ("changed", "errors"),
    [
        ({"made_on": date(2006, 12, 31)}, {"made_on": "not_of_the_time"}),
        ({"made_on": date(2009, 1, 1)}, {"made_on": "not_of_the_time"}),
        ({"new_source": None}, {"source": "required"}),
        ({"language": "en"}, {"language": "invalid_choice"}),
        ({"description": "\ufffd"}, {"description": "unreadable"}),
        ({"new_source": NewSource("")}, {"title": "required"}),
    ],
)
def test_what_is_no_evaluation_of_the_time_is_refused(
    changed: dict[str, Any], errors: dict[str, str]
) -> None:
    eva = recorders.editor()

    assert (
        evaluation_states.refused(past_evaluations.attach, year(), content(**changed), by=eva)
        == errors
    )


def test_within_a_year_after_the_year_is_of_the_time() -> None:
    row = past_evaluations.attach(
        year(), content(made_on=date(2008, 12, 31)), by=recorders.editor()
    )

    assert row.state == State.DRAFT


def test_only_parties_attach_and_a_text_is_needed_to_send() -> None:
    for by in (make.make_membership(role=Role.SECRETARIAT), make.make_membership(confirmed=False)):
        assert evaluation_states.refused(past_evaluations.attach, year(), content(), by=by) == {
            "": "PermissionDenied"
        }
    eva = recorders.editor()
    row = past_evaluations.attach(year(), content(description=""), by=eva)
    assert evaluation_states.refused(workflow.submit, row, by=eva, version=1) == {
        "description": "incomplete"
    }


def test_a_draft_is_seen_by_its_party_alone() -> None:
    eva = recorders.editor()
    row = past_evaluations.attach(year(), content(), by=eva)

    strangers = [
        recorders.editor("KS").user,
        make.make_membership(role=Role.SECRETARIAT).user,
        make.make_user(is_superuser=True),
    ]
    assert row in PastEvaluation.objects.visible_to(recorders.editor().user)
    assert not any(PastEvaluation.objects.visible_to(user) for user in strangers)
    assert not any(PastEvaluation.history.all().visible_to(user) for user in strangers)
    assert PastEvaluation.history.all().visible_to(eva.user).count() == 1
