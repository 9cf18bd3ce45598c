"""What a change does to signatures given before it: they are void, visibly, for good."""

from django.utils import timezone

from commitments.evaluations.agreeing.signoff_models import SignOff, VoidReason
from commitments.evaluations.models import Evaluation
from commitments.foundation.history_rows import record
from commitments.people.models import Membership


def void_signatures(
    evaluation: Evaluation, *, by: Membership | None, why: VoidReason, but_over: str | None = None
) -> list[SignOff]:
    """The signatures of the round that no longer count; part of the action that changed things.

    Args:
        evaluation: held by the caller (``phases.locked``).
        by: who made the change; None: a changed text, for which nobody acts.
        why: kept with each of them.
        but_over: the SHA-256 of the content whose signatures stand; None: none of them.
    """
    rows = SignOff.objects.of_round(evaluation).valid()
    if but_over is not None:
        rows = rows.exclude(content_sha256=but_over)
    voided = list(rows)
    for row in voided:
        row.voided_at, row.voided_by, row.voided_why = timezone.now(), by, why
        record(row, user=by and by.user)
    return voided
