"""Checks who may write an evaluation, and who may submit, accept and sign it for a party."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from agreements.models import Party
from commitments.evaluations.models import Evaluation
from commitments.people.models import Membership
from commitments.people.rights import require_approver, require_writer


def require_evaluator(by: Membership, evaluation: Evaluation) -> Party:
    """Return the party that ``by`` writes assessments and proposals for.

    Raises:
        PermissionDenied: ``by`` is not an editor or approver of a party to the agreement.
    """
    party = by.party
    if party is None or not by.writes:
        raise PermissionDenied(_("Only editors and approvers in a party can write an evaluation."))
    require_writer(by, party)
    if not evaluation.agreement.agreement_parties.filter(party=party).exists():
        raise PermissionDenied(
            _("%(party)s is not a party to this agreement.") % {"party": party.code}
        )
    return party


def require_signer(by: Membership, evaluation: Evaluation) -> Party:
    """Return the party that ``by`` submits, accepts and signs for.

    Raises:
        PermissionDenied: ``by`` is not an approver of a party to the agreement.
    """
    party = require_evaluator(by, evaluation)
    require_approver(by, party)
    return party
