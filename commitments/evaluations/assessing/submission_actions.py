"""Submits assessments, and takes them back until the other party has submitted."""

from collections.abc import Collection, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.models import Party
from commitments.evaluations.agreeing.publish_alone_actions import require_not_public
from commitments.evaluations.assessing.content import lacking_in
from commitments.evaluations.assessing.models import Assessment
from commitments.evaluations.assessing.submission_models import Submission
from commitments.evaluations.facts import facts
from commitments.evaluations.models import Evaluation
from commitments.evaluations.phases import locked, require_writing
from commitments.evaluations.revisions.record import to_hand_in
from commitments.evaluations.rights import require_signer
from commitments.evaluations.state import is_revealed
from commitments.foundation.history_rows import record
from commitments.foundation.public_act import PublicAct
from commitments.people.models import Membership
from commitments.register.models import Commitment
from kvalitet.guard.logs import note_on_commit


class IncompleteAssessmentsError(ValidationError):
    """Rows are incomplete: ``rows``, in text order, with messages for what is missing by field."""

    def __init__(self, rows: Mapping[Assessment, Mapping[str, str]]) -> None:
        """Store the rows, so that the page can name and link to each."""
        super().__init__(
            _("Something is missing in %(refs)s. Complete or clear these rows."),
            code="incomplete_assessments",
            params={"refs": ", ".join(row.commitment.named for row in rows)},
        )
        self.rows = rows


class UnconfirmedGapsError(ValidationError):
    """Own commitments without an assessment have not been confirmed: ``refs``, in text order."""

    def __init__(self, refs: Collection[str]) -> None:
        """Store the references, so that the page can list them and ask."""
        super().__init__(
            _(
                "These have no assessment: %(refs)s. Confirm that they will be shown as «not "
                "assessed»."
            ),
            code="unconfirmed_gaps",
            params={"refs": ", ".join(refs)},
        )
        self.refs = list(refs)


@transaction.atomic
def submit(
    evaluation: Evaluation, *, by: Membership, confirmed_gaps: Collection[str] = ()
) -> Submission:
    """Freeze and submit one party's assessments. Once both have, each sees the other's.

    Args:
        evaluation: the current round is submitted.
        by: an approver of the party, even of what they wrote themselves.
        confirmed_gaps: references of own commitments to be shown as «not assessed».

    Raises:
        PermissionDenied: ``by`` is not an approver of a party to the agreement.
        IncompleteAssessmentsError: rows are incomplete (code ``incomplete_assessments``).
        UnconfirmedGapsError: own commitments have no assessment, unconfirmed (code
            ``unconfirmed_gaps``).
        ValidationError: the party has already submitted (code ``submitted``).
    """
    current = locked(evaluation)
    party = require_signer(by, current)
    require_writing(current, party)
    rows = Assessment.objects.of_round(current).of_party(party).with_relations().in_text_order()
    incomplete = {row: missing for row in rows if (missing := lacking_in(row))}
    if incomplete:
        raise IncompleteAssessmentsError(incomplete)
    gaps = gaps_of(current, party)
    if not set(gaps) <= set(confirmed_gaps):
        raise UnconfirmedGapsError(gaps)
    frozen = to_hand_in(current, party)
    submission = Submission(
        evaluation=current,
        round=current.round,
        party=party,
        content=frozen.text,
        content_sha256=frozen.sha256,
        confirmed_gaps=gaps,
        submitted_by=by,
    )
    cited = {source for row in rows for source in row.sources.all()}
    record(submission, user=by.user, sources=cited)
    PublicAct.record(submission)
    note_on_commit("assessments_handed_in", evaluation=current.pk, user_id=by.user_id)
    return submission


@transaction.atomic
def take_back(evaluation: Evaluation, *, by: Membership) -> Submission:
    """Take a submission back to continue writing, until the other party has submitted.

    Raises:
        PermissionDenied: ``by`` is not an approver of a party to the agreement.
        ValidationError: the party has not submitted (code ``not_submitted``), both have (code
            ``revealed``), or it is published alone (code ``published_alone``).
    """
    current = locked(evaluation)
    party = require_signer(by, current)
    rows = Submission.objects.of_round(current).current().of_party(party)
    submission = rows.select_for_update(of=("self",)).first()
    if submission is None:
        raise ValidationError(
            _("Your party has not submitted its assessments."), code="not_submitted"
        )
    if is_revealed(facts(current)):
        raise ValidationError(
            _(
                "Both parties have submitted and can see each other's assessments, so you cannot"
                " take the submission back. You can amend your own assessments."
            ),
            code="revealed",
        )
    require_not_public(current)
    submission.taken_back_at, submission.taken_back_by = timezone.now(), by
    record(submission, user=by.user, sources=list(submission.sources.all()))
    PublicAct.record(submission)
    note_on_commit("assessments_taken_back", evaluation=current.pk, user_id=by.user_id)
    return submission


def gaps_of(evaluation: Evaluation, party: Party) -> list[str]:
    """Return the references of the party's own commitments without a row, in text order."""
    rows = Assessment.objects.of_round(evaluation).of_party(party)
    own = Commitment.objects.of_agreement(evaluation.agreement.slug).answered_for_by(party.code)
    left = own.exclude(pk__in=rows.values("commitment")).in_text_order()
    return list(left.values_list("ref", flat=True))
