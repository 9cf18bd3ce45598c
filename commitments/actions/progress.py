"""Recording progress; the steps from there on are those of everything recorded."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from commitments.actions.entry_content import EntryContent, holds, write
from commitments.actions.rights import require_recorder
from commitments.actions.sources import files_follow_rows
from commitments.actions.workflow import StaleRowError
from commitments.models import Commitment, Membership, ProgressEntry


@transaction.atomic
def draft(
    commitment: Commitment, content: EntryContent, *, by: Membership, token: UUID
) -> ProgressEntry:
    """A new draft of the acting party; the same form sent twice gives the same row.

    Raises:
        PermissionDenied: ``by`` writes for no party, or for one that does not answer for
            the commitment.
        StaleRowError: the form has made a row already, and that row says something else.
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


def _same_form(token: UUID, content: EntryContent, by: Membership) -> ProgressEntry:
    """The row that the same form made a moment ago."""
    rows = ProgressEntry.objects.of_party(by.party_id).with_relations()
    entry = rows.filter(token=token).first()
    if entry is None:
        raise PermissionDenied(_("The form has been used already. Open a new one."))
    if not holds(entry, content):
        raise StaleRowError(entry)
    return entry
