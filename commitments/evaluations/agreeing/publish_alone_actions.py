"""After the grace period, a party may publish its submission without the late party."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.models import Party
from commitments.evaluations.assessing.submission_models import Submission
from commitments.evaluations.facts import facts
from commitments.evaluations.models import Evaluation
from commitments.evaluations.phases import locked
from commitments.evaluations.revisions.actions import public_rows, publish
from commitments.evaluations.revisions.models import Revision
from commitments.evaluations.revisions.record import sources_of, to_publish_alone
from commitments.evaluations.rights import require_signer
from commitments.evaluations.state import is_revealed
from commitments.foundation.days import end_of
from commitments.foundation.public_act import PublicAct
from commitments.people.models import Membership
from commitments.people.rights import require_recent_factor


@transaction.atomic
def publish_alone(
    evaluation: Evaluation, *, by: Membership, factor_at: datetime | None
) -> Revision:
    """Publish a one-sided revision: the party's submission, and nothing of the other party.

    It has the next number in the chain, is never called signed and cannot be taken back.
    The other party may still submit.

    Raises:
        PermissionDenied: ``by`` is not an approver of a party to the agreement.
        FactorTooOldError: the second factor was given more than five minutes ago.
        ValidationError: codes ``not_submitted``, ``revealed`` (both have submitted),
            ``grace_running`` (params name its last day), ``published_alone``.
    """
    current = locked(evaluation)
    party = require_signer(by, current)
    require_recent_factor(factor_at)
    _require_alone(current, party)
    revision = publish(
        current,
        to_publish_alone(current, party),
        kind=Revision.Kind.ONE_SIDED,
        signoffs=[],
        sources=sources_of(current, party),
        by=by,
    )
    PublicAct.record(*public_rows(revision))
    return revision


def require_not_public(evaluation: Evaluation) -> None:
    """Refuse to take back what has been published alone.

    Raises:
        ValidationError: code ``published_alone``.
    """
    if Revision.objects.of(evaluation).one_sided().exists():
        raise ValidationError(
            _("What your party submitted is published and cannot be taken back."),
            code="published_alone",
        )


def _require_alone(evaluation: Evaluation, party: Party) -> None:
    if not Submission.objects.of_round(evaluation).current().of_party(party).exists():
        raise ValidationError(
            _("Your party has not submitted its assessments."), code="not_submitted"
        )
    if is_revealed(facts(evaluation)):
        raise ValidationError(
            _("Both parties have submitted. Conclude and sign together."), code="revealed"
        )
    if timezone.now() <= end_of(evaluation.grace_until_on):
        raise ValidationError(
            _("You cannot publish before the grace period has ended."),
            code="grace_running",
            params={"day": evaluation.grace_until_on},
        )
    if Revision.objects.of(evaluation).one_sided().exists():
        raise ValidationError(
            _("Your party has already published its assessments alone."), code="published_alone"
        )
