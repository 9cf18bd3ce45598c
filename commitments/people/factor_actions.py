"""Second factors: app, passkeys and recovery codes of a person; the only writers of them."""

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
_KEPT_PERIODS: Final = 10  # half minutes; a code is accepted in three of them at most
Type = Authenticator.Type


def are_set_up(user: User | AnonymousUser) -> bool:
    """Whether the person has an app or a passkey; recovery codes alone are no factor."""
    return _has(user, Type.TOTP, Type.WEBAUTHN)


def takes_code(user: User) -> bool:
    """Whether a typed code can be asked for: of the app, or one of the recovery codes."""
    return _has(user, Type.TOTP, Type.RECOVERY_CODES)


def takes_passkey(user: User) -> bool:
    """Whether the person has a passkey."""
    return _has(user, Type.WEBAUTHN)


def use_code(user: User, secret: str, code: str) -> None:
    """Use up a code of the app; the database decides which of several tries is the first.

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
    """Whoever has a second factor gives it before another is added.

    Raises:
        FactorTooOldError: the person has a factor, and it was not given lately.
    """
    if are_set_up(user):
        require_recent_factor(factor_at)


@transaction.atomic
def set_up_app(user: User, secret: str, *, factor_at: datetime | None) -> list[str]:
    """Tie an authenticator app to the person; new recovery codes where there were none, else [].

    Every other session of the person ends.

    Raises:
        FactorTooOldError: the person has a factor, and it was not given lately.
        ValidationError: there is an app already (code ``app``).
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
    """Tie a passkey to the person; new recovery codes where there were none, else [].

    Raises:
        FactorTooOldError: the person has a factor, and it was not given lately.
    """
    _require_own_right(user, factor_at)
    allauth_internals.add_passkey(user, name, credential)
    return _changed(user)


@transaction.atomic
def remove(authenticator: Authenticator, *, by: User, factor_at: datetime | None) -> None:
    """Untie an app or a passkey, but never the last one.

    Raises:
        FactorTooOldError: the factor was not given lately.
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
    """Ten new recovery codes; the old ones work no more.

    Raises:
        FactorTooOldError: the factor was not given lately.
        PermissionDenied: the person has no factor that they would stand in for.
    """
    _require_own_right(user, factor_at)
    if not are_set_up(user):
        raise PermissionDenied
    Authenticator.objects.filter(user=user, type=Type.RECOVERY_CODES).delete()
    return _changed(user)


def untie_all(user: User) -> None:
    """Remove the app, the passkeys and the recovery codes of someone who has lost them."""
    Authenticator.objects.filter(user=user).delete()


def start_over(user: User) -> None:
    """Leave nothing to sign in with: the person sets up all of it from a link in the mailbox."""
    untie_all(user)
    user.set_unusable_password()
    user.save(update_fields=["password"])
    user_actions.end_sessions(user)


def _require_own_right(user: User, factor_at: datetime | None) -> None:
    """The person's row is locked: two changes at once are taken in turn."""
    User.objects.select_for_update().get(pk=user.pk)
    require_right_to_change(user, factor_at=factor_at)


def _changed(user: User) -> list[str]:
    """End the other sessions; the recovery codes where these are new."""
    user_actions.end_sessions(user)
    _notify(user)
    if _has(user, Type.RECOVERY_CODES):
        return []
    return allauth_internals.add_recovery_codes(user)


def _notify(user: User) -> None:
    """A mail, so that a change by someone else does not go unseen; it holds nothing up."""
    template = "account/email/factor_changed.txt"
    mail.send_on_commit(template, _CHANGED, user.email, user.language)


def _has(user: User | AnonymousUser, *types: str) -> bool:
    return bool(user.pk) and Authenticator.objects.filter(user_id=user.pk, type__in=types).exists()
