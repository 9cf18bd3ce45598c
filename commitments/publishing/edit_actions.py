"""Edits what a party has recorded, and sends it for approval in the same step."""

from commitments.foundation.choices import State
from commitments.foundation.stale_row import StaleRowError
from commitments.people.models import Membership
from commitments.publishing import workflow
from commitments.publishing.content import StatementContent, holds, write
from commitments.publishing.workflow import StatementRow
from commitments.sources.actions import files_follow_rows


@files_follow_rows()
def edit(
    row: StatementRow, content: StatementContent, *, by: Membership, version: int
) -> StatementRow:
    """Save new content and return the row. Unchanged content writes nothing.

    Raises:
        PermissionDenied: ``by`` is not of the row's party, or the row can no longer be edited.
        StaleRowError: the row has changed since ``version``, to something other than ``content``.
        ValidationError: a value is not allowed.
    """
    try:
        current = workflow.begun("edit", row, by=by, version=version)
    except StaleRowError as error:
        # The maker of a file must become an author even if the content is the same.
        own = content.written_by is None
        if own and holds(error.current, content):
            saved: StatementRow = error.current
            return saved
        raise
    write(current, content, by=by)
    return current


@files_follow_rows()
def edit_and_submit(
    row: StatementRow, content: StatementContent, *, by: Membership, version: int
) -> StatementRow:
    """Save new content and send the row for approval: both or neither.

    Raises:
        PermissionDenied: as ``edit``.
        StaleRowError: as ``edit``.
        ValidationError: as ``edit``, or something is missing (code ``incomplete``).
    """
    current = edit(row, content, by=by, version=version)
    # A form sent before is not fresh: the row may have been returned since.
    fresh = current.version <= version + 1
    if current.state == State.DRAFT or (current.is_editable and fresh):
        return workflow.submit(current, by=by, version=current.version)
    return current
