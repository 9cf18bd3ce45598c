"""Invitations: sent, withdrawn and accepted. The only code that writes them."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import Party
from commitments.foundation.history_rows import record
from commitments.people import membership_actions, user_actions
from commitments.people.invitation_models import LASTS, Invitation, hash_of
from commitments.people.models import Membership
from commitments.people.rights import require_recent_factor, require_secretariat
from commitments.places.models import Office
from commitments.web import mail
from kvalitet.accounts.models import User

_SUBJECT: Final = gettext_lazy("Invitation to Kvalitetsavtalen")


@transaction.atomic
def invite(  # noqa: PLR0913 (what the form asks for, all by name)
    *,
    by: Membership,
    factor_at: datetime | None,
    email: str,
    name: str,
    role: str,
    party: Party | None = None,
    offices: Sequence[Office] = (),
    language: str = settings.LANGUAGE_CODE,
) -> Invitation:
    """Create an invitation, and email its link after the commit.

    An earlier open invitation to the same address is withdrawn.

    Args:
        by: the secretariat.
        factor_at: when its session last proved a second factor.
        email: where the link is sent; the account that accepts has this address.
        name: of the person, who may correct it; an existing account keeps its name.
        role: editor, approver, office viewer or secretariat.
        party: for editors and approvers, otherwise None.
        offices: for office viewers one or more of the time, otherwise none.
        language: of the email and of a new account; an existing account keeps its language.

    Raises:
        PermissionDenied: ``by`` is not the secretariat; ``FactorTooOldError``.
        ValidationError: keyed by field; codes ``required``, ``invalid``, ``invalid_choice``,
            ``unreadable``, ``max_length``, ``inactive``, ``invited`` (by someone else at the same
            moment), and ``open_membership`` if the person already acts in this role.
    """
    require_secretariat(by)
    require_recent_factor(factor_at)
    membership_actions.require_fitting(role, party, offices)
    address, checked = user_actions.checked_email(email), user_actions.checked_name(name)
    user = _free(address, role, party)
    for earlier in Invitation.objects.select_for_update().open().filter(email=address):
        _end(earlier, by)
    token, now = secrets.token_urlsafe(32), timezone.now()
    invitation = Invitation(
        email=address,
        name=checked,
        language=user.language if user else user_actions.checked_language(language),
        role=role,
        party=party,
        token_hash=hash_of(token),
        sent_at=now,
        sent_by=by,
        expires_at=now + LASTS,
    )
    try:
        with transaction.atomic():
            record(invitation, user=by.user, offices=offices)
    except IntegrityError as error:
        invalid = ValidationError(_("The person has just been invited."), code="invited")
        raise ValidationError({"email": invalid}) from error
    _send(invitation, token)
    return invitation


@transaction.atomic
def end(invitation: Invitation, *, by: Membership, factor_at: datetime | None) -> Invitation:
    """Withdraw the invitation, so that its link stops working. Repeating it changes nothing.

    Raises:
        PermissionDenied: ``by`` is not the secretariat; ``FactorTooOldError``.
        ValidationError: it has been accepted (code ``accepted``).
    """
    require_secretariat(by)
    require_recent_factor(factor_at)
    current = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if current.accepted_at is not None:
        text = _("The invitation has been accepted. End the person's access instead.")
        raise ValidationError(text, code="accepted")
    if current.ended_at is None:
        _end(current, by)
    return current


@transaction.atomic
def accept_as_new(invitation: Invitation, *, name: str, password: str) -> Membership:
    """Create the account and its membership; a party's membership needs confirmation.

    Raises:
        ValidationError: keyed ``name`` or ``password1``; code ``used``: the link no longer works.
        PermissionDenied: the address has an account with a password: sign in to accept.
    """
    current = _locked(invitation)
    user = User.objects.filter(email=current.email).first()
    if user is not None and user.has_usable_password():
        raise PermissionDenied(_("You have an account. Sign in to accept the invitation."))
    checked = user_actions.checked_name(name)
    try:
        validate_password(password, user or User(email=current.email, name=checked))
    except ValidationError as error:
        raise ValidationError({"password1": error}) from error
    person = {"email": current.email, "name": checked, "language": current.language}
    user = user_actions.find_or_make(**person, by=current.sent_by)
    user.set_password(password)
    user.save(update_fields=["password"])
    return _accept(current, user)


@transaction.atomic
def accept(invitation: Invitation, *, by: User) -> Membership:
    """Create the membership of a person with an account, and end the open one.

    What the person has written stays with the old membership. All the person's sessions end.

    Raises:
        PermissionDenied: the invitation is to another address.
        ValidationError: the link no longer works (code ``used``).
    """
    current = _locked(invitation)
    if by.email != current.email or not by.is_active:
        raise PermissionDenied(_("This invitation was sent to another address."))
    return _accept(current, by)


def _accept(invitation: Invitation, user: User) -> Membership:
    membership_actions.leave(user)
    membership = membership_actions.take_up(
        user,
        role=invitation.role,
        party=invitation.party,
        offices=list(invitation.offices.all()),
        by=invitation.sent_by,
    )
    invitation.accepted_at, invitation.accepted_by = timezone.now(), membership
    record(invitation, user=user)
    user_actions.end_sessions(user)
    return membership


def _locked(invitation: Invitation) -> Invitation:
    """Lock the invitation until it is accepted: of two clicks, the second finds it used."""
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("party", "sent_by")
    current = rows.get(pk=invitation.pk)
    if not current.works:
        raise ValidationError(_("The link has been used or no longer works."), code="used")
    return current


def _end(invitation: Invitation, by: Membership) -> None:
    invitation.ended_at, invitation.ended_by = timezone.now(), by
    record(invitation, user=by.user)


def _free(email: str, role: str, party: Party | None) -> User | None:
    """Return the address's account, unless it is deactivated or already has the role."""
    user = User.objects.filter(email=email).first()
    if user is not None and not user.is_active:
        text = _("The person is deactivated. Activate the account first.")
        raise ValidationError({"email": ValidationError(text, code="inactive")})
    rows = Membership.objects.open().filter(user__email=email, role=role, party=party)
    if rows.exclude(offices__isnull=False).exists():
        text = _("The person already has this role.")
        raise ValidationError({"email": ValidationError(text, code="open_membership")})
    return user


def _send(invitation: Invitation, token: str) -> None:
    """Email the link after the commit. If that fails, the secretariat can invite again."""
    mail.send_on_commit(
        "account/email/invitation.txt",
        _SUBJECT,
        invitation.email,
        invitation.language,
        path=reverse_lazy("commitments:invitation_accept", args=[token]),
        name=invitation.name,
        role=invitation.role,
        party=invitation.party.code if invitation.party else "",
        offices=list(invitation.offices.values_list("name", flat=True)),
        days=LASTS.days,
    )
