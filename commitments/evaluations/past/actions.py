"""Attaches and edits evaluations made at the time; the workflow takes the other steps."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext as _

from agreements.models import EvaluationYear
from commitments.evaluations.past.models import LONGEST_DESCRIPTION, PastEvaluation
from commitments.foundation.choices import Language
from commitments.foundation.days import end_of, year_of_retrospect
from commitments.foundation.history_rows import record
from commitments.foundation.plain_text import readable
from commitments.people.models import Membership
from commitments.people.rights import require_writer
from commitments.publishing import workflow
from commitments.publishing.same_form import require_untouched
from commitments.publishing.workflow_models import authors_of
from commitments.sources import actions as sources
from commitments.sources.actions import NewSource
from commitments.sources.models import Source

_LAST_DAY: Final = (12, 31)


@dataclass(frozen=True, slots=True)
class PastEvaluationContent:
    """What a person fills in: the day it was made, what it shows, and a new or known document."""

    made_on: date
    description: str = ""
    language: str = Language.NB
    source: Source | None = None
    new_source: NewSource | None = None


@sources.files_follow_rows()
def attach(
    year: EvaluationYear,
    content: PastEvaluationContent,
    *,
    by: Membership,
    token: UUID | None = None,
) -> PastEvaluation:
    """Create a draft with a document that shows an evaluation made at the time.

    ``token`` is the form's. Sending the same form again changes the row that it created.

    Raises:
        PermissionDenied: ``by`` does not write for a party to the agreement.
        StaleRowError: the form has created a row with other content, which was sent for
            approval or changed by a colleague.
        ValidationError: keyed by field; codes ``not_of_the_time`` (made before the year, or
            over a year after it), ``required`` (no document), ``invalid_choice``,
            ``unreadable``, ``max_length``, and those of ``sources.add``.
    """
    party = by.party
    if party is None or not year.agreement.agreement_parties.filter(party=party).exists():
        raise PermissionDenied(PastEvaluation.TEXTS.no_writer)
    require_writer(by, party)
    row = PastEvaluation(
        evaluation_year=year, party=party, created_by=by, version=0, token=token or uuid4()
    )
    try:
        with sources.files_follow_rows():
            _write(row, content, by)
    except IntegrityError:
        return _same_form(year, content, by, row.token)
    return row


@sources.files_follow_rows()
def edit(
    row: PastEvaluation, content: PastEvaluationContent, *, by: Membership, version: int
) -> PastEvaluation:
    """Save new content, while the row is a draft or returned.

    Raises:
        PermissionDenied: ``by`` is not of the party, or the row can no longer be edited.
        StaleRowError: the row has changed since ``version``.
        ValidationError: as ``attach``.
    """
    current = workflow.begun("edit", row, by=by, version=version)
    _write(current, content, by)
    return current


def _same_form(
    year: EvaluationYear, content: PastEvaluationContent, by: Membership, token: UUID
) -> PastEvaluation:
    """Save the form's content in the row that the same form created before."""
    rows = PastEvaluation.objects.of_party(by.party_id).with_relations()
    row = rows.filter(token=token).first()
    if row is None:
        raise PermissionDenied(_("The form has already been used. Open a new one."))
    values = {**_checked(row, content), "evaluation_year": year}
    if all(getattr(row, name) == value for name, value in values.items()) and not _document(
        row, content
    ):
        return row
    require_untouched(row, by)
    current = workflow.begun("edit", row, by=by, version=row.version)
    current.evaluation_year = year
    _write(current, content, by)
    return current


def _write(row: PastEvaluation, content: PastEvaluationContent, by: Membership) -> None:
    values = _checked(row, content)
    if document := _document(row, content):
        row.source = sources.add(document, by=by)
    elif content.source:
        row.source = sources.kept([content.source], party=row.party)[0]
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    record(row, user=by.user, authors=authors_of(row, by=by, sources=[row.source]))


def _document(row: PastEvaluation, content: PastEvaluationContent) -> NewSource | None:
    """Return the document that replaces the row's present one, if any."""
    if content.new_source is None or row.source_id is None:
        return content.new_source
    _known, new = sources.not_cited_yet([row.source], [content.new_source])
    return next(iter(new), None)


def _checked(row: PastEvaluation, content: PastEvaluationContent) -> dict[str, Any]:
    errors: dict[str, ValidationError] = {}
    year = row.evaluation_year.year
    last = date(year, *_LAST_DAY)
    if content.made_on.year < year or year_of_retrospect(last, end_of(content.made_on)):
        errors["made_on"] = ValidationError(
            _(
                "An evaluation made at the time must be from the year it covers or within one "
                "year after it."
            ),
            code="not_of_the_time",
        )
    if content.language not in Language.values:
        text = _("Choose bokmål or nynorsk.")
        errors["language"] = ValidationError(text, code="invalid_choice")
    if content.new_source is None and not _is_own(content.source, row):
        invalid = ValidationError(_("Attach the document."), code="required")
        errors["source"] = invalid
    description = ""
    try:
        description = readable(content.description, LONGEST_DESCRIPTION)
    except ValidationError as error:
        errors["description"] = error
    if errors:
        raise ValidationError(dict(errors))
    return {
        "made_on": content.made_on,
        "description": description,
        "language": content.language,
    }


def _is_own(source: Source | None, row: PastEvaluation) -> bool:
    """Whether the document is the party's own; None means the document of the row."""
    return row.source_id is not None if source is None else source.party_id == row.party_id
