"""Withdrawing takes two people: one proposes it with the reason, another approver agrees."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from commitments.foundation.choices import State
from commitments.foundation.content_version import ContentVersion
from commitments.foundation.stale_row import StaleRowError
from commitments.people.models import Membership, Role
from commitments.publishing import workflow
from commitments.regional import actions as regional
from tests import make
from tests.support import evaluation_states, recorders, regional_states

pytestmark = pytest.mark.usefixtures("texts")

REASON = "Eksempel: feil år."


def published_evaluation() -> Any:
    row = evaluation_states.attached(recorders.editor())
    row = workflow.submit(row, by=recorders.editor(), version=row.version)
    return workflow.approve(row, by=recorders.approver(), version=row.version)


PUBLISHED: dict[str, Callable[[], Any]] = {
    "entry": lambda: recorders.taken_to(State.PUBLISHED),
    "county": lambda: regional_states.taken_to(State.PUBLISHED, by=recorders.editor()),
    "evaluation made at the time": published_evaluation,
}
of_each_kind = pytest.mark.parametrize("kind", PUBLISHED)


def refused(act: Callable[..., Any], row: Any, by: Membership, **more: Any) -> str:
    """The code or class by which the step is refused, when it comes with the right version."""
    [code] = evaluation_states.refused(act, row, by=by, version=row.version, **more).values()
    return code


@of_each_kind
def test_one_proposes_and_another_approver_withdraws(kind: str) -> None:
    eva, arne = recorders.editor(), recorders.approver()
    row = PUBLISHED[kind]()
    before, _at = ContentVersion.current()

    row = workflow.propose_withdrawal(row, by=eva, version=row.version, reason=REASON)

    assert (row.state, row.withdrawal_proposed_by, row.withdrawn_at) == (State.PUBLISHED, eva, None)
    assert row.withdrawal_is_proposed
    assert ContentVersion.current()[0] == before
    row = workflow.withdraw(row, by=arne, version=row.version)
    assert (row.state, row.withdrawn_by, row.withdrawal_reason) == (State.WITHDRAWN, arne, REASON)
    assert not row.withdrawal_is_proposed
    assert ContentVersion.current()[0] == before + 1


@of_each_kind
def test_the_proposer_does_not_withdraw(kind: str) -> None:
    arne = recorders.approver()
    row = recorders.proposed(PUBLISHED[kind](), by=arne)

    assert refused(workflow.withdraw, row, arne) == "PermissionDenied"


def test_a_new_membership_does_not_make_the_proposer_another_person() -> None:
    proposer = recorders.editor()
    row = recorders.proposed(recorders.taken_to(State.PUBLISHED), by=proposer)
    proposer.ended_at, proposer.ended_by = timezone.now(), proposer
    proposer.save()
    promoted = make.make_membership(role=Role.APPROVER, user=proposer.user)

    assert refused(workflow.withdraw, row, promoted) == "PermissionDenied"


@of_each_kind
def test_only_an_approver_of_the_party_withdraws(kind: str) -> None:
    row = recorders.proposed(PUBLISHED[kind](), by=recorders.editor())

    for by in (
        recorders.editor(),
        recorders.approver("KS"),
        make.make_membership(role=Role.SECRETARIAT),
    ):
        assert refused(workflow.withdraw, row, by) == "PermissionDenied"


@of_each_kind
def test_only_the_party_proposes(kind: str) -> None:
    row = PUBLISHED[kind]()

    for by in (recorders.approver("KS"), make.make_membership(role=Role.SECRETARIAT)):
        code = refused(workflow.propose_withdrawal, row, by, reason=REASON)
        assert code == "PermissionDenied"


@of_each_kind
def test_a_declined_proposal_leaves_the_row_as_it_was(kind: str) -> None:
    row = PUBLISHED[kind]()
    proposed = recorders.proposed(row, by=recorders.editor())

    declined = workflow.decline_withdrawal(
        proposed, by=recorders.approver(), version=proposed.version
    )

    assert declined.state == State.PUBLISHED
    assert (declined.withdrawal_reason, declined.withdrawal_proposed_by) == ("", None)
    last, kept = row.history.order_by("-history_step")[:2]
    assert (last.withdrawal_reason, kept.withdrawal_reason) == ("", REASON)
    assert recorders.proposed(declined, by=recorders.editor()).withdrawal_is_proposed


@of_each_kind
def test_the_proposer_takes_it_back_and_no_other_editor_does(kind: str) -> None:
    eva = recorders.editor()
    row = recorders.proposed(PUBLISHED[kind](), by=eva)

    for by in (recorders.editor(), recorders.approver("KS")):
        assert refused(workflow.decline_withdrawal, row, by) == "PermissionDenied"
    row = workflow.decline_withdrawal(row, by=eva, version=row.version)
    assert not row.withdrawal_is_proposed


@of_each_kind
def test_a_proposal_needs_a_reason_and_is_made_once(kind: str) -> None:
    eva, row = recorders.editor(), PUBLISHED[kind]()

    assert refused(workflow.propose_withdrawal, row, eva, reason=" ") == "required"
    row = recorders.proposed(row, by=eva)
    code = refused(workflow.propose_withdrawal, row, recorders.approver(), reason="Eksempel.")
    assert code == "withdrawal_proposed"


@of_each_kind
def test_rejects_a_decision_without_a_proposal(kind: str) -> None:
    row, arne = PUBLISHED[kind](), recorders.approver()

    assert refused(workflow.withdraw, row, arne) == "not_proposed"
    assert refused(workflow.decline_withdrawal, row, arne) == "not_proposed"


@of_each_kind
def test_rejects_a_stale_version(kind: str) -> None:
    row = recorders.proposed(PUBLISHED[kind](), by=recorders.editor())

    for act in (workflow.withdraw, workflow.decline_withdrawal):
        with pytest.raises(StaleRowError):
            act(row, by=recorders.approver(), version=row.version - 1)


def test_what_is_withdrawn_or_not_published_is_not_proposed() -> None:
    for state in (State.DRAFT, State.SUBMITTED, State.WITHDRAWN):
        row, arne = recorders.taken_to(state), recorders.approver()
        code = refused(workflow.propose_withdrawal, row, arne, reason=REASON)
        assert code == "not_published"
        assert refused(workflow.withdraw, row, arne) == "not_published"
        assert refused(workflow.decline_withdrawal, row, arne) == "not_published"


def test_a_correction_and_a_proposal_exclude_each_other() -> None:
    eva = recorders.editor()
    corrected, proposed = recorders.taken_to(State.PUBLISHED), recorders.taken_to(State.PUBLISHED)
    workflow.correct(corrected, by=eva)
    code = refused(workflow.propose_withdrawal, corrected, eva, reason=REASON)
    assert code == "open_correction"

    proposed = recorders.proposed(proposed, by=eva)
    assert evaluation_states.refused(workflow.correct, proposed, by=eva) == {
        "": "withdrawal_proposed"
    }
    workflow.decline_withdrawal(proposed, by=eva, version=proposed.version)
    assert workflow.correct(proposed, by=eva).state == State.DRAFT


def test_a_grid_or_file_does_not_correct_what_is_proposed_for_withdrawal() -> None:
    eva = recorders.editor("KS")
    row = recorders.proposed(regional_states.taken_to(State.PUBLISHED), by=eva)

    with pytest.raises(ValidationError) as refusal:
        regional.put(
            regional_states.subject_of(),
            regional_states.content(narrative="Ny."),
            by=eva,
            current=row,
        )

    assert refusal.value.code == "withdrawal_proposed"
