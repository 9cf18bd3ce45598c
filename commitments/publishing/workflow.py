"""The steps that everything recorded takes to the public and back: one verb, one function.

Each step locks the row, asks for the right, the version and the row itself, and writes one
history row. What is recorded, and how it is edited, stands in the modules of each kind of row.
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

REMARKS: Final = {"send_back": "note", "propose_withdrawal": "reason"}  # what a step says besides


def take(
    step: str, row: WorkflowRow, *, by: Membership, version: int, remark: str = ""
) -> WorkflowRow:
    """Take the step with this name, with the note or reason that it asks for, if any.

    Raises:
        PermissionDenied, StaleRowError, ValidationError: as the step.
    """
    values = {REMARKS[step]: remark} if step in REMARKS else {}
    done: WorkflowRow = _ACTIONS[step](row, by=by, version=version, **values)
    return done


@transaction.atomic
def submit(row: WorkflowRow, *, by: Membership, version: int) -> WorkflowRow:
    """The row, sent to an approver of its party.

    Raises:
        PermissionDenied: ``by`` is not of the party, or the row is not open for editing.
        StaleRowError: the row has moved on from ``version``.
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
    """The row that a form has just made, sent to approval; if it was sent before, as it is.

    Raises:
        PermissionDenied, StaleRowError, ValidationError: as ``submit``.
    """
    return submit(row, by=by, version=row.version) if row.state == State.DRAFT else row


@transaction.atomic
def send_back(row: WorkflowRow, *, by: Membership, version: int, note: str) -> WorkflowRow:
    """The row, returned to its authors with a note.

    Raises:
        PermissionDenied: ``by`` is no approver of the party, or the row does not await approval.
        StaleRowError: the row has moved on from ``version``.
        ValidationError: the note is empty (code ``required``) or unreadable.
    """
    current = begun("send_back", row, by=by, version=version)
    current.return_note = required(note, "note", LONGEST_NOTE)
    current.state = State.RETURNED
    current.returned_at, current.returned_by = timezone.now(), by
    return _saved(current, State.RETURNED, by)


@transaction.atomic
def approve(row: WorkflowRow, *, by: Membership, version: int) -> WorkflowRow:
    """The row, published; what it corrects is from now on an earlier version.

    Raises:
        PermissionDenied: ``by`` is no approver of the party, has written in the row or sent
            it, or the row does not await approval.
        StaleRowError: the row has moved on from ``version``.
        ValidationError: the party has published the same already (code ``published``).
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
    """A draft that corrects a published row: a copy to change, with room for the reason.

    Its authors are those who wrote what it repeats; ``by`` becomes one by writing in it.

    Raises:
        PermissionDenied: ``by`` is not of the row's party.
        StaleRowError: the row has moved on from ``version``, if that is given.
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
    except IntegrityError as error:  # a draft about the same that corrects nothing
        raise ValidationError(str(WHILE_CORRECTED["correct"]), code="open_correction") from error
    return copy


@transaction.atomic
def propose_withdrawal(
    row: WorkflowRow, *, by: Membership, version: int, reason: str
) -> WorkflowRow:
    """Propose to withdraw a published row; it stays published, and only the party knows.

    Raises:
        PermissionDenied: ``by`` does not write for the row's party.
        StaleRowError: the row has moved on from ``version``.
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
    """Let a proposed withdrawal happen; time and reason remain for everyone to read.

    Raises:
        PermissionDenied: ``by`` is not an approver of the row's party, or has proposed it.
        StaleRowError: the row has moved on from ``version``.
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

    The row stands as it did; its history keeps the proposal for the party.

    Raises:
        PermissionDenied: ``by`` is neither an approver of the row's party nor the proposer.
        StaleRowError: the row has moved on from ``version``.
        ValidationError: the row is not published (code ``not_published``), or nobody has
            proposed to withdraw it (``not_proposed``).
    """
    current = begun("decline_withdrawal", row, by=by, version=version)
    current.withdrawal_reason = ""
    current.withdrawal_proposed_at, current.withdrawal_proposed_by = None, None
    return _saved(current, "withdrawal_declined", by)


@transaction.atomic
def discard(row: WorkflowRow, *, by: Membership, version: int) -> WorkflowRow:
    """An open row that nobody needs is gone; its history remains for the party.

    Raises:
        PermissionDenied: ``by`` is not of the row's party, or its state does not allow it.
        StaleRowError: the row has moved on from ``version``.
    """
    current = begun("discard", row, by=by, version=version)
    _log(current, "discarded", by)
    erase(current, user=by.user)
    return row


def begun(step: str, row: WorkflowRow, *, by: Membership, version: int | None) -> WorkflowRow:
    """The row as it is now, held until the transaction ends, on which the step may be taken.

    Raises:
        ObjectDoesNotExist: it has been discarded.
        PermissionDenied: ``by`` has no right to the step, or the row refuses it.
        StaleRowError: the row has moved on from ``version``, if that is given.
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
    """The row after a step: its next version, one history row and one line in the log."""
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
