"""The joint conclusion: one party proposes it, the other accepts or counters it."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.models import Party
from commitments.evaluations.agreeing.conclusion_models import (
    LONGEST_CONCLUSION,
    Answer,
    Conclusion,
)
from commitments.evaluations.agreeing.signing_actions import void_signatures
from commitments.evaluations.agreeing.signoff_models import VoidReason
from commitments.evaluations.models import Evaluation
from commitments.evaluations.phases import locked, require_revealed
from commitments.evaluations.rights import require_evaluator, require_signer
from commitments.foundation.history_rows import record
from commitments.foundation.plain_text import known_language, required
from commitments.foundation.public_act import PublicAct
from commitments.people.models import Membership
from commitments.people.rights import require_other_person


@transaction.atomic
def propose(evaluation: Evaluation, *, by: Membership, text: str, language: str) -> Conclusion:
    """Propose a conclusion to the other party, and void the signatures given so far.

    The conclusion accepted earlier, if any, applies until this one is accepted.

    Raises:
        PermissionDenied: ``by`` does not write for a party to the agreement.
        ValidationError: not both have submitted (code ``not_revealed``), both have signed
            (code ``signed``), a proposal awaits a response (code ``open_proposal``), or keyed
            by field (codes ``required``, ``unreadable``, ``max_length``, ``invalid_choice``).
    """
    current = locked(evaluation)
    party = require_evaluator(by, current)
    require_revealed(current)
    if Conclusion.objects.of_round(current).awaiting_answer().exists():
        raise ValidationError(
            _("A proposal is waiting for an answer. Answer it or withdraw it first."),
            code="open_proposal",
        )
    return _proposed(current, party, text, language, by)


@transaction.atomic
def accept(conclusion: Conclusion, *, by: Membership) -> Conclusion:
    """Accept the proposal as it is. It replaces any conclusion accepted earlier.

    Raises:
        PermissionDenied: ``by`` is not an approver of the other party, or made the proposal.
        ValidationError: the proposal has a response or is withdrawn (code ``answered``), or
            both have signed (code ``signed``).
    """
    evaluation = locked(conclusion.evaluation)
    party = require_signer(by, evaluation)
    current = _to_answer(conclusion, evaluation, party, by)
    current.state = Answer.ACCEPTED
    current.answered_at, current.answered_by = timezone.now(), by
    record(current, user=by.user)
    PublicAct.record(current)
    return current


@transaction.atomic
def counter(conclusion: Conclusion, *, by: Membership, text: str, language: str) -> Conclusion:
    """Respond with a counter-proposal, which awaits a response itself.

    Raises:
        PermissionDenied: ``by`` does not write for the other party, or made the proposal.
        ValidationError: as ``accept``, or keyed by field as ``propose``.
    """
    evaluation = locked(conclusion.evaluation)
    party = require_evaluator(by, evaluation)
    current = _to_answer(conclusion, evaluation, party, by)
    current.state = Answer.COUNTERED
    current.answered_at, current.answered_by = timezone.now(), by
    record(current, user=by.user)
    PublicAct.record(current)
    return _proposed(evaluation, party, text, language, by)


@transaction.atomic
def withdraw_proposal(conclusion: Conclusion, *, by: Membership) -> Conclusion:
    """Withdraw the own party's proposal, until the other party has responded.

    Raises:
        PermissionDenied: ``by`` is not of the party that proposed.
        ValidationError: the proposal has a response or is withdrawn (code ``answered``).
    """
    evaluation = locked(conclusion.evaluation)
    party = require_evaluator(by, evaluation)
    if conclusion.party_id != party.pk:
        raise PermissionDenied(_("The other party made this proposal."))
    current = _open(conclusion, evaluation)
    current.state = Answer.WITHDRAWN
    current.withdrawn_at, current.withdrawn_by = timezone.now(), by
    record(current, user=by.user)
    PublicAct.record(current)
    return current


def _to_answer(
    conclusion: Conclusion, evaluation: Evaluation, party: Party, by: Membership
) -> Conclusion:
    if conclusion.party_id == party.pk:
        raise PermissionDenied(_("Only the other party can answer your proposal."))
    require_other_person(by, conclusion.proposed_by)
    require_revealed(evaluation)
    return _open(conclusion, evaluation)


def _open(conclusion: Conclusion, evaluation: Evaluation) -> Conclusion:
    """Lock and return the proposal; raise if it has a response or is withdrawn."""
    rows = Conclusion.objects.of_round(evaluation).awaiting_answer().select_for_update()
    current = rows.filter(pk=conclusion.pk).first()
    if current is None:
        raise ValidationError(
            _("The proposal has already been answered or withdrawn."), code="answered"
        )
    return current


def _proposed(
    evaluation: Evaluation, party: Party, text: str, language: str, by: Membership
) -> Conclusion:
    rows = Conclusion.objects.of_round(evaluation)
    conclusion = Conclusion(
        evaluation=evaluation,
        round=evaluation.round,
        number=(rows.aggregate(last=Max("number"))["last"] or 0) + 1,
        party=party,
        language=known_language(language),
        text=required(text, "text", LONGEST_CONCLUSION, _("Write the conclusion.")),
        proposed_by=by,
    )
    record(conclusion, user=by.user)
    voided = void_signatures(evaluation, by=by, why=VoidReason.NEW_PROPOSAL)
    PublicAct.record(conclusion, *voided)
    return conclusion
