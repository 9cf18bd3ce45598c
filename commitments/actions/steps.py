"""The steps that everything recorded goes through on its way to the public.

One verb, one function, one history row. What is about progress or about counties alone
stands in ``progress`` and ``regional``.
"""

from datetime import datetime
from typing import Final, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commitments.actions.entry_content import (
    LONGEST_NOTE,
    Words,
    holds,
    require_complete,
    write,
)
from commitments.actions.plain_text import required
from commitments.actions.rights import require_approver, require_writer
from commitments.actions.sources import files_follow_rows
from commitments.models import ContentVersion, Membership, Recorded, State
from commitments.models.history import erase, record
from commitments.models.withdrawable import Withdrawable
from kvalitet.guard.logs import note_on_commit

OWN_WORK: Final = gettext_lazy(
    "You have written in this entry, sent it, or entered a source it cites."
    " Another approver publishes it."
)

Row = TypeVar("Row", bound=Recorded)


class StaleEntryError(ValidationError):
    """Someone else has saved the entry since the form was opened: ``current``."""

    def __init__(self, current: Recorded) -> None:
        """Keep what the other saved, so that both texts can be shown."""
        super().__init__(
            _("Someone else has changed the entry since you opened it."), code="stale_entry"
        )
        self.current = current


@transaction.atomic
def edit(row: Row, content: Words, *, by: Membership, version: int) -> Row:
    """The row with new content; unchanged content writes nothing.

    Raises:
        PermissionDenied: ``by`` is not of the row's party, or the row can no longer be edited.
        StaleEntryError: the row has moved on from ``version`` to something else than ``content``.
        ValidationError: a value is not allowed.
    """
    current = locked(row)
    require_writer(by, current.party)
    own = content.written_by is None  # else the maker of the file becomes an author
    if own and current.version != version and holds(current, content):
        return current
    _require_version(current, version)
    _require_editable(current)
    with files_follow_rows():
        write(current, content, by=by)
    return current


@transaction.atomic
def submit(row: Row, *, by: Membership, version: int) -> Row:
    """The row, sent to an approver of its party.

    Raises:
        PermissionDenied: ``by`` is not of the party, or the row is not open for editing.
        StaleEntryError: the row has moved on from ``version``.
        ValidationError: something it needs is missing; keyed by field (code ``incomplete``).
    """
    current = locked(row)
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
def send_back(row: Row, *, by: Membership, version: int, note: str) -> Row:
    """The row, returned to its authors with a note.

    Raises:
        PermissionDenied: ``by`` is no approver of the party, or the row does not await approval.
        StaleEntryError: the row has moved on from ``version``.
        ValidationError: the note is empty (code ``required``) or unreadable.
    """
    current = locked(row)
    require_approver(by, current.party)
    _require_version(current, version)
    _require_submitted(current)
    current.return_note = required(note, "note", LONGEST_NOTE)
    current.state = State.RETURNED
    current.returned_at, current.returned_by = timezone.now(), by
    _step(current, by=by)
    return current


@transaction.atomic
def approve(row: Row, *, by: Membership, version: int) -> Row:
    """The row, published; what it corrects is from now on an earlier version.

    Raises:
        PermissionDenied: ``by`` is no approver of the party, has written in the row or sent
            it, or the row does not await approval.
        StaleEntryError: the row has moved on from ``version``.
        ValidationError: the party has published the same already (code ``published``).
    """
    current = locked(row)
    require_approver(by, current.party)
    _require_version(current, version)
    _require_submitted(current)
    if current.wrote_or_sent(by.user_id):
        raise PermissionDenied(OWN_WORK)
    now = timezone.now()
    if current.corrects_id:
        _supersede(
            type(row)._default_manager.select_for_update().get(pk=current.corrects_id), now, by
        )
    current.state = State.PUBLISHED
    current.published_at, current.published_by = now, by
    try:
        with transaction.atomic():
            _step(current, by=by)
    except IntegrityError as error:
        raise ValidationError(
            _("Your party has published this already. Correct what is published."),
            code="published",
        ) from error
    ContentVersion.bump()
    return current


@transaction.atomic
def correct(row: Row, *, by: Membership) -> Row:
    """A draft that corrects a published row: a copy to change, with room for the reason.

    Its authors are those who wrote what it repeats; ``by`` becomes one by writing in it.

    Raises:
        PermissionDenied: ``by`` is not of the row's party.
        ValidationError: the row is not published (code ``not_published``), is being corrected
            already (``open_correction``) or is proposed for withdrawal (``withdrawal_proposed``).
    """
    original = type(row)._default_manager.select_for_update().get(pk=row.pk)
    require_writer(by, original.party)
    _require_published(original)
    require_no_proposal(original)
    told = {name: getattr(original, name) for name in (*original.REPEATED, *original.field_names())}
    copy = type(row)(corrects=original, created_by=by, **told | {"correction_reason": ""})
    try:
        with transaction.atomic():
            sources, authors = original.sources.all(), original.authors.all()
            record(copy, user=by.user, sources=list(sources), authors=list(authors))
    except IntegrityError as error:
        raise ValidationError(
            _("The entry is being corrected already."), code="open_correction"
        ) from error
    return copy


@transaction.atomic
def discard(row: Recorded, *, by: Membership, version: int) -> None:
    """A draft or returned row that nobody needs is gone; its history remains for the party.

    Raises:
        PermissionDenied: ``by`` is not of the row's party, or the row is neither a draft nor
            returned.
        StaleEntryError: the row has moved on from ``version``.
    """
    current = locked(row)
    require_writer(by, current.party)
    _require_version(current, version)
    if not current.is_editable:
        raise PermissionDenied(_("Only a draft or a returned entry can be discarded."))
    name, pk = current.NOTED_AS, current.pk
    erase(current, user=by.user)
    note_on_commit(f"{name}_discarded", user_id=by.user_id, **{name: pk})


def locked(row: Row) -> Row:
    """The row as it is now, held until the transaction ends.

    Raises:
        ObjectDoesNotExist: it has been discarded.
    """
    return (
        type(row)
        ._default_manager.select_for_update(of=("self",))
        .select_related("commitment__agreement", "party")
        .get(pk=row.pk)
    )


def save_step(row: Withdrawable, event: str, *, by: Membership) -> None:
    """Save a row after a step: its next version, one history row and one line in the log."""
    row.version += 1
    record(row, user=by.user)
    name = row.NOTED_AS
    note_on_commit(f"{name}_{event}", user_id=by.user_id, **{name: row.pk})


def require_no_proposal(row: Recorded) -> None:
    """Refuse to change a published row while its withdrawal is proposed.

    Raises:
        ValidationError: code ``withdrawal_proposed``.
    """
    if row.withdrawal_is_proposed:
        raise ValidationError(
            _("A withdrawal is proposed. Decide on it before you correct the entry."),
            code="withdrawal_proposed",
        )


def _require_version(row: Recorded, version: int) -> None:
    if row.version != version:
        raise StaleEntryError(row)


def _step(row: Recorded, *, by: Membership) -> None:
    save_step(row, row.state, by=by)


def _supersede(original: Recorded, now: datetime, by: Membership) -> None:
    _require_published(original)
    original.state = State.CORRECTED
    original.superseded_at, original.superseded_by = now, by
    _step(original, by=by)


def _require_editable(row: Recorded) -> None:
    if not row.is_editable:
        raise PermissionDenied(_("The entry can no longer be edited."))


def _require_submitted(row: Recorded) -> None:
    if row.state != State.SUBMITTED:
        raise PermissionDenied(_("The entry does not await approval."))


def _require_published(row: Recorded) -> None:
    if row.state != State.PUBLISHED:
        raise ValidationError(_("The entry is not published."), code="not_published")
