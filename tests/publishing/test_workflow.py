"""One rule for buttons, lists and actions, for every kind of row: whom each step is open to."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import resolve, reverse

from commitments.evaluations.past import actions as past_evaluations
from commitments.evaluations.past.models import PastEvaluation
from commitments.foundation.choices import State
from commitments.people.models import Membership
from commitments.progress.models import ProgressEntry
from commitments.publishing import admin_steps, edit_actions, urls, workflow
from commitments.publishing.workflow_models import Workflow
from commitments.regional.models import RegionalStatus
from tests.support import evaluation_states, recorders, regional_states

pytestmark = pytest.mark.usefixtures("texts")

PROPOSED: Final = "withdrawal proposed"
BEING_CORRECTED: Final = "being corrected"
REMARKS: Final = {"send_back": {"note": "Eksempel."}, "propose_withdrawal": {"reason": "Eksempel."}}


def past(state: State, *, by: Membership, decided_by: Membership) -> PastEvaluation:
    """An evaluation of the time in this state."""
    row = evaluation_states.attached(by)
    if state == State.DRAFT:
        return row
    row = workflow.submit(row, by=by, version=row.version)
    if state == State.SUBMITTED:
        return row
    if state == State.RETURNED:
        return workflow.send_back(row, by=decided_by, version=row.version, note="Eksempel.")
    row = workflow.approve(row, by=decided_by, version=row.version)
    if state == State.WITHDRAWN:
        row = recorders.proposed(row, by=by)
        row = workflow.withdraw(row, by=decided_by, version=row.version)
    return row


def document(row: PastEvaluation) -> past_evaluations.PastEvaluationContent:
    return past_evaluations.PastEvaluationContent(
        row.made_on, "Eksempel: annet.", source=row.source
    )


@dataclass(frozen=True)
class Kind:
    """How a kind of row is made, what may be typed in it, and how that is saved."""

    taken_to: Callable[..., Any]
    content: Callable[[Any], Any]
    edit: Callable[..., Any] = edit_actions.edit


KINDS: Final = {
    "entry": Kind(
        recorders.taken_to, lambda _row: recorders.content(correction_reason="Eksempel.")
    ),
    "county": Kind(
        regional_states.taken_to,
        lambda _row: regional_states.content(correction_reason="Eksempel."),
    ),
    "evaluation made at the time": Kind(past, document, past_evaluations.edit),
}
CASES: Final = [
    (name, situation)
    for name in KINDS
    for situation in (*State, PROPOSED, BEING_CORRECTED)
    if name != "evaluation made at the time" or situation not in {State.CORRECTED, BEING_CORRECTED}
]


def situated(kind: Kind, situation: str, *, by: Membership, decided_by: Membership) -> Any:
    """A row in a state, or published and proposed for withdrawal or being corrected."""
    if situation not in {State.CORRECTED, PROPOSED, BEING_CORRECTED}:
        return kind.taken_to(State(situation), by=by, decided_by=decided_by)
    row = kind.taken_to(State.PUBLISHED, by=by, decided_by=decided_by)
    if situation == PROPOSED:
        return recorders.proposed(row, by=by)
    copy = workflow.correct(row, by=by)
    if situation == State.CORRECTED:
        copy = edit_actions.edit_and_submit(copy, kind.content(copy), by=by, version=copy.version)
        workflow.approve(copy, by=decided_by, version=copy.version)
        row.refresh_from_db()
    return row


def is_taken(step: str, kind: Kind, row: Any, by: Membership) -> bool:
    """Whether the action takes the step; nothing of it remains."""
    act = kind.edit if step == "edit" else getattr(workflow, step)
    args = [kind.content(row)] if step == "edit" else []
    with transaction.atomic():
        try:
            act(row, *args, by=by, version=row.version, **REMARKS.get(step, {}))
        except (PermissionDenied, ValidationError):
            return False
        finally:
            transaction.set_rollback(True)
    return True


@pytest.mark.parametrize("model", [ProgressEntry, RegionalStatus, PastEvaluation])
def test_every_place_has_the_steps_of_the_workflow(model: type[Workflow]) -> None:
    steps = set(model.STEPS)
    for_others = {"correct"} - steps  # actions and admin have one list for every kind of row
    rows = [row.default_args for row in urls.workflow_urls(model)]
    sent = {row["step"] for row in rows if "step" in row}

    for step in steps:
        found = resolve(reverse(f"commitments:{model.url_prefix}_{step}", args=[1])).kwargs
        assert found.get("step", step) == step, "publishing/urls.py"
    assert sent == steps - {"edit", "propose_withdrawal", "correct"}, (
        "publishing/urls.py"
    )  # own views
    assert set(workflow._ACTIONS) - for_others == steps - {"edit"}, "publishing/workflow.py"
    assert set(admin_steps.STEPS) - for_others == steps - {"edit"}, "publishing/admin_steps.py"
    assert set(model.TEXTS.done) == steps - {"edit", "correct"}, "TEXTS.done"  # lead to a form


@pytest.mark.parametrize(("name", "situation"), CASES)
def test_a_step_is_open_exactly_to_those_whose_action_takes_it(name: str, situation: str) -> None:
    kind, wrote, decides = KINDS[name], recorders.approver(), recorders.approver()
    row = situated(kind, situation, by=wrote, decided_by=decides)
    rows = type(row).objects.filter(pk=row.pk)

    for by in (
        wrote,
        decides,
        recorders.editor(),
        recorders.approver("KS"),
        recorders.editor("KS"),
    ):
        opened = {step for step in row.STEPS if rows.get().allows(step, by)}

        assert opened == {step for step in row.STEPS if is_taken(step, kind, row, by)}
        assert rows.to_be_approved_by(by).exists() == ("approve" in opened)
        assert rows.to_be_decided_by(by).exists() == bool(opened & {"approve", "withdraw"})


def test_does_not_correct_where_another_draft_is_open() -> None:
    """Such a draft was begun in the moment before what is corrected was published."""
    by = recorders.editor("KS")
    row = regional_states.taken_to(State.PUBLISHED, by=by)
    copy = workflow.correct(row, by=by)
    type(copy).objects.filter(pk=copy.pk).update(corrects=None)

    assert evaluation_states.refused(workflow.correct, row, by=by) == {"": "open_correction"}
