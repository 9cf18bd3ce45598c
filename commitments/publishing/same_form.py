"""Handles a form sent again: its row gets the new content, or nothing changes."""

from typing import Any

from commitments.foundation.stale_row import StaleRowError
from commitments.people.models import Membership
from commitments.publishing import workflow
from commitments.publishing.content import StatementContent, holds, write
from commitments.publishing.workflow import StatementRow


def saved_again(row: StatementRow, content: StatementContent, *, by: Membership) -> StatementRow:
    """Save ``content`` in the row that the form created. The same content writes nothing.

    Raises:
        StaleRowError: as ``require_untouched``, if the content differs.
        ValidationError: a value is not allowed.
    """
    if holds(row, content):
        return row
    require_untouched(row, by)
    current = workflow.begun("edit", row, by=by, version=row.version)
    write(current, content, by=by)
    return current


def require_untouched(row: Any, by: Membership, text: str = "") -> None:
    """Refuse to change a row by the form that created it, once others have changed it.

    Args:
        row: as it is stored.
        by: the person who sends the form again.
        text: why it is refused; a workflow has its own.

    Raises:
        StaleRowError: it has been sent for approval, or another person has changed it.
    """
    others = type(row).history.filter(id=row.pk).exclude(history_user=by.user_id)
    if not getattr(row, "is_editable", True) or others.exists():
        raise StaleRowError(row, text)
