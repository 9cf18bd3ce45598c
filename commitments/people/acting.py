"""The person or membership that acts in the workspace."""

from typing import Final

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commitments.people.models import Membership, Role
from kvalitet.accounts.models import User

_NO_WRITER: Final = gettext_lazy("Only editors and approvers in a party can record progress.")


def person(request: HttpRequest) -> User:
    """Read the signed-in person's row again. Only for views that require sign-in."""
    return User.objects.get(pk=str(request.user.pk))


def acting(request: HttpRequest) -> Membership:
    """Return the membership under which the person acts, whatever the role.

    Raises:
        PermissionDenied: the person has no membership in force.
    """
    by = Membership.acting(request.user)
    if by is None:
        raise PermissionDenied(_("Only an approver in the party can do this."))
    return by


def writer(request: HttpRequest, refusal: Promise = _NO_WRITER) -> Membership:
    """Return the membership under which an editor or approver acts.

    Raises:
        PermissionDenied: the person has no such membership in force; ``refusal`` is its text.
    """
    by = Membership.acting(request.user)
    if by is None or not by.writes:
        raise PermissionDenied(refusal)
    return by


def secretariat(request: HttpRequest) -> Membership:
    """Return the membership under which a member of the secretariat acts.

    Raises:
        PermissionDenied: the person has no such membership in force.
    """
    acting = Membership.acting(request.user)
    if acting is None or acting.role != Role.SECRETARIAT:
        raise PermissionDenied(_("Only the secretariat can do this."))
    return acting
