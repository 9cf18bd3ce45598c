"""The only writers of progress entries: one verb, one function, one history row."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commitments.actions.entry_content import (
    LONGEST_NOTE,
    LONGEST_REASON,
    Content,
    holds,
    require_complete,
    write,
)
from commitments.actions.plain_text import required
from commitments.actions.rights import require_approver, require_recorder, require_writer
from commitments.actions.sources import files_follow_rows
from commitments.models import (
    OPEN_STATES,
    Commitment,
    ContentVersion,
    Membership,
    ProgressEntry,
    State,
)
from commitments.models.history import erase, record
from kvalitet.guard.logs import note_on_commit


class StaleEntryError(ValidationError):
    """Someone else has saved the entry since the form was opened: ``current``."""

    def __init__(self, current: ProgressEntry) -> None:
        """Keep what the other saved, so that both texts can be shown."""
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
        StaleEntryError: the form has made a row already, and that row says something else.
        ValidationError: a value is not allowed (codes ``future_day``, ``unreadable``, …).
    """
    party = require_recorder(by, commitment)
    entry = ProgressEntry(commitment=commitment, party=party, created_by=by, token=token)
    try:
        with files_follow_rows():
            write(entry, content, by=by)
    except IntegrityError:
        return _same_form(token, content, by)
    return entry


@transaction.atomic
def edit(entry: ProgressEntry, content: Content, *, by: Membership, version: int) -> ProgressEntry:
    """The entry with new content; unchanged content writes nothing.

    Raises:
        PermissionDenied: ``by`` is not of the entry's party, or the entry can no longer be edited.
        StaleEntryError: the row has moved on from ``version`` to something else than ``content``.
        ValidationError: a value is not allowed.
    """
    current = _locked(entry)
    require_writer(by, current.party)
    if current.version != version and holds(current, content):
        return current
    _require_version(current, version)
    _require_editable(current)
    with files_follow_rows():
        write(current, content, by=by)
    return current


@transaction.atomic
def submit(entry: ProgressEntry, *, by: Membership, version: int) -> ProgressEntry:
    """The entry, sent to an approver of its party.

    Raises:
        PermissionDenied: ``by`` is not of the party, or the entry is not open for editing.
        StaleEntryError: the row has moved on from ``version``.
        ValidationError: something it needs is missing; keyed by field (code ``incomplete``).
    """
    current = _locked(entry)
    require_writer(by, current.party)
    _require_version(current, version)
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
    current = _locked(entry)
    require_approver(by, current.party)
    _require_version(current, version)
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
    current = _locked(entry)
    require_approver(by, current.party)
    _require_version(current, version)
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
    current = _locked(entry)
    require_approver(by, current.party)
    _require_version(current, version)
    _require_published(current)
    if current.corrections.filter(state__in=OPEN_STATES).exists():
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
    """A draft or returned entry that nobody needs is gone; its history remains for the party.

    Raises:
        PermissionDenied: ``by`` is not of the entry's party, or the entry is neither a draft nor
            returned.
        StaleEntryError: the row has moved on from ``version``.
    """
    current = _locked(entry)
    require_writer(by, current.party)
    _require_version(current, version)
    if not current.is_editable:
        raise PermissionDenied(_("Only a draft or a returned entry can be discarded."))
    pk = current.pk
    erase(current, user=by.user)
    note_on_commit("entry_discarded", entry=pk, user_id=by.user_id)


def _locked(entry: ProgressEntry) -> ProgressEntry:
    """The row as it is now, held until the transaction ends.

    Raises:
        ProgressEntry.DoesNotExist: it has been discarded.
    """
    return (
        ProgressEntry.objects.select_for_update(of=("self",))
        .select_related("commitment__agreement", "party")
        .get(pk=entry.pk)
    )


def _require_version(entry: ProgressEntry, version: int) -> None:
    if entry.version != version:
        raise StaleEntryError(entry)


def _step(entry: ProgressEntry, *, by: Membership) -> None:
    entry.version += 1
    record(entry, user=by.user)
    note_on_commit(f"entry_{entry.state}", entry=entry.pk, user_id=by.user_id)


def _supersede(original: ProgressEntry, now: datetime, by: Membership) -> None:
    _require_published(original)
    original.state = State.CORRECTED
    original.superseded_at, original.superseded_by = now, by
    _step(original, by=by)


def _same_form(token: UUID, content: Content, by: Membership) -> ProgressEntry:
    """The row that the same form made a moment ago."""
    rows = ProgressEntry.objects.of_party(by.party_id).with_relations()
    entry = rows.filter(token=token).first()
    if entry is None:
        raise PermissionDenied(_("The form has been used already. Open a new one."))
    if not holds(entry, content):
        raise StaleEntryError(entry)
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
