"""Locks an evaluation for writing, and refuses what its current phase does not allow."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from agreements.models import Party
from commitments.evaluations.assessing.submission_models import Submission
from commitments.evaluations.facts import facts
from commitments.evaluations.models import Evaluation
from commitments.evaluations.state import is_revealed, state


def locked(evaluation: Evaluation) -> Evaluation:
    """Lock the evaluation until the transaction ends, and return it as it is now."""
    Evaluation.objects.select_for_update().get(pk=evaluation.pk)
    # Read again after locking: PostgreSQL's join returns the rows as they were before the wait.
    rows = Evaluation.objects.select_related(
        "evaluation_year__agreement", "meeting", "opening_source__party"
    )
    return rows.get(pk=evaluation.pk)


def require_writing(evaluation: Evaluation, party: Party) -> None:
    """Refuse a party that has submitted, because its submission is frozen.

    Raises:
        ValidationError: code ``submitted``.
    """
    if Submission.objects.of_round(evaluation).current().of_party(party).exists():
        raise ValidationError(
            _("%(party)s has submitted. Take the submission back to make changes."),
            code="submitted",
            params={"party": party.code},
        )


def require_revealed(evaluation: Evaluation) -> None:
    """Refuse joint steps until both parties have submitted, and after both have signed.

    Raises:
        ValidationError: codes ``not_revealed`` and ``signed``.
    """
    found = facts(evaluation)
    if not is_revealed(found):
        raise ValidationError(
            _("You cannot do this until both parties have submitted."), code="not_revealed"
        )
    if state(found) == "signed":
        raise ValidationError(
            _(
                "The evaluation is signed and published. It must be reopened before anything can"
                " be changed."
            ),
            code="signed",
        )
