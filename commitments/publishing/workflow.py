"""The steps of the workflow, from draft to publication and back, one function for each.

Each step locks the row, checks the right, the version and the row's state, and writes one history
row. The modules of each kind of row have its content and editing.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commitments.foundation.choices import State
from commitments.foundation.history_rows import erase, record
from commitments.foundation.plain_text import required
from commitments.foundation.public_act import PublicAct
from commitments.foundation.stale_row import StaleRowError
from commitments.people.models import Membership
from commitments.people.rights import require_approver, require_writer
from commitments.publishing.models import WHILE_CORRECTED, Statement
from commitments.publishing.workflow_models import LONGEST_NOTE, LONGEST_WITHDRAWAL_REASON, Workflow
from kvalitet.guard.logs import note_on_commit

WorkflowRow = TypeVar("WorkflowRow", bound=Workflow)
StatementRow = TypeVar("StatementRow", bound=Statement)

# The field of the remark that a step needs.
REMARKS: Final = {"send_back": "note", "propose_withdrawal": "reason"}


def take(
    step: str, row: WorkflowRow, *, by: Membership, version: int, remark: str = ""
) -> WorkflowRow:
    """Take the step with this name, with its note or reason if it needs one.

    Raises:
        PermissionDenied, StaleRowError, ValidationError: as the step.
    """
    values = {REMARKS[step]: remark} if step in REMARKS else {}
    done: WorkflowRow = _ACTIONS[step](row, by=by, version=version, **values)
    return done


@transaction.atomic
def submit(row: WorkflowRow, *, by: Membership, version: int) -> WorkflowRow:
    """Send the row to an approver of its party.

    Raises:
        PermissionDenied: ``by`` is not of the party, or the row is not open for editing.
        StaleRowError: the row has changed since ``version``.
        ValidationError: something it needs is missing; keyed by field (code ``incomplete``).
    """
    current = begun("submit", row, by=by, version=version)
    if missing := current.missing():
        raise ValidationError(
            {name: ValidationError(str(text), code="incomplete") for name, text in missing.items()}
        )
    current.state = State.SUBMITTED
    current.submitted_at, current.submitted_by = timezone.now(), by
    current.returned_at, current.returned_by, current.return_note = None, None, ""
    return _saved(current, State.SUBMITTED, by)


def submit_new(row: WorkflowRow, *, by: Membership) -> WorkflowRow:
    """Send the row that a form has created for approval; if it was sent before, return it as it is.

    Raises:
        PermissionDenied, StaleRowError, ValidationError: as ``submit``.
    """
    return submit(row, by=by, version=row.version) if row.state == State.DRAFT else row


@transaction.atomic
def send_back(row: WorkflowRow, *, by: Membership, version: int, note: str) -> WorkflowRow:
    """Return the row to its authors with a note.

    Raises:
        PermissionDenied: ``by`` is not an approver of the party, or the row does not await
            approval.
        StaleRowError: the row has changed since ``version``.
        ValidationError: the note is empty (code ``required``) or unreadable.
    """
    current = begun("send_back", row, by=by, version=version)
    current.return_note = required(note, "note", LONGEST_NOTE)
    current.state = State.RETURNED
    current.returned_at, current.returned_by = timezone.now(), by
    return _saved(current, State.RETURNED, by)


@transaction.atomic
def approve(row: WorkflowRow, *, by: Membership, version: int) -> WorkflowRow:
    """Publish the row. The row that it corrects becomes an earlier version.

    Raises:
        PermissionDenied: ``by`` is not an approver of the party, has written in the row or sent
            it, or the row does not await approval.
        StaleRowError: the row has changed since ``version``.
        ValidationError: the party has already published the same (code ``published``).
    """
    current = begun("approve", row, by=by, version=version)
    now = timezone.now()
    superseded = list(current.superseded().select_for_update())
    for earlier in superseded:
        _supersede(earlier, now, by)
    current.state = State.PUBLISHED
    current.published_at, current.published_by = now, by
    try:
        with transaction.atomic():
            _saved(current, State.PUBLISHED, by)
    except IntegrityError as error:
        raise ValidationError(
            _("Your party has already published this. Correct what is published."),
            code="published",
        ) from error
    PublicAct.record(current, *superseded, *current.cited())
    return current


@transaction.atomic
def correct(row: StatementRow, *, by: Membership, version: int | None = None) -> StatementRow:
    """Create a draft that corrects a published row: a copy to edit, with an empty reason.

    Its authors are those who wrote what it repeats. ``by`` becomes one by writing in it.

    Raises:
        PermissionDenied: ``by`` is not of the row's party.
        StaleRowError: the row has changed since ``version``, if that is given.
        ValidationError: the row is not published (code ``not_published``), is being corrected
            already (``open_correction``) or is proposed for withdrawal (``withdrawal_proposed``).
    """
    original = begun("correct", row, by=by, version=version)
    values = {
        name: getattr(original, name) for name in (*original.REPEATED, *original.field_names())
    }
    copy = type(row)(corrects=original, created_by=by, **values | {"correction_reason": ""})
    sources, authors = list(original.sources.all()), list(original.authors.all())
    try:
        with transaction.atomic():
            record(copy, user=by.user, sources=sources, authors=authors)
    # The party has a draft about the same subject that corrects nothing.
    except IntegrityError as error:
        raise ValidationError(str(WHILE_CORRECTED["correct"]), code="open_correction") from error
    return copy


@transaction.atomic
def propose_withdrawal(
    row: WorkflowRow, *, by: Membership, version: int, reason: str
) -> WorkflowRow:
    """Propose to withdraw a published row. It stays public, and only the party sees the proposal.

    Raises:
        PermissionDenied: ``by`` does not write for the row's party.
        StaleRowError: the row has changed since ``version``.
        ValidationError: the row is not published (code ``not_published``), is being corrected
            (``open_correction``) or is proposed already (``withdrawal_proposed``), or the
            reason is empty (``required``) or unreadable.
    """
    current = begun("propose_withdrawal", row, by=by, version=version)
    current.withdrawal_reason = required(reason, "reason", LONGEST_WITHDRAWAL_REASON)
    current.withdrawal_proposed_at, current.withdrawal_proposed_by = timezone.now(), by
    return _saved(current, "withdrawal_proposed", by)


@transaction.atomic
def withdraw(row: WorkflowRow, *, by: Membership, version: int) -> WorkflowRow:
    """Withdraw a row as proposed. Time and reason stay public.

    Raises:
        PermissionDenied: ``by`` is not an approver of the row's party, or has proposed it.
        StaleRowError: the row has changed since ``version``.
        ValidationError: the row is not published (code ``not_published``), or nobody has
            proposed to withdraw it (``not_proposed``).
    """
    current = begun("withdraw", row, by=by, version=version)
    current.state = State.WITHDRAWN
    current.withdrawn_at, current.withdrawn_by = timezone.now(), by
    _saved(current, State.WITHDRAWN, by)
    PublicAct.record(current)
    return current


@transaction.atomic
def decline_withdrawal(row: WorkflowRow, *, by: Membership, version: int) -> WorkflowRow:
    """Close a proposal to withdraw: an approver declines it, or its proposer takes it back.

    The row stays published. Its history keeps the proposal for the party.

    Raises:
        PermissionDenied: ``by`` is neither an approver of the row's party nor the proposer.
        StaleRowError: the row has changed since ``version``.
        ValidationError: the row is not published (code ``not_published``), or nobody has
            proposed to withdraw it (``not_proposed``).
    """
    current = begun("decline_withdrawal", row, by=by, version=version)
    current.withdrawal_reason = ""
    current.withdrawal_proposed_at, current.withdrawal_proposed_by = None, None
    return _saved(current, "withdrawal_declined", by)


@transaction.atomic
def discard(row: WorkflowRow, *, by: Membership, version: int) -> WorkflowRow:
    """Delete an open row. Its history remains for the party.

    Raises:
        PermissionDenied: ``by`` is not of the row's party, or its state does not allow it.
        StaleRowError: the row has changed since ``version``.
    """
    current = begun("discard", row, by=by, version=version)
    _log(current, "discarded", by)
    erase(current, user=by.user)
    return row


def begun(step: str, row: WorkflowRow, *, by: Membership, version: int | None) -> WorkflowRow:
    """Lock the row until the transaction ends, check the step, and return the row as it is now.

    Raises:
        ObjectDoesNotExist: it has been discarded.
        PermissionDenied: ``by`` has no right to the step, or the row refuses it.
        StaleRowError: the row has changed since ``version``, if that is given.
        ValidationError: the row refuses the step.
    """
    rows = type(row)._default_manager.select_for_update(of=("self",))
    current = rows.select_related(*row.LOCKED_WITH).get(pk=row.pk)
    require = require_approver if current.needs_approver(step, by) else require_writer
    require(by, current.party)
    if version is not None and current.version != version:
        raise StaleRowError(current)
    if refusal := current.refusal(step, by):
        raise refusal
    return current


def _supersede(earlier: Any, now: datetime, by: Membership) -> None:
    if refusal := earlier.state_refusal("correct"):
        raise refusal
    earlier.state = State.CORRECTED
    earlier.superseded_at, earlier.superseded_by = now, by
    _saved(earlier, State.CORRECTED, by)


def _saved(row: WorkflowRow, event: str, by: Membership) -> WorkflowRow:
    """Save the row after a step: the next version, one history row and one log line."""
    row.version += 1
    record(row, user=by.user)
    _log(row, event, by)
    return row


def _log(row: Workflow, event: str, by: Membership) -> None:
    name = row.NOTED_AS
    note_on_commit(f"{name}_{event}", user_id=by.user_id, **{name: row.pk})


_STEPS: Final[tuple[Callable[..., Any], ...]] = (
    submit,
    approve,
    send_back,
    correct,
    propose_withdrawal,
    withdraw,
    decline_withdrawal,
    discard,
)
_ACTIONS: Final = {step.__name__: step for step in _STEPS}
