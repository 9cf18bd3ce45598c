"""The rights that actions check on a membership. Other rooms add their own."""

from datetime import datetime, timedelta
from typing import Final

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.models import Party
from commitments.people.models import Membership, Role

FACTOR_LASTS: Final = timedelta(minutes=5)  # OWASP ASVS 5.0.0, 7.5.3


class FactorTooOldError(PermissionDenied):
    """The second factor must be given again. The response redirects there and back."""


def require_recent_factor(factor_at: datetime | None) -> datetime:
    """Return when the second factor was given, if that is recent enough.

    Raises:
        FactorTooOldError: ``factor_at`` is None or more than five minutes ago.
    """
    if factor_at is None or timezone.now() - factor_at > FACTOR_LASTS:
        raise FactorTooOldError(_("Confirm that it is you to continue."))
    return factor_at


def require_in_force(by: Membership) -> None:
    """Refuse a membership that has ended, is unconfirmed or whose user is deactivated.

    Raises:
        PermissionDenied: checked in the database, so that a change of role takes effect at once.
    """
    if not Membership.objects.in_force().filter(pk=by.pk, role=by.role, party=by.party_id).exists():
        raise PermissionDenied(_("You do not have access at the moment."))


def require_writer(by: Membership, party: Party) -> None:
    """Require an editor or approver of the party.

    Raises:
        PermissionDenied: ``by`` is not one of the party's, or not in force.
    """
    if not by.writes or by.party_id != party.pk:
        raise PermissionDenied(
            _("Only editors and approvers in %(party)s can do this.") % {"party": party.code}
        )
    require_in_force(by)


def require_approver(by: Membership, party: Party) -> None:
    """Require an approver of the party, for publishing, returning, withdrawing and signing.

    Raises:
        PermissionDenied: ``by`` is not an approver of the party, or not in force.
    """
    if not by.approves or by.party_id != party.pk:
        raise PermissionDenied(
            _("Only an approver in %(party)s can do this.") % {"party": party.code}
        )
    require_in_force(by)


def require_other_person(by: Membership, *others: Membership) -> None:
    """Refuse to answer or countersign what the same person has done for the other party.

    Raises:
        PermissionDenied: one of ``others`` is an earlier membership of the same person.
    """
    if any(other.user_id == by.user_id for other in others):
        raise PermissionDenied(
            _("You have acted for the other party in this. Someone else in your party must do it.")
        )


def require_secretariat(by: Membership) -> None:
    """Require the secretariat, for managing people and meetings and opening evaluations.

    Raises:
        PermissionDenied: ``by`` is not the secretariat, or not in force.
    """
    if by.role != Role.SECRETARIAT:
        raise PermissionDenied(_("Only the secretariat can do this."))
    require_in_force(by)
