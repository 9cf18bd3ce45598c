"""The only writers of progress entries: one verb, one function, one history row."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commitments.actions import sources
from commitments.actions.entry_content import (
    LONGEST_NOTE,
    LONGEST_REASON,
    Content,
    checked,
    require_complete,
    required,
)
from commitments.actions.rights import require_approver, require_writer
from commitments.models import (
    Commitment,
    ContentVersion,
    Membership,
    ProgressEntry,
    Source,
    State,
)
from commitments.models.history import record


class StaleEntryError(ValidationError):
    """Someone else has saved the entry since the form was opened; ``current`` is what they saved."""

    def __init__(self, current: ProgressEntry) -> None:
        super().__init__(
            _("Someone else has changed the entry since you opened it."), code="stale_entry"
        )
        self.current = current


@transaction.atomic
def draft(
    commitment: Commitment, content: Content, *, by: Membership, token: UUID
) -> ProgressEntry:
    """A new draft of the acting party; the same form sent twice gives the same row.

    Raises:
        PermissionDenied: ``by`` writes for no party, or for one that does not answer for
            the commitment.
        ValidationError: a value is not allowed (codes ``future_day``, ``unreadable``, …).
    """
    party = by.party
    if party is None or not by.writes:
        raise PermissionDenied(_("Only editors and approvers of a party can record progress."))
    require_writer(by, party)
    if not commitment.responsible.filter(pk=party.pk).exists():
        raise PermissionDenied(
            _("%(party)s does not answer for %(ref)s.")
            % {"party": party.code, "ref": commitment.ref}
        )
    entry = ProgressEntry(commitment=commitment, party=party, created_by=by, token=token)
    try:
        with transaction.atomic():
            _write(entry, content, by=by)
    except IntegrityError:
        return _same_form(token, by)
    return entry


@transaction.atomic
def edit(entry: ProgressEntry, content: Content, *, by: Membership, version: int) -> ProgressEntry:
    """The entry with new content; unchanged content writes nothing.

    Raises:
        PermissionDenied: ``by`` is not of the entry's party, or the entry can no longer be edited.
        StaleEntryError: the row has moved on from ``version``.
        ValidationError: a value is not allowed.
    """
    current = _locked(entry, version)
    require_writer(by, current.party)
    _require_editable(current)
    _write(current, content, by=by)
    return current


@transaction.atomic
def submit(entry: ProgressEntry, *, by: Membership, version: int) -> ProgressEntry:
    """The entry, sent to an approver of its party.

    Raises:
        PermissionDenied: ``by`` is not of the party, or the entry is not open for editing.
        StaleEntryError: the row has moved on from ``version``.
        ValidationError: something it needs is missing; keyed by field (code ``incomplete``).
    """
    current = _locked(entry, version)
    require_writer(by, current.party)
    _require_editable(current)
    require_complete(current)
    current.state = State.SUBMITTED
    current.submitted_at, current.submitted_by = timezone.now(), by
    current.returned_at, current.returned_by, current.return_note = None, None, ""
    _step(current, by=by)
    return current


@transaction.atomic
def send_back(entry: ProgressEntry, *, by: Membership, version: int, note: str) -> ProgressEntry:
    """The entry, returned to its authors with a note.

    Raises:
        PermissionDenied: ``by`` is no approver of the party, or the entry does not await approval.
        StaleEntryError: the row has moved on from ``version``.
        ValidationError: the note is empty (code ``required``) or unreadable.
    """
    current = _locked(entry, version)
    require_approver(by, current.party)
    _require_submitted(current)
    current.return_note = required(note, "note", LONGEST_NOTE)
    current.state = State.RETURNED
    current.returned_at, current.returned_by = timezone.now(), by
    _step(current, by=by)
    return current


@transaction.atomic
def approve(entry: ProgressEntry, *, by: Membership, version: int) -> ProgressEntry:
    """The entry, published; what it corrects is from now on an earlier version.

    Raises:
        PermissionDenied: ``by`` is no approver of the party, has written in the entry, or the
            entry does not await approval.
        StaleEntryError: the row has moved on from ``version``.
    """
    current = _locked(entry, version)
    require_approver(by, current.party)
    _require_submitted(current)
    if current.authors.filter(user=by.user_id).exists():
        raise PermissionDenied(_("You have written in this entry. Another approver publishes it."))
    now = timezone.now()
    if current.corrects_id:
        _supersede(ProgressEntry.objects.select_for_update().get(pk=current.corrects_id), now, by)
    current.state = State.PUBLISHED
    current.published_at, current.published_by = now, by
    _step(current, by=by)
    ContentVersion.bump()
    return current


@transaction.atomic
def correct(entry: ProgressEntry, *, by: Membership) -> ProgressEntry:
    """A draft that corrects a published entry: a copy to change, with room for the reason.

    Raises:
        PermissionDenied: ``by`` is not of the entry's party.
        ValidationError: the entry is not published (code ``not_published``) or is being
            corrected already (code ``open_correction``).
    """
    original = ProgressEntry.objects.select_for_update().get(pk=entry.pk)
    require_writer(by, original.party)
    _require_published(original)
    copy = ProgressEntry(
        commitment=original.commitment,
        party=original.party,
        corrects=original,
        created_by=by,
        status=original.status,
        narrative=original.narrative,
        language=original.language,
        true_on=original.true_on,
    )
    try:
        with transaction.atomic():
            record(copy, user=by.user, sources=list(original.sources.all()), authors=[by])
    except IntegrityError as error:
        raise ValidationError(
            _("The entry is being corrected already."), code="open_correction"
        ) from error
    return copy


@transaction.atomic
def withdraw(entry: ProgressEntry, *, by: Membership, version: int, reason: str) -> ProgressEntry:
    """The entry, no longer stood by; time and reason remain for everyone to read.

    Raises:
        PermissionDenied: ``by`` is no approver of the entry's party.
        StaleEntryError: the row has moved on from ``version``.
        ValidationError: the entry is not published (code ``not_published``), is being corrected
            (code ``open_correction``), or the reason is empty (code ``required``).
    """
    current = _locked(entry, version)
    require_approver(by, current.party)
    _require_published(current)
    if current.corrections.filter(
        state__in=(State.DRAFT, State.SUBMITTED, State.RETURNED)
    ).exists():
        raise ValidationError(
            _("The entry is being corrected. Publish or discard the correction first."),
            code="open_correction",
        )
    current.withdrawal_reason = required(reason, "reason", LONGEST_REASON)
    current.state = State.WITHDRAWN
    current.withdrawn_at, current.withdrawn_by = timezone.now(), by
    _step(current, by=by)
    ContentVersion.bump()
    return current


@transaction.atomic
def discard(entry: ProgressEntry, *, by: Membership, version: int) -> None:
    """A draft that nobody needs is gone; its history remains for the party.

    Raises:
        PermissionDenied: ``by`` is not of the entry's party, or the entry is no draft.
        StaleEntryError: the row has moved on from ``version``.
    """
    current = _locked(entry, version)
    require_writer(by, current.party)
    if current.state != State.DRAFT:
        raise PermissionDenied(_("Only a draft can be discarded."))
    current._history_user = by.user
    current.delete()


def _write(entry: ProgressEntry, content: Content, *, by: Membership) -> None:
    """Check and save what was typed; the acting person becomes an author."""
    values = checked(entry, content)
    added = [sources.add(new, by=by) for new in content.new_sources]
    chosen = [source for source in content.sources if source.party_id == entry.party_id]
    if entry.pk and not added and _is_unchanged(entry, values, chosen):
        return
    for name, value in values.items():
        setattr(entry, name, value)
    if entry.pk:
        entry.version += 1
    authors = list(entry.authors.all()) if entry.pk else []
    record(entry, user=by.user, sources=[*chosen, *added], authors={*authors, by})


def _is_unchanged(entry: ProgressEntry, values: dict[str, Any], chosen: list[Source]) -> bool:
    same = all(getattr(entry, name) == value for name, value in values.items())
    return same and {source.pk for source in chosen} == {s.pk for s in entry.sources.all()}


def _locked(entry: ProgressEntry, version: int) -> ProgressEntry:
    current = (
        ProgressEntry.objects.select_for_update(of=("self",))
        .select_related("commitment__agreement", "party")
        .get(pk=entry.pk)
    )
    if current.version != version:
        raise StaleEntryError(current)
    return current


def _step(entry: ProgressEntry, *, by: Membership) -> None:
    entry.version += 1
    record(entry, user=by.user)


def _supersede(original: ProgressEntry, now: datetime, by: Membership) -> None:
    _require_published(original)
    original.state = State.CORRECTED
    original.superseded_at, original.superseded_by = now, by
    _step(original, by=by)


def _same_form(token: UUID, by: Membership) -> ProgressEntry:
    """The row that the same form made a moment ago."""
    entry = ProgressEntry.objects.filter(token=token, party=by.party_id).first()
    if entry is None:
        raise PermissionDenied(_("The form has been used already. Open a new one."))
    return entry


def _require_editable(entry: ProgressEntry) -> None:
    if not entry.is_editable:
        raise PermissionDenied(_("The entry can no longer be edited."))


def _require_submitted(entry: ProgressEntry) -> None:
    if entry.state != State.SUBMITTED:
        raise PermissionDenied(_("The entry does not await approval."))


def _require_published(entry: ProgressEntry) -> None:
    if entry.state != State.PUBLISHED:
        raise ValidationError(_("The entry is not published."), code="not_published")
