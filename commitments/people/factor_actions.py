"""A person's second factors: app, passkeys and recovery codes. The only code that writes them."""

from datetime import datetime
from typing import Final

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commitments.people import user_actions
from commitments.people.rights import require_recent_factor
from commitments.web import mail
from kvalitet.accounts import allauth_internals
from kvalitet.accounts.models import UsedCode, User

_CHANGED: Final = gettext_lazy("Your two-step verification in Kvalitetsavtalen has been changed")
_KEPT_PERIODS: Final = 10  # 30-second periods; a code is accepted in at most three of them
Type = Authenticator.Type


def are_set_up(user: User | AnonymousUser) -> bool:
    """Whether the person has an app or a passkey. Recovery codes alone are not enough."""
    return _has(user, Type.TOTP, Type.WEBAUTHN)


def takes_code(user: User) -> bool:
    """Whether the person can type a code, from an app or a recovery code."""
    return _has(user, Type.TOTP, Type.RECOVERY_CODES)


def takes_passkey(user: User) -> bool:
    """Whether the person has a passkey."""
    return _has(user, Type.WEBAUTHN)


def use_code(user: User, secret: str, code: str) -> None:
    """Mark an app's code as used; the database decides which of several attempts is first.

    Raises:
        ValidationError: the code has been used before (code ``used``).
    """
    period = allauth_internals.period_of(code, secret)
    try:
        with transaction.atomic():
            UsedCode.objects.create(user=user, period=period)
    except IntegrityError as error:
        text = _("The code has been used. Wait for the next one.")
        raise ValidationError(text, code="used") from error
    UsedCode.objects.filter(user=user, period__lt=period - _KEPT_PERIODS).delete()


def require_right_to_change(user: User, *, factor_at: datetime | None) -> None:
    """Require a recent second factor before another is added, if the person has one.

    Raises:
        FactorTooOldError: the person has a factor but has not given it recently.
    """
    if are_set_up(user):
        require_recent_factor(factor_at)


@transaction.atomic
def set_up_app(user: User, secret: str, *, factor_at: datetime | None) -> list[str]:
    """Add an authenticator app; return new recovery codes, or [] if the person has some.

    All other sessions of the person end.

    Raises:
        FactorTooOldError: the person has a factor but has not given it recently.
        ValidationError: the person already has an app (code ``app``).
    """
    _require_own_right(user, factor_at)
    if _has(user, Type.TOTP):
        raise ValidationError(_("You already have an app. Remove it first."), code="app")
    allauth_internals.add_app(user, secret)
    return _changed(user)


@transaction.atomic
def add_passkey(
    user: User, name: str, credential: dict[str, object], *, factor_at: datetime | None
) -> list[str]:
    """Add a passkey; return new recovery codes, or [] if the person has some.

    Raises:
        FactorTooOldError: the person has a factor but has not given it recently.
    """
    _require_own_right(user, factor_at)
    allauth_internals.add_passkey(user, name, credential)
    return _changed(user)


@transaction.atomic
def remove(authenticator: Authenticator, *, by: User, factor_at: datetime | None) -> None:
    """Remove an app or a passkey, but never the last one.

    Raises:
        FactorTooOldError: the factor has not been given recently.
        PermissionDenied: it is someone else's.
        ValidationError: it is the only one (code ``last``).
    """
    if authenticator.user_id != by.pk:
        raise PermissionDenied
    _require_own_right(by, factor_at)
    others = Authenticator.objects.filter(user=by, type__in=(Type.TOTP, Type.WEBAUTHN))
    if not others.exclude(pk=authenticator.pk).exists():
        text = _(
            "This is your only means of two-step verification. Add another app or passkey before"
            " you remove it."
        )
        raise ValidationError(text, code="last")
    others.filter(pk=authenticator.pk).delete()
    user_actions.end_sessions(by)
    _notify(by)


@transaction.atomic
def renew_recovery_codes(user: User, *, factor_at: datetime | None) -> list[str]:
    """Make ten new recovery codes and delete the old ones.

    Raises:
        FactorTooOldError: the factor has not been given recently.
        PermissionDenied: the person has no app or passkey that the codes could replace.
    """
    _require_own_right(user, factor_at)
    if not are_set_up(user):
        raise PermissionDenied
    Authenticator.objects.filter(user=user, type=Type.RECOVERY_CODES).delete()
    return _changed(user)


def untie_all(user: User) -> None:
    """Remove app, passkeys and recovery codes of a person who has lost them."""
    Authenticator.objects.filter(user=user).delete()


def start_over(user: User) -> None:
    """Remove every means to sign in: the person starts again from a link in an email."""
    untie_all(user)
    user.set_unusable_password()
    user.save(update_fields=["password"])
    user_actions.end_sessions(user)


def _require_own_right(user: User, factor_at: datetime | None) -> None:
    """Lock the person's row, so that two simultaneous changes run one after the other."""
    User.objects.select_for_update().get(pk=user.pk)
    require_right_to_change(user, factor_at=factor_at)


def _changed(user: User) -> list[str]:
    """End the other sessions; return recovery codes if they are new."""
    user_actions.end_sessions(user)
    _notify(user)
    if _has(user, Type.RECOVERY_CODES):
        return []
    return allauth_internals.add_recovery_codes(user)


def _notify(user: User) -> None:
    """Send an email, so that the person notices a change by someone else."""
    template = "account/email/factor_changed.txt"
    mail.send_on_commit(template, _CHANGED, user.email, user.language)


def _has(user: User | AnonymousUser, *types: str) -> bool:
    return bool(user.pk) and Authenticator.objects.filter(user_id=user.pk, type__in=types).exists()
