"""The secretariat's actions: it opens the evaluation of a year, and names its meeting."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.models import EvaluationYear
from commitments.evaluations import meeting_actions
from commitments.evaluations.meeting_actions import require_no_signature
from commitments.evaluations.meeting_models import Meeting
from commitments.evaluations.models import Evaluation
from commitments.evaluations.phases import locked
from commitments.foundation.history_rows import record
from commitments.foundation.public_act import PublicAct
from commitments.foundation.stale_row import StaleRowError
from commitments.people.models import Membership
from commitments.people.rights import require_secretariat
from commitments.sources.actions import NewSource, add_paper, files_follow_rows


@files_follow_rows()
def open_evaluation(  # noqa: PLR0913 (what the form asks for, all by name)
    year: EvaluationYear,
    *,
    by: Membership,
    deadline_on: date,
    grace_until_on: date,
    meeting: Meeting | None = None,
    document: NewSource | None = None,
) -> Evaluation:
    """Open the evaluation of a year, and publish its deadline.

    A doubtful year is counted like any other once it is opened.

    Args:
        year: of an agreement; each is opened once.
        by: the secretariat.
        deadline_on: the last day for submission, in Norwegian time.
        grace_until_on: the last day before one party may publish alone.
        meeting: the meeting that the evaluation belongs to; None if not stated.
        document: shows that the agreement applied; needed for a doubtful year.

    Raises:
        PermissionDenied: ``by`` is not the secretariat.
        ValidationError: keyed by field; codes ``past_day``, ``grace_before_deadline``,
            ``document_needed``, those of ``sources.add_paper``, and ``opened`` (on no field).
    """
    require_secretariat(by)
    _check_days(deadline_on, grace_until_on)
    if document is None and year.is_doubtful:
        text = _(
            "It is doubtful whether the agreement applied in this year."
            " Attach a document that shows that it did."
        )
        raise ValidationError({"document": ValidationError(text, code="document_needed")})
    evaluation = Evaluation(
        evaluation_year=year,
        deadline_on=deadline_on,
        grace_until_on=grace_until_on,
        meeting=meeting_actions.hold(meeting) if meeting else None,
        opened_by=by,
    )
    evaluation.opening_source = add_paper(document, by=by) if document else None
    _save_once(evaluation, by)
    PublicAct.record(evaluation, *_named_by(evaluation))
    return evaluation


@transaction.atomic
def set_meeting(
    evaluation: Evaluation, meeting: Meeting | None, *, by: Membership, version: int
) -> Evaluation:
    """Set the evaluation's meeting, or remove it if None.

    Raises:
        PermissionDenied: ``by`` is not the secretariat.
        StaleRowError: the row has changed since ``version``.
        ValidationError: a party has signed (code ``signed``).
    """
    require_secretariat(by)
    current = locked(evaluation)
    if current.version != version:
        raise StaleRowError(
            current, _("Someone else has changed the evaluation since you opened it.")
        )
    require_no_signature(current)
    if current.meeting != meeting:
        current.meeting = meeting_actions.hold(meeting) if meeting else None
        current.version += 1
        record(current, user=by.user)
        PublicAct.record(current, *_named_by(current))
    return current


def _named_by(evaluation: Evaluation) -> list[Model]:
    """Return the other rows shown on an open evaluation's page: its meeting and documents."""
    meeting, document = evaluation.meeting, evaluation.opening_source
    papers = list(meeting.papers.all()) if meeting else []
    return [row for row in (meeting, document, *papers) if row]


def _save_once(evaluation: Evaluation, by: Membership) -> None:
    try:
        with transaction.atomic():
            record(evaluation, user=by.user)
    except IntegrityError as error:
        raise ValidationError(_("The evaluation is already open."), code="opened") from error


def _check_days(deadline_on: date, grace_until_on: date) -> None:
    errors = {}
    if deadline_on < timezone.localdate():
        text = _("The deadline cannot be in the past.")
        errors["deadline_on"] = ValidationError(text, code="past_day")
    if grace_until_on < deadline_on:
        text = _("The grace period must not end before the deadline.")
        errors["grace_until_on"] = ValidationError(text, code="grace_before_deadline")
    if errors:
        raise ValidationError(dict(errors))
