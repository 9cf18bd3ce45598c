"""The only writers of assessments: row by row before submission, amendments after the reveal."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.models import Party
from commitments.evaluations.agreeing.signing_actions import void_signatures
from commitments.evaluations.agreeing.signoff_models import VoidReason
from commitments.evaluations.assessing.content import AssessmentContent, checked, lacking
from commitments.evaluations.assessing.models import Assessment
from commitments.evaluations.models import Evaluation
from commitments.evaluations.phases import locked, require_revealed, require_writing
from commitments.evaluations.rights import require_evaluator
from commitments.foundation.choices import State
from commitments.foundation.history_rows import erase, record
from commitments.foundation.public_act import PublicAct
from commitments.foundation.stale_row import StaleRowError
from commitments.foundation.visible_text import visible
from commitments.people.models import Membership
from commitments.progress.models import ProgressEntry
from commitments.publishing.workflow_models import authors_of
from commitments.register.models import Commitment
from commitments.sources import actions as sources
from commitments.sources.models import Source

NEW = 0  # the version of a row that does not exist yet


@sources.files_follow_rows()
def assess(
    evaluation: Evaluation,
    commitment: Commitment,
    content: AssessmentContent,
    *,
    by: Membership,
    version: int,
) -> Assessment:
    """Save the party's row on a commitment before it submits. Unchanged content writes nothing.

    Args:
        evaluation: the current round is written to.
        commitment: of the agreement. If the party is not responsible for it, the row is a view.
        content: the content of the form.
        by: an editor or approver of the party.
        version: of the row that the form showed; 0 if the row did not exist.

    Raises:
        PermissionDenied: ``by`` does not write for a party to the agreement, or the commitment
            is of another agreement.
        StaleRowError: the row has changed since ``version``, to something other than ``content``.
        ValidationError: the party has submitted (code ``submitted``), or a value is not
            allowed, keyed by field (codes of ``content.checked``).
    """
    current = locked(evaluation)
    party = require_evaluator(by, current)
    require_writing(current, party)
    row = _row(current, commitment, party, by)
    _save(row, content, by=by, version=version)
    return row


@sources.files_follow_rows()
def amend(
    evaluation: Evaluation,
    commitment: Commitment,
    content: AssessmentContent,
    *,
    by: Membership,
    version: int,
) -> Assessment:
    """Change the party's row after the reveal: mark it as amended and void the signatures.

    Unchanged content writes, marks and voids nothing. Arguments as for ``assess``.

    Raises:
        PermissionDenied: as ``assess``.
        StaleRowError: as ``assess``.
        ValidationError: not both have submitted (code ``not_revealed``), both have signed
            (code ``signed``), something is missing (keyed by field, code ``incomplete``),
            or a value is not allowed.
    """
    current = locked(evaluation)
    party = require_evaluator(by, current)
    require_revealed(current)
    row = _row(current, commitment, party, by)
    changed = _save(row, content, by=by, version=version, amending=True)
    if changed and (voided := void_signatures(current, by=by, why=VoidReason.AMENDED)):
        PublicAct.record(*voided)
    return row


@transaction.atomic
def clear(assessment: Assessment, *, by: Membership, version: int) -> None:
    """Delete a row that is not to be submitted; the party keeps its history.

    Raises:
        PermissionDenied: ``by`` is not of the row's party.
        StaleRowError: the row has changed since ``version``.
        ValidationError: the party has submitted (code ``submitted``).
    """
    current = locked(assessment.evaluation)
    party = require_evaluator(by, current)
    if assessment.party_id != party.pk:
        raise PermissionDenied(_("The assessment belongs to the other party."))
    require_writing(current, party)
    row = Assessment.objects.of_round(current).filter(pk=assessment.pk).first()
    if row is None or row.version != version:
        raise _stale(row)
    erase(row, user=by.user)


@transaction.atomic
def set_text(
    evaluation: Evaluation,
    marked: Mapping[Commitment, int],
    *,
    by: Membership,
    narrative: str,
    language: str,
) -> list[Assessment]:
    """Set one text on several rows, all or none. Rows that do not exist yet are created.

    Args:
        evaluation: the current round is written to.
        marked: the commitments, each with the version of its row that the form showed; 0 if
            the row did not exist.
        by: an editor or approver of the party.
        narrative: replaces the text of each row.
        language: of the text.

    Raises:
        PermissionDenied: as ``assess``.
        StaleRowError: one of the rows has changed.
        ValidationError: nothing is marked (code ``nothing_marked``), the text is empty
            (keyed ``narrative``, code ``required``), or as ``assess``.
    """
    if not marked:
        raise ValidationError(_("Mark the rows that get the text."), code="nothing_marked")
    if not visible(narrative):
        error = ValidationError(_("Write the text."), code="required")
        raise ValidationError({"narrative": error})
    rows = []
    current = locked(evaluation)
    party = require_evaluator(by, current)
    require_writing(current, party)
    for commitment, version in marked.items():
        row = _row(current, commitment, party, by)
        content = replace(_stored(row), narrative=narrative, language=language)
        _save(row, content, by=by, version=version)
        rows.append(row)
    return rows


@transaction.atomic
def start_from_last_year(evaluation: Evaluation, *, by: Membership) -> list[Assessment]:
    """Copy the party's assessments of last year to the commitments that have no row yet.

    The authors of last year's row are authors of its copy too. Chosen entries are copied only
    if they are still published. Running it twice gives the same rows.

    Raises:
        PermissionDenied: ``by`` does not write for a party to the agreement.
        ValidationError: the party has submitted (code ``submitted``), or has no assessments
            of last year (code ``no_last_year``).
    """
    current = locked(evaluation)
    party = require_evaluator(by, current)
    require_writing(current, party)
    earlier = last_year(current, party)
    if not earlier:
        raise ValidationError(_("Your party assessed nothing last year."), code="no_last_year")
    taken = set(
        Assessment.objects.of_round(current).of_party(party).values_list("commitment", flat=True)
    )
    rows = []
    for old in earlier:
        if old.commitment_id not in taken:
            row = _row(current, old.commitment, party, by)
            _save(row, _stored(old, published_only=True), by=by, version=NEW)
            rows.append(row)
    return rows


def last_year(evaluation: Evaluation, party: Party) -> list[Assessment]:
    """Return the party's assessments in the last round of the year before; empty if none."""
    rows = Evaluation.objects.of_agreement(evaluation.agreement.slug).of_year(evaluation.year - 1)
    before = rows.first()
    if before is None:
        return []
    found = Assessment.objects.of_round(before).of_party(party)
    return list(found.with_relations().in_text_order())


def _row(
    evaluation: Evaluation, commitment: Commitment, party: Party, by: Membership
) -> Assessment:
    """Return the party's row on a commitment, or a new one. Safe while the evaluation is locked."""
    if commitment.agreement_id != evaluation.evaluation_year.agreement_id:
        raise PermissionDenied(_("The commitment belongs to another agreement."))
    rows = Assessment.objects.of_round(evaluation).of_party(party)
    found = rows.filter(commitment=commitment).select_related("commitment", "party").first()
    return found or Assessment(
        evaluation=evaluation,
        round=evaluation.round,
        commitment=commitment,
        party=party,
        created_by=by,
        version=NEW,
    )


def _save(
    row: Assessment,
    content: AssessmentContent,
    *,
    by: Membership,
    version: int,
    amending: bool = False,
) -> bool:
    """Validate and save what was typed; return whether anything changed."""
    values = checked(row, content)
    chosen = sources.kept(content.sources, party=row.party)
    if row.pk and _holds(row, values, chosen, content):
        return False
    if row.version != version:
        raise _stale(row if row.pk else None)
    if amending:
        _require_complete(values, [*chosen, *content.new_sources], content.entries)
        row.amended_at, row.amended_by = timezone.now(), by
    added = [sources.add(new, by=by) for new in content.new_sources]
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    cited = [*chosen, *added]
    picked = Membership.objects.filter(authored_entries__in=content.entries)
    authors = authors_of(row, by=by, sources=cited, others=[*content.authors, *picked])
    record(row, user=by.user, sources=cited, entries=content.entries, authors=authors)
    return True


def _stale(current: Assessment | None) -> StaleRowError:
    text = _("Someone else has changed the assessment since you opened it.")
    return StaleRowError(current, text)


def _require_complete(
    values: Mapping[str, Any],
    cited: Sequence[Source | sources.NewSource],
    entries: list[ProgressEntry],
) -> None:
    found = lacking(values["verdict"], values["narrative"], cited, entries)
    if found:
        raise ValidationError(
            {name: ValidationError(text, code="incomplete") for name, text in found.items()}
        )


def _holds(
    row: Assessment, values: Mapping[str, object], chosen: list[Source], content: AssessmentContent
) -> bool:
    """Whether the stored row has exactly this content, so that sending it again changes nothing."""
    if any(getattr(row, name) != value for name, value in values.items()):
        return False
    if set(row.entries.all()) != set(content.entries):
        return False
    return sources.cites_just(row, chosen, content.new_sources)


def _stored(row: Assessment, *, published_only: bool = False) -> AssessmentContent:
    """Return the content of a row; ``published_only`` leaves out withdrawn entries."""
    entries = list(row.entries.all()) if row.pk else []
    if published_only:
        entries = [entry for entry in entries if entry.state == State.PUBLISHED]
    return AssessmentContent(
        verdict=row.verdict,
        reason=row.reason,
        reservation=row.reservation,
        gap=row.gap,
        narrative=row.narrative,
        language=row.language,
        sources=list(row.sources.all()) if row.pk else [],
        entries=entries,
        authors=list(row.authors.all()) if row.pk else [],
    )
