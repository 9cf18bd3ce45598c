"""Removing a lost two-step verification: requested, agreed to, or withdrawn."""

from datetime import datetime
from typing import Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commitments.foundation.history_rows import record
from commitments.people import factor_actions, user_actions
from commitments.people.factor_reset_models import LASTS, FactorReset
from commitments.people.models import Membership, MembershipQuerySet, Role
from commitments.people.rights import require_approver, require_recent_factor, require_secretariat
from commitments.web import mail
from kvalitet.accounts.models import User
from kvalitet.guard.logs import note_on_commit

_ASKED: Final = gettext_lazy(
    "Someone asks to remove your two-step verification in Kvalitetsavtalen"
)
_TO_ANSWER: Final = gettext_lazy(
    "Someone in your party asks for help to sign in to Kvalitetsavtalen"
)
_DONE: Final = gettext_lazy("Your two-step verification in Kvalitetsavtalen is removed")


@transaction.atomic
def ask(user: User, *, by: Membership, factor_at: datetime | None) -> FactorReset | None:
    """Ask the person's party to agree; for a person without a party, remove it at once (None).

    A person who has acted for a party starts again from the mailbox: the password goes too, so that
    ending the access first gives nobody a sign-in. The person is told by email. A repeated request
    returns the first one; lapsed requests are withdrawn.

    Raises:
        PermissionDenied: ``by`` is not the secretariat, or the user is a superuser;
            ``FactorTooOldError``.
        ValidationError: it is one's own account (code ``oneself``), the person has nothing to
            remove (``none``), or the party has no other approver (``no_approver``).
    """
    current = user_actions.locked_for_secretariat(user, by)
    require_recent_factor(factor_at)
    if current.pk == by.user_id:
        text = _("Someone else in the secretariat must remove your two-step verification.")
        raise ValidationError(text, code="oneself")
    if not factor_actions.are_set_up(current):
        text = _("The person has not set up two-step verification.")
        raise ValidationError(text, code="none")
    membership = Membership.objects.open().of_person(current).select_related("party").first()
    if membership is None or membership.party is None:
        former = Membership.objects.of_person(current).of_parties().exists()
        _take_away(current, by, from_mailbox=former)
        return None
    if not who_may_agree(membership).exists():
        text = _("%(party)s has no other approver who can agree to this.")
        raise ValidationError(text, code="no_approver", params={"party": membership.party.code})
    return _request(membership, by)


@transaction.atomic
def agree(request: FactorReset, *, by: Membership, factor_at: datetime | None) -> FactorReset:
    """Agree to the secretariat's request, which removes the two-step verification.

    Raises:
        PermissionDenied: ``by`` is not an approver of the person's party, or is the person or
            the requester; or the user is a superuser; ``FactorTooOldError``.
        ValidationError: the request has been answered or has lapsed (code ``answered``).
    """
    current = _locked(request)
    require_other_approver(current, by)
    require_recent_factor(factor_at)
    user = current.membership.user
    if user.is_superuser:
        raise PermissionDenied(_("Superusers can be changed only from the command line."))
    if not FactorReset.objects.awaiting_answer().filter(pk=current.pk).exists():
        raise _answered()
    current.agreed_at, current.agreed_by = timezone.now(), by
    record(current, user=by.user)
    _take_away(user, by)
    return current


@transaction.atomic
def end(request: FactorReset, *, by: Membership, factor_at: datetime | None) -> FactorReset:
    """Withdraw the request as the secretariat, or decline it as an approver of the party.

    Raises:
        PermissionDenied: ``by`` is neither; ``FactorTooOldError``.
        ValidationError: the request has been answered (code ``answered``).
    """
    current = _locked(request)
    if by.role == Role.SECRETARIAT:
        require_secretariat(by)
    else:
        require_other_approver(current, by)
    require_recent_factor(factor_at)
    if current.agreed_at is not None or current.ended_at is not None:
        raise _answered()
    _end(current, by)
    return current


def who_may_agree(membership: Membership) -> MembershipQuerySet:
    """Return the party's approvers in force, except the person."""
    return Membership.objects.approving_for(membership.party).exclude(user=membership.user_id)


def require_other_approver(request: FactorReset, by: Membership) -> None:
    """Require another approver of the person's party.

    Raises:
        PermissionDenied: ``by`` is not an approver of it, or is the person or the requester.
    """
    party = request.membership.party
    if party is None or by.user_id in {request.membership.user_id, request.asked_by.user_id}:
        raise PermissionDenied(_("Another approver in the party must agree to this."))
    require_approver(by, party)


def _request(membership: Membership, by: Membership) -> FactorReset:
    rows = FactorReset.objects.of(membership)
    waiting = rows.awaiting_answer().first()
    if waiting is not None:
        return waiting
    for lapsed in rows.unanswered():
        _end(lapsed, by)
    request = FactorReset(membership=membership, asked_by=by)
    record(request, user=by.user)
    _note("factor_reset_asked", request, by)
    party = membership.party.code if membership.party else ""
    template = "account/email/factor_reset_asked.txt"
    _notify(membership.user, template, _ASKED, party=party, days=LASTS.days)
    path = reverse_lazy("commitments:factor_reset_agree", args=[membership.pk])
    for approver in who_may_agree(membership).select_related("user"):
        template = "account/email/factor_reset_to_answer.txt"
        _notify(approver.user, template, _TO_ANSWER, party=party, days=LASTS.days, path=path)
    return request


def _take_away(user: User, by: Membership, *, from_mailbox: bool = False) -> None:
    """Remove the factors, end the sessions and send the email.

    ``from_mailbox``: remove the password too.
    """
    if from_mailbox:
        factor_actions.start_over(user)
    else:
        factor_actions.untie_all(user)
        user_actions.end_sessions(user)
    note_on_commit("factors_removed", person=user.pk, user_id=by.user_id)
    party = by.party.code if by.party else ""
    template = "account/email/factor_reset_done.txt"
    _notify(user, template, _DONE, party=party, from_mailbox=from_mailbox)


def _end(request: FactorReset, by: Membership) -> None:
    request.ended_at, request.ended_by = timezone.now(), by
    record(request, user=by.user)
    _note("factor_reset_ended", request, by)


def _locked(request: FactorReset) -> FactorReset:
    """Read after locking the person: of two simultaneous answers, the second sees the first."""
    User.objects.select_for_update().get(pk=request.membership.user_id)
    rows = FactorReset.objects.select_related("membership__user", "membership__party")
    return rows.select_related("asked_by").get(pk=request.pk)


def _answered() -> ValidationError:
    text = _("The request has been answered, or has lapsed.")
    return ValidationError(text, code="answered")


def _note(event: str, request: FactorReset, by: Membership) -> None:
    person = request.membership.user_id
    note_on_commit(event, request=request.pk, person=person, user_id=by.user_id)


def _notify(user: User, template: str, subject: Promise, **values: object) -> None:
    """Send an email after the commit. Its failure undoes nothing."""
    mail.send_on_commit(template, subject, user.email, user.language, **values)
