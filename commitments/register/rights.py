"""Who may record what was done for a commitment."""

from typing import Final

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from agreements.models import Party
from commitments.foundation.prepared_query import Prepared
from commitments.people.models import Membership
from commitments.people.rights import require_writer
from commitments.register.models import Commitment

_ANSWERS: Final = Prepared(
    lambda commitment, party: Commitment.responsible.through.objects.filter(
        commitment=commitment, party=party
    ).values_list("pk")
)


def require_recorder(by: Membership, commitment: Commitment) -> Party:
    """The party that ``by`` records progress for on this commitment.

    Raises:
        PermissionDenied: ``by`` writes for no party, or for one that does not answer for it.
    """
    party = by.party
    if party is None or not by.writes:
        raise PermissionDenied(_("Only editors and approvers of a party can record progress."))
    require_writer(by, party)
    if not _ANSWERS(commitment.pk, party.pk):
        raise PermissionDenied(
            _("%(party)s does not answer for %(ref)s.")
            % {"party": party.code, "ref": commitment.ref}
        )
    return party
