"""Withdrawing what is published: a person of the party proposes it, another approver agrees."""

from typing import TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commitments.actions.entry_content import LONGEST_REASON
from commitments.actions.past_evaluations import StalePastEvaluationError
from commitments.actions.plain_text import required
from commitments.actions.rights import require_approver, require_writer
from commitments.actions.steps import StaleEntryError, save_step
from commitments.models import ContentVersion, Membership, PastEvaluation, Recorded, State
from commitments.models.withdrawable import Withdrawable

Row = TypeVar("Row", bound=Withdrawable)


@transaction.atomic
def propose_withdrawal(row: Row, *, by: Membership, version: int, reason: str) -> Row:
    """Propose to withdraw a published row; it stays published, and only the party knows.

    Raises:
        PermissionDenied: ``by`` does not write for the row's party.
        StaleEntryError, StalePastEvaluationError: the row has moved on from ``version``.
        ValidationError: the row is not published (code ``not_published``), is being corrected
            (``open_correction``) or is proposed already (``withdrawal_proposed``), or the
            reason is empty (``required``) or unreadable.
    """
    current = _locked(row)
    require_writer(by, current.party)
    _require_version(current, version)
    _require_published(current)
    if current.withdrawal_is_proposed:
        raise ValidationError(_("A withdrawal is proposed already."), code="withdrawal_proposed")
    if isinstance(current, Recorded) and current.corrections.still_open().exists():
        raise ValidationError(
            _("The entry is being corrected. Publish or discard the correction first."),
            code="open_correction",
        )
    current.withdrawal_reason = required(reason, "reason", LONGEST_REASON)
    current.withdrawal_proposed_at, current.withdrawal_proposed_by = timezone.now(), by
    save_step(current, "withdrawal_proposed", by=by)
    return current


@transaction.atomic
def withdraw(row: Row, *, by: Membership, version: int) -> Row:
    """Let a proposed withdrawal happen; time and reason remain for everyone to read.

    Raises:
        PermissionDenied: ``by`` is not an approver of the row's party, or has proposed it.
        StaleEntryError, StalePastEvaluationError: the row has moved on from ``version``.
        ValidationError: the row is not published (code ``not_published``), or nobody has
            proposed to withdraw it (``not_proposed``).
    """
    current = _locked(row)
    require_approver(by, current.party)
    _require_version(current, version)
    if _proposer_of(current).user_id == by.user_id:
        raise PermissionDenied(_("You have proposed this. Another approver decides on it."))
    current.state = State.WITHDRAWN
    current.withdrawn_at, current.withdrawn_by = timezone.now(), by
    save_step(current, State.WITHDRAWN, by=by)
    ContentVersion.bump()
    return current


@transaction.atomic
def decline_withdrawal(row: Row, *, by: Membership, version: int) -> Row:
    """Close a proposal to withdraw: an approver declines it, or its proposer takes it back.

    The row stands as it did; its history keeps the proposal for the party.

    Raises:
        PermissionDenied: ``by`` is neither an approver of the row's party nor the proposer.
        StaleEntryError, StalePastEvaluationError: the row has moved on from ``version``.
        ValidationError: the row is not published (code ``not_published``), or nobody has
            proposed to withdraw it (``not_proposed``).
    """
    current = _locked(row)
    require_writer(by, current.party)
    _require_version(current, version)
    if _proposer_of(current).user_id != by.user_id:
        require_approver(by, current.party)
    current.withdrawal_reason = ""
    current.withdrawal_proposed_at, current.withdrawal_proposed_by = None, None
    save_step(current, "withdrawal_declined", by=by)
    return current


def _locked(row: Row) -> Row:
    rows = type(row)._default_manager.select_for_update(of=("self",)).select_related("party")
    return rows.get(pk=row.pk)


def _require_version(row: Withdrawable, version: int) -> None:
    if row.version == version:
        return
    if isinstance(row, PastEvaluation):
        raise StalePastEvaluationError(row)
    assert isinstance(row, Recorded)  # noqa: S101  # the only other kind
    raise StaleEntryError(row)


def _require_published(row: Withdrawable) -> None:
    if row.state != State.PUBLISHED:
        raise ValidationError(_("It is not published."), code="not_published")


def _proposer_of(row: Withdrawable) -> Membership:
    _require_published(row)
    if row.withdrawal_proposed_by is None:
        raise ValidationError(_("No withdrawal is proposed."), code="not_proposed")
    return row.withdrawal_proposed_by
