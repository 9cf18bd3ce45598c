"""Who may act: what every action asks of a membership; other rooms add their own questions."""

from datetime import datetime, timedelta
from typing import Final

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.models import Party
from commitments.people.models import Membership, Role

FACTOR_LASTS: Final = timedelta(minutes=5)  # OWASP ASVS 5.0.0, 7.5.3


class FactorTooOldError(PermissionDenied):
    """The second factor has to be given again before this step; the page leads there and back."""


def require_recent_factor(factor_at: datetime | None) -> datetime:
    """When the second factor was given; refused if that was too long ago, or never (None).

    Raises:
        FactorTooOldError: ``factor_at`` is more than five minutes ago.
    """
    if factor_at is None or timezone.now() - factor_at > FACTOR_LASTS:
        raise FactorTooOldError(_("Confirm that it is you to continue."))
    return factor_at


def require_in_force(by: Membership) -> None:
    """Refuse a membership that has ended, is unconfirmed or whose holder is deactivated.

    Raises:
        PermissionDenied: asked of the database, so that a change of role bites at once.
    """
    if not Membership.objects.in_force().filter(pk=by.pk, role=by.role, party=by.party_id).exists():
        raise PermissionDenied(_("You do not have access at the moment."))


def require_writer(by: Membership, party: Party) -> None:
    """Only editors and approvers of the party itself write what the party says.

    Raises:
        PermissionDenied: ``by`` acts for someone else or not at all.
    """
    if not by.writes or by.party_id != party.pk:
        raise PermissionDenied(
            _("Only editors and approvers in %(party)s can do this.") % {"party": party.code}
        )
    require_in_force(by)


def require_approver(by: Membership, party: Party) -> None:
    """Only approvers of the party itself publish, return and withdraw, and act for it in signing.

    Raises:
        PermissionDenied: ``by`` is no approver of the party.
    """
    if not by.approves or by.party_id != party.pk:
        raise PermissionDenied(
            _("Only an approver in %(party)s can do this.") % {"party": party.code}
        )
    require_in_force(by)


def require_other_person(by: Membership, *others: Membership) -> None:
    """Nobody answers or countersigns what the same person has done for the other party.

    Raises:
        PermissionDenied: one of ``others`` is an earlier membership of the same person.
    """
    if any(other.user_id == by.user_id for other in others):
        raise PermissionDenied(
            _("You have acted for the other party in this. Someone else in your party must do it.")
        )


def require_secretariat(by: Membership) -> None:
    """Only the secretariat keeps users, memberships, meetings and the opening of evaluations.

    Raises:
        PermissionDenied: ``by`` is not the secretariat.
    """
    if by.role != Role.SECRETARIAT:
        raise PermissionDenied(_("Only the secretariat can do this."))
    require_in_force(by)
