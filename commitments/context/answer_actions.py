"""A party's answer to a proposal by the portal: it confirms, or objects with a reason."""

from typing import Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agreements.models import Party
from commitments.context.proposal_models import (
    LONGEST_OBJECTION,
    AnswerKind,
    Proposal,
    ProposalAnswer,
)
from commitments.foundation.history_rows import record
from commitments.foundation.plain_text import known_language, required
from commitments.foundation.public_act import PublicAct
from commitments.people.models import Membership
from commitments.people.rights import require_approver, require_other_person
from kvalitet.guard.logs import note_on_commit

_SAID: Final = ("version", "answer", "reason", "language")


def confirm(proposal: Proposal, *, by: Membership, version: int) -> ProposalAnswer:
    """Confirm the proposal for the party of ``by``; the answer is public at once.

    Raises:
        PermissionDenied: ``by`` is not an approver of a party to an agreement, or has answered
            for the other party.
        ValidationError: another version was shown (code ``changed_proposal``), or the party
            has already given this answer (``same_answer``).
    """
    return _answer(proposal, by, version, answer=AnswerKind.CONFIRMED)


def object_to(
    proposal: Proposal, *, by: Membership, version: int, reason: str, language: str
) -> ProposalAnswer:
    """Object to the proposal for the party of ``by``; the answer and its reason are public at once.

    Raises:
        PermissionDenied: as ``confirm``.
        ValidationError: as ``confirm``; keyed ``reason``: ``required``, ``unreadable``,
            ``max_length``; keyed ``language``: ``invalid_choice``.
    """
    _require_answerer(by)
    said = {
        "reason": required(
            reason, "reason", LONGEST_OBJECTION, _("Say why the party does not confirm it.")
        ),
        "language": known_language(language),
    }
    return _answer(proposal, by, version, answer=AnswerKind.OBJECTED, **said)


@transaction.atomic
def _answer(proposal: Proposal, by: Membership, version: int, **said: str) -> ProposalAnswer:
    party = _require_answerer(by)
    current = Proposal.objects.current().select_for_update(of=("self",)).get(pk=proposal.pk)
    if version != current.version:
        raise ValidationError(
            _("The proposal has been changed. Read it again before you answer."),
            code="changed_proposal",
        )
    answers = list(current.answers.select_related("answered_by"))
    require_other_person(by, *(row.answered_by for row in answers if row.party_id != party.pk))
    answer = ProposalAnswer(
        proposal=current,
        number=len(answers) + 1,
        version=version,
        sha256=current.sha256,
        party=party,
        answered_by=by,
        **said,
    )
    own = [row for row in answers if row.party_id == party.pk]
    if own and all(getattr(own[-1], name) == getattr(answer, name) for name in _SAID):
        raise ValidationError(_("Your party has given this answer already."), code="same_answer")
    record(answer, user=by.user)
    PublicAct.record(answer)
    note_on_commit("proposal_answered", proposal=current.key, user_id=by.user_id)
    return answer


def _require_answerer(by: Membership) -> Party:
    """Return the party that ``by`` answers for."""
    party = by.party
    if party is None or not by.approves:
        raise PermissionDenied(_("Only an approver in a party can answer a proposal."))
    require_approver(by, party)
    if not party.agreement_parties.exists():
        raise PermissionDenied(_("Your party is not a party to this agreement."))
    return party
