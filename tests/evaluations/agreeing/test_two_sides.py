"""A person who has moved to the other party does not answer what he or she did for the first."""

from collections.abc import Callable
from typing import Any, Final

import pytest
from django.utils import timezone

from commitments.evaluations.agreeing import conclusion_actions, reopening_actions
from commitments.evaluations.agreeing.conclusion_models import Conclusion
from commitments.evaluations.agreeing.reopening_models import Reopening
from commitments.evaluations.agreeing.signoff_models import SignOff
from commitments.people import membership_actions
from commitments.people.models import Membership, Role
from commitments.trust import relations
from tests import make
from tests.support import evaluation_states
from tests.support.evaluation_states import Table

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]


def moved(by: Membership, party: str = "KS") -> Membership:
    """The person, who has left and acts as an approver of the other party now."""
    membership_actions.leave(by.user)
    return make.make_membership(user=by.user, role=Role.APPROVER, party=party)


def accept(found: Table) -> dict[str, str]:
    proposal = Conclusion.objects.get()
    return evaluation_states.refused(
        conclusion_actions.accept, proposal, by=moved(proposal.proposed_by)
    )


def counter(found: Table) -> dict[str, str]:
    proposal, text = Conclusion.objects.get(), {"text": "Eksempel: uenig.", "language": "nb"}
    return evaluation_states.refused(
        conclusion_actions.counter, proposal, by=moved(proposal.proposed_by), **text
    )


def sign(found: Table) -> dict[str, str]:
    signed = SignOff.objects.get()
    return evaluation_states.refused(found.sign, "KS", by=moved(signed.signed_by))


def agree(found: Table) -> dict[str, str]:
    reason = {"reason": "Eksempel: feil tall.", "language": "nb"}
    request = reopening_actions.ask(found.evaluation, by=found.approvers["KD"], **reason)
    return evaluation_states.refused(
        reopening_actions.agree, request, by=moved(found.approvers["KD"])
    )


ANSWERS: Final[dict[str, Callable[[Table], dict[str, str]]]] = {
    "conclusion_proposed": accept,
    "conclusion_proposed, countered": counter,
    "signed_by_one": sign,
    "signed": agree,
}


@pytest.mark.parametrize("state", ANSWERS)
def test_rejects_an_answer_from_the_person_who_asked(state: str) -> None:
    found = evaluation_states.evaluation_in(state.partition(",")[0])

    assert ANSWERS[state](found) == {"": "PermissionDenied"}


@pytest.mark.parametrize(
    ("model", "asked", "answered", "message"),
    [
        (Conclusion, "proposed_by", "answered_by", "the person who proposed it accepted it"),
        (Reopening, "asked_by", "agreed_by", "the person who asked for it agreed to it"),
    ],
)
def test_verification_names_an_answer_to_oneself(
    model: Any, asked: str, answered: str, message: str
) -> None:
    found = evaluation_states.evaluation_in("signed")
    request = make.make_reopening(
        evaluation=found.evaluation,
        by=found.approvers["KD"],
        agreed_at=timezone.now(),
        agreed_by=found.approvers["KS"],
    )
    assert request.agreed_by
    row = model.objects.get()
    twin = moved(getattr(row, asked))
    model.objects.update(**{answered: twin})

    assert message in {error.what for error in relations.errors()}


def test_verification_names_one_person_who_signed_for_both() -> None:
    found = evaluation_states.evaluation_in("signed_by_one")
    twin = moved(SignOff.objects.get().signed_by)
    make.make_signoff(evaluation=found.evaluation, by=twin)

    assert "one person signed for both parties" in {error.what for error in relations.errors()}
