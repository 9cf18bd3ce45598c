"""Evaluations of the time: attached by a party, published by another of its approvers."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.models import EvaluationYear
from commitments.actions import sources
from commitments.actions.authorship import authors_of
from commitments.actions.entry_content import LONGEST_NOTE
from commitments.actions.plain_text import readable, required
from commitments.actions.rights import require_approver, require_writer
from commitments.actions.sources import NewSource
from commitments.days import end_of, year_of_retrospect
from commitments.models import (
    ContentVersion,
    Language,
    Membership,
    PastEvaluation,
    Source,
    State,
)
from commitments.models.history import erase, record
from commitments.models.past_evaluation import LONGEST_DESCRIPTION

_LAST_DAY: Final = (12, 31)


class StalePastEvaluationError(ValidationError):
    """Someone else has saved the row since the form was opened: ``current``."""

    def __init__(self, current: PastEvaluation) -> None:
        """Keep what the other saved, so that both texts can be shown."""
        super().__init__(
            _("Someone else has changed this since you opened it."), code="stale_past_evaluation"
        )
        self.current = current


@dataclass(frozen=True, slots=True)
class Content:
    """What a person gives: the day it was made, what it shows, and the document, new or known."""

    made_on: date
    description: str = ""
    language: str = Language.NB
    source: Source | None = None
    new_source: NewSource | None = None


@transaction.atomic
def attach(year: EvaluationYear, content: Content, *, by: Membership) -> PastEvaluation:
    """A draft of the acting party: a document that shows an evaluation made at the time.

    Raises:
        PermissionDenied: ``by`` writes for no party to the agreement.
        ValidationError: keyed by field; codes ``not_of_the_time`` (made before the year, or
            over a year after it), ``required`` (no document), ``invalid_choice``,
            ``unreadable``, ``max_length``, and those of ``sources.add``.
    """
    party = by.party
    if party is None or not year.agreement.agreement_parties.filter(party=party).exists():
        raise PermissionDenied(_("Only parties to the agreement attach evaluations of the time."))
    require_writer(by, party)
    row = PastEvaluation(evaluation_year=year, party=party, created_by=by, version=0)
    _write(row, content, by)
    return row


@transaction.atomic
def edit(row: PastEvaluation, content: Content, *, by: Membership, version: int) -> PastEvaluation:
    """The row with other content, while it is a draft or returned.

    Raises:
        PermissionDenied: ``by`` is not of the party, or the row can no longer be edited.
        StalePastEvaluationError: the row has moved on from ``version``.
        ValidationError: as ``attach``.
    """
    current = _current(row, version)
    require_writer(by, current.party)
    _require_editable(current)
    _write(current, content, by)
    return current


@transaction.atomic
def submit(row: PastEvaluation, *, by: Membership, version: int) -> PastEvaluation:
    """The row, sent to an approver of its party.

    Raises:
        PermissionDenied: ``by`` is not of the party, or the row is not open for editing.
        StalePastEvaluationError: the row has moved on from ``version``.
        ValidationError: keyed ``description`` (code ``incomplete``).
    """
    current = _current(row, version)
    require_writer(by, current.party)
    _require_editable(current)
    if not current.description:
        fault = ValidationError(_("Say what the document shows."), code="incomplete")
        raise ValidationError({"description": fault})
    current.returned_at, current.returned_by, current.return_note = None, None, ""
    return _step(current, State.SUBMITTED, "submitted", by)


@transaction.atomic
def send_back(row: PastEvaluation, *, by: Membership, version: int, note: str) -> PastEvaluation:
    """The row, returned to its authors with a note.

    Raises:
        PermissionDenied: ``by`` is no approver of the party, or the row does not await approval.
        StalePastEvaluationError: the row has moved on from ``version``.
        ValidationError: the note is empty (code ``required``) or unreadable.
    """
    current = _awaiting(row, by, version)
    current.return_note = required(note, "note", LONGEST_NOTE)
    return _step(current, State.RETURNED, "returned", by)


@transaction.atomic
def approve(row: PastEvaluation, *, by: Membership, version: int) -> PastEvaluation:
    """The row, published: it answers the yearly duty for its year.

    Raises:
        PermissionDenied: ``by`` is no approver of the party, has written in the row or sent
            it, or it does not await approval.
        StalePastEvaluationError: the row has moved on from ``version``.
    """
    current = _awaiting(row, by, version)
    if current.wrote_or_sent(by.user_id):
        raise PermissionDenied(
            _(
                "You have written this, sent it, or entered its document."
                " Another approver publishes it."
            )
        )
    _step(current, State.PUBLISHED, "published", by)
    ContentVersion.bump()
    return current


@transaction.atomic
def discard(row: PastEvaluation, *, by: Membership, version: int) -> None:
    """A draft that nobody needs is gone; its history remains for the party.

    Raises:
        PermissionDenied: ``by`` is not of the party, or the row is no draft.
        StalePastEvaluationError: the row has moved on from ``version``.
    """
    current = _current(row, version)
    require_writer(by, current.party)
    if current.state != State.DRAFT:
        raise PermissionDenied(_("Only a draft can be discarded."))
    erase(current, user=by.user)


def _current(row: PastEvaluation, version: int) -> PastEvaluation:
    rows = PastEvaluation.objects.select_for_update(of=("self",))
    current = rows.select_related("evaluation_year", "party", "source").get(pk=row.pk)
    if current.version != version:
        raise StalePastEvaluationError(current)
    return current


def _awaiting(row: PastEvaluation, by: Membership, version: int) -> PastEvaluation:
    current = _current(row, version)
    require_approver(by, current.party)
    if current.state != State.SUBMITTED:
        raise PermissionDenied(_("It does not await approval."))
    return current


def _require_editable(row: PastEvaluation) -> None:
    if not row.is_editable:
        raise PermissionDenied(_("It can no longer be edited."))


def _step(row: PastEvaluation, state: State, step: str, by: Membership) -> PastEvaluation:
    row.state = state
    setattr(row, f"{step}_at", timezone.now())
    setattr(row, f"{step}_by", by)
    row.version += 1
    record(row, user=by.user)
    return row


def _write(row: PastEvaluation, content: Content, by: Membership) -> None:
    values = _checked(row, content)
    with sources.files_follow_rows():
        if content.new_source:
            row.source = sources.add(content.new_source, by=by)
        elif content.source:
            row.source = sources.kept([content.source], party=row.party)[0]
        for name, value in values.items():
            setattr(row, name, value)
        row.version += 1
        record(row, user=by.user, authors=authors_of(row, by=by, sources=[row.source]))


def _checked(row: PastEvaluation, content: Content) -> dict[str, Any]:
    faults: dict[str, ValidationError] = {}
    year = row.evaluation_year.year
    last = date(year, *_LAST_DAY)
    if content.made_on.year < year or year_of_retrospect(last, end_of(content.made_on)):
        faults["made_on"] = ValidationError(
            _("An evaluation of the time was made in the year or within a year after it."),
            code="not_of_the_time",
        )
    if content.language not in Language.values:
        text = _("Choose bokmål or nynorsk.")
        faults["language"] = ValidationError(text, code="invalid_choice")
    if content.new_source is None and not _is_own(content.source, row):
        fault = ValidationError(_("Attach the document."), code="required")
        faults["source"] = fault
    description = ""
    try:
        description = readable(content.description, LONGEST_DESCRIPTION)
    except ValidationError as error:
        faults["description"] = error
    if faults:
        raise ValidationError(dict(faults))
    return {
        "made_on": content.made_on,
        "description": description,
        "language": content.language,
    }


def _is_own(source: Source | None, row: PastEvaluation) -> bool:
    """Whether the document is the party's own; None: the one the row has."""
    return row.source_id is not None if source is None else source.party_id == row.party_id
