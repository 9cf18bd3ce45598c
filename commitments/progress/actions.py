"""Records progress. The later steps are those of the common workflow."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.utils.translation import gettext as _

from commitments.people.models import Membership
from commitments.progress.content import EntryContent
from commitments.progress.models import ProgressEntry
from commitments.publishing import workflow
from commitments.publishing.content import write
from commitments.publishing.same_form import saved_again
from commitments.register.models import Commitment
from commitments.register.rights import require_recorder
from commitments.sources.actions import files_follow_rows


@files_follow_rows()
def draft(
    commitment: Commitment, content: EntryContent, *, by: Membership, token: UUID
) -> ProgressEntry:
    """Create a draft of the acting party. The same form sent again changes its draft.

    Raises:
        PermissionDenied: ``by`` writes for no party, or for one that is not responsible for the
            commitment.
        StaleRowError: the form has already made a row with other content, which was sent for
            approval or changed by a colleague.
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


@files_follow_rows()
def draft_and_submit(
    commitment: Commitment, content: EntryContent, *, by: Membership, token: UUID
) -> ProgressEntry:
    """Create an entry and send it for approval: both or neither.

    Raises:
        PermissionDenied: as ``draft``.
        StaleRowError: as ``draft``.
        ValidationError: as ``draft``, or something is missing (code ``incomplete``).
    """
    entry = draft(commitment, content, by=by, token=token)
    return workflow.submit_new(entry, by=by)


def _same_form(token: UUID, content: EntryContent, by: Membership) -> ProgressEntry:
    """Save the content in the row that the same form has already made."""
    rows = ProgressEntry.objects.of_party(by.party_id).with_relations()
    entry = rows.filter(token=token).first()
    if entry is None:
        raise PermissionDenied(_("The form has already been used. Open a new one."))
    with files_follow_rows():
        return saved_again(entry, content, by=by)
