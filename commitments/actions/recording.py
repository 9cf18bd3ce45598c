"""Recording in one step what is two in the history: the content, and sending it to approval."""

from uuid import UUID

from commitments.actions import progress, steps
from commitments.actions.entry_content import Content, Words
from commitments.actions.sources import files_follow_rows
from commitments.actions.steps import Row
from commitments.models import Commitment, Membership, ProgressEntry, State


def draft_and_submit(
    commitment: Commitment, content: Content, *, by: Membership, token: UUID
) -> ProgressEntry:
    """A new entry, recorded and sent to an approver: both or neither.

    Raises:
        PermissionDenied: as ``draft``.
        StaleEntryError: as ``draft``.
        ValidationError: as ``draft``, or something is missing (code ``incomplete``).
    """
    with files_follow_rows():
        entry = progress.draft(commitment, content, by=by, token=token)
        if entry.state != State.DRAFT:  # the same form, sent twice
            return entry
        return progress.submit(entry, by=by, version=entry.version)


def edit_and_submit(row: Row, content: Words, *, by: Membership, version: int) -> Row:
    """The row, changed and sent to an approver: both or neither.

    Raises:
        PermissionDenied: as ``edit``.
        StaleEntryError: as ``edit``.
        ValidationError: as ``edit``, or something is missing (code ``incomplete``).
    """
    with files_follow_rows():
        current = steps.edit(row, content, by=by, version=version)
        fresh = current.version <= version + 1  # else a form sent before, perhaps returned since
        if current.state == State.DRAFT or (current.is_editable and fresh):
            return steps.submit(current, by=by, version=current.version)
        return current
