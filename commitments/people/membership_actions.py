"""Memberships: whom people act for. The only code that writes them, one function per verb."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.models import Party
from commitments.foundation.history_rows import record
from commitments.people import factor_actions, user_actions
from commitments.people.models import PARTY_ROLES, Membership, Role
from commitments.people.rights import require_approver, require_recent_factor, require_secretariat
from commitments.places.models import Office
from kvalitet.accounts.models import User
from kvalitet.guard.logs import note_on_commit


@transaction.atomic
def appoint(
    *,
    email: str,
    name: str,
    party: Party,
    language: str = settings.LANGUAGE_CODE,
    invite: bool = False,
) -> Membership:
    """Appoint a party's first approver, already confirmed. Only the command line calls this.

    With ``invite`` the person starts from the link in an email, even if there was an account.

    Raises:
        ValidationError: the party has an approver in force (code ``appointed``), or as for
            ``invitation_actions.invite``.
    """
    # Makes two simultaneous commands run one after the other.
    Party.objects.select_for_update().get(pk=party.pk)
    if Membership.objects.approving_for(party).exists():
        raise ValidationError(
            _("%(party)s already has an approver. Approvers confirm other people."),
            code="appointed",
            params={"party": party.code},
        )
    person = {"email": email, "name": name, "language": language}
    return _appointed(person, Membership(role=Role.APPROVER, party=party), invite=invite)


@transaction.atomic
def appoint_secretariat(
    *, email: str, name: str, language: str = settings.LANGUAGE_CODE, invite: bool = False
) -> Membership:
    """Appoint the secretariat's first member. Only the command line calls this.

    Raises:
        ValidationError: the secretariat has a member in force (code ``appointed``), or as for
            ``invitation_actions.invite``.
    """
    list(Party.objects.select_for_update().order_by("pk"))  # as in ``appoint``
    if Membership.objects.in_force().filter(role=Role.SECRETARIAT).exists():
        raise ValidationError(
            _("The secretariat already has a member, who adds the others."), code="appointed"
        )
    person = {"email": email, "name": name, "language": language}
    return _appointed(person, Membership(role=Role.SECRETARIAT), invite=invite)


@transaction.atomic
def add_person(  # noqa: PLR0913 (who, for whom and by whom, all by name)
    *,
    by: Membership,
    email: str,
    name: str,
    role: str,
    party: Party | None = None,
    offices: Sequence[Office] = (),
) -> Membership:
    """Create a membership without an invitation. Only commands that fill a database call this.

    Raises:
        PermissionDenied: ``by`` is not the secretariat.
        ValidationError: as for ``invitation_actions.invite``.
    """
    require_secretariat(by)
    require_fitting(role, party, offices)
    user = user_actions.find_or_make(email=email, name=name, by=by)
    return take_up(user, role=role, party=party, offices=offices, by=by)


def take_up(
    user: User, *, role: str, party: Party | None, offices: Sequence[Office], by: Membership
) -> Membership:
    """Create a membership. A party's is in force once one of its approvers has confirmed it.

    Raises:
        ValidationError: the person has an open one (keyed ``email``, code ``open_membership``).
    """
    membership = Membership(user=user, role=role, party=party, started_by=by)
    _open(membership, by=by, offices=offices)
    return membership


def leave(user: User) -> None:
    """End the person's open membership, if any, at the person's own request."""
    rows = Membership.objects.select_for_update(of=("self",)).open().filter(user=user)
    for current in rows:
        current.ended_at, current.ended_by = timezone.now(), current
        record(current, user=user)


@transaction.atomic
def confirm(membership: Membership, *, by: Membership, factor_at: datetime | None) -> Membership:
    """Confirm the membership, which is then in force. Repeating it changes nothing.

    Raises:
        PermissionDenied: ``by`` is not an approver of the membership's party, or it is one's own;
            ``FactorTooOldError`` if the second factor has not been given recently.
        ValidationError: the membership has ended (code ``ended``).
    """
    current = _locked(membership)
    if current.party is None:
        raise PermissionDenied(_("Only access for a party needs confirmation."))
    if current.user_id == by.user_id:
        raise PermissionDenied(_("Another approver must confirm your access."))
    require_approver(by, current.party)
    require_recent_factor(factor_at)
    if current.ended_at is not None:
        raise ValidationError(_("The access has ended."), code="ended")
    if current.confirmed_at is None:
        current.confirmed_at, current.confirmed_by = timezone.now(), by
        record(current, user=by.user)
        _note("membership_confirmed", current, by)
    return current


@transaction.atomic
def end(membership: Membership, *, by: Membership, factor_at: datetime | None) -> Membership:
    """End the membership and all the person's sessions. Repeating it changes nothing.

    Raises:
        PermissionDenied: ``by`` is neither the secretariat, nor an approver of the party, nor
            the membership itself; ``FactorTooOldError``.
    """
    current = _locked(membership)
    _require_may_end(current, by)
    require_recent_factor(factor_at)
    if current.ended_at is None:
        current.ended_at, current.ended_by = timezone.now(), by
        record(current, user=by.user)
        user_actions.end_sessions(current.user)
        _note("membership_ended", current, by)
    return current


def _appointed(person: dict[str, str], membership: Membership, *, invite: bool) -> Membership:
    membership.user = user_actions.find_or_make(**person, by=None)
    membership.confirmed_at = timezone.now()
    _open(membership, by=None)
    if invite:
        factor_actions.start_over(membership.user)
        user_actions.invite(membership.user)
    return membership


def _open(membership: Membership, *, by: Membership | None, offices: Sequence[Office] = ()) -> None:
    """Save the membership. The constraint refuses a second open one."""
    try:
        with transaction.atomic():
            record(membership, user=by.user if by else None, offices=offices)
            _note("membership_started", membership, by)
    except IntegrityError as error:
        text = _("The person already has access. End it first.")
        invalid = ValidationError(text, code="open_membership")
        raise ValidationError({"email": invalid}) from error


def _note(event: str, membership: Membership, by: Membership | None) -> None:
    """Log every change of rights."""
    note_on_commit(
        event,
        membership=membership.pk,
        role=membership.role,
        person=membership.user_id,
        user_id=by.user_id if by else None,
    )


def _locked(membership: Membership) -> Membership:
    return (
        Membership.objects.select_for_update(of=("self",))
        .select_related("user", "party")
        .get(pk=membership.pk)
    )


def require_fitting(role: str, party: Party | None, offices: Sequence[Office]) -> None:
    """Refuse a role without the party or offices it needs, or with ones it does not have."""
    errors = {}
    if role not in Role.values:
        errors["role"] = ValidationError(_("Choose one of the roles."), code="invalid_choice")
    elif role in PARTY_ROLES and party is None:
        errors["party"] = ValidationError(_("Choose a party."), code="required")
    elif role not in PARTY_ROLES and party is not None:
        text = _("Only editors and approvers act for a party. Leave the field empty.")
        errors["party"] = ValidationError(text, code="invalid")
    if role == Role.OFFICE_VIEWER and not offices:
        errors["offices"] = ValidationError(_("Choose at least one office."), code="required")
    elif role != Role.OFFICE_VIEWER and offices:
        text = _("Only office viewers have offices. Leave the field empty.")
        errors["offices"] = ValidationError(text, code="invalid")
    if errors:
        raise ValidationError(dict(errors))


def _require_may_end(current: Membership, by: Membership) -> None:
    if by.pk == current.pk:
        return
    if current.party is not None and by.approves:
        require_approver(by, current.party)
    else:
        require_secretariat(by)
