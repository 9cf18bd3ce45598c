"""Reopens a signed evaluation: one party requests it with a reason, the other agrees."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commitments.evaluations.agreeing.reopening_models import LONGEST_REOPENING_REASON, Reopening
from commitments.evaluations.assessing.models import Assessment
from commitments.evaluations.assessing.submission_models import Submission
from commitments.evaluations.facts import facts
from commitments.evaluations.models import Evaluation
from commitments.evaluations.phases import locked
from commitments.evaluations.rights import require_signer
from commitments.evaluations.state import SIGNED, state
from commitments.foundation.history_rows import record
from commitments.foundation.plain_text import known_language, required
from commitments.foundation.public_act import PublicAct
from commitments.people.models import Membership
from commitments.people.rights import require_other_person
from kvalitet.guard.logs import note_on_commit

_COPIED = "copied into the next round"


@transaction.atomic
def ask(evaluation: Evaluation, *, by: Membership, reason: str, language: str) -> Reopening:
    """Request to reopen a signed evaluation.

    Raises:
        PermissionDenied: ``by`` is not an approver of a party to the agreement.
        ValidationError: not both have signed (code ``not_signed``), another request is
            open (``open_request``); keyed ``reason``: ``required``, ``unreadable``,
            ``max_length``; keyed ``language``: ``invalid_choice``.
    """
    current = locked(evaluation)
    party = require_signer(by, current)
    if state(facts(current)) != SIGNED:
        raise ValidationError(
            _("Only an evaluation that both parties have signed can be reopened."),
            code="not_signed",
        )
    request = Reopening(
        evaluation=current,
        round=current.round,
        party=party,
        reason=required(
            reason,
            "reason",
            LONGEST_REOPENING_REASON,
            _("Say why the evaluation should be reopened."),
        ),
        language=known_language(language),
        asked_by=by,
    )
    try:
        with transaction.atomic():
            record(request, user=by.user)
    except IntegrityError as error:
        raise ValidationError(
            _("A request to reopen is already waiting for an answer."), code="open_request"
        ) from error
    return request


@transaction.atomic
def withdraw(request: Reopening, *, by: Membership) -> Reopening:
    """Withdraw the own party's request, until the other party has agreed.

    Raises:
        PermissionDenied: ``by`` is not an approver of the party that made the request.
        ValidationError: it has been agreed to or withdrawn (code ``answered``).
    """
    _evaluation, current = _open_request(request)
    party = require_signer(by, current.evaluation)
    if party.pk != current.party_id:
        raise PermissionDenied(_("Only the party that asked can withdraw the request."))
    current.withdrawn_at, current.withdrawn_by = timezone.now(), by
    record(current, user=by.user)
    return current


@transaction.atomic
def agree(request: Reopening, *, by: Membership) -> Evaluation:
    """Start the next round: revealed from the start, with copies of submissions and assessments.

    The signed revision remains as it is. The reason becomes public.

    Raises:
        PermissionDenied: ``by`` is not an approver of the other party, or made the request.
        ValidationError: it has been agreed to or withdrawn (code ``answered``).
    """
    evaluation, current = _open_request(request)
    party = require_signer(by, evaluation)
    if party.pk == current.party_id:
        raise PermissionDenied(_("Only the other party can decide on this request."))
    require_other_person(by, current.asked_by)
    current.agreed_at, current.agreed_by = timezone.now(), by
    record(current, user=by.user)
    handed_in = list(Submission.objects.of_round(evaluation).current())
    assessments = list(Assessment.objects.of_round(evaluation))
    evaluation.round = current.next_round
    evaluation.version += 1
    record(evaluation, user=by.user)
    for submission in handed_in:
        _copy(submission, evaluation, by, sources=list(submission.sources.all()))
    for row in assessments:
        relations = {
            name: list(getattr(row, name).all()) for name in ("sources", "entries", "authors")
        }
        _copy(row, evaluation, by, **relations)
    PublicAct.record(current, evaluation, *handed_in)
    note_on_commit("evaluation_reopened", evaluation=evaluation.pk, user_id=by.user_id)
    return evaluation


def _copy(row: Any, evaluation: Evaluation, by: Membership, **relations: object) -> None:
    """Copy a row to the current round. Its writers stay; the history says who copied it."""
    row.pk, row._state.adding = None, True
    row.round = evaluation.round
    record(row, user=by.user, reason=_COPIED, **relations)


def _open_request(request: Reopening) -> tuple[Evaluation, Reopening]:
    evaluation = locked(request.evaluation)
    rows = Reopening.objects.of(evaluation).awaiting_answer().select_related("evaluation")
    current = rows.filter(pk=request.pk).first()
    if current is None:
        raise ValidationError(
            _("The request has already been agreed to or withdrawn."), code="answered"
        )
    return evaluation, current
