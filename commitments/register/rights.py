"""Checks who may record what was done for a commitment."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from agreements.models import Party
from commitments.people.models import Membership
from commitments.people.rights import require_writer
from commitments.register.models import Commitment


def require_recorder(by: Membership, commitment: Commitment) -> Party:
    """Return the party that ``by`` records progress for on this commitment.

    Raises:
        PermissionDenied: ``by`` does not write for a party responsible for it.
    """
    party = by.party
    if party is None or not by.writes:
        raise PermissionDenied(_("Only editors and approvers in a party can record progress."))
    require_writer(by, party)
    if not commitment.responsible.filter(pk=party.pk).exists():
        raise PermissionDenied(
            _("%(party)s is not responsible for %(ref)s.")
            % {"party": party.code, "ref": commitment.named}
        )
    return party
