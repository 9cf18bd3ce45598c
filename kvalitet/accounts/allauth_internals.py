"""The only module that uses allauth's internal functions.

A new version may change them without notice. The tests of this module say what must not change.
"""

from allauth.account.internal.flows import login
from allauth.account.models import Login
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.webauthn.internal import auth as webauthn
from django.http import HttpRequest, HttpResponse

from kvalitet.accounts.models import User

__all__ = ["AuthenticateStage"]


def record_authentication(request: HttpRequest, user: User, method: str, **facts: object) -> None:
    """Record in the session that the user has authenticated, and with which method."""
    login.record_authentication(request, user, method, **facts)


def sign_in_with_password(request: HttpRequest, user: User, onwards: str) -> HttpResponse:
    """Sign in a user who has just set a password, after asking for the second factor."""
    pending = Login(user=user, redirect_url=onwards)
    response: HttpResponse = login.perform_password_login(request, {"email": user.email}, pending)
    return response


def add_app(user: User, secret: str) -> None:
    """Store an authenticator app."""
    totp.TOTP.activate(user, secret)


def app_secret(authenticator: Authenticator) -> str:
    """Return the stored secret of an authenticator app."""
    return str(get_adapter().decrypt(authenticator.data["secret"]))


def forget_app_secret(request: HttpRequest) -> None:
    """Delete the secret that the session has while an app is being set up."""
    totp.clear_totp_secret(request)


def period_of(code: str, secret: str) -> int:
    """Return the 30-second period, counted from 1970, that a valid app code belongs to."""
    digits = "".join(code.split())
    periods: list[int] = list(totp.yield_hotp_counters_from_time())
    [found, *_later] = [period for period in periods if code_of(period, secret) == digits]
    return found


def code_of(period: int, secret: str) -> str:
    """Return the code that an app shows in a period."""
    return str(totp.format_hotp_value(totp.hotp_value(secret, period)))


def add_passkey(user: User, name: str, credential: dict[str, object]) -> None:
    """Store a passkey that a browser has created."""
    webauthn.WebAuthn.add(user, name, credential)


def new_passkey_options(user: User) -> dict[str, object]:
    """Return the options that a browser needs to create a passkey."""
    return dict(webauthn.begin_registration(user, passwordless=False))


def passkey_options(user: User) -> dict[str, object]:
    """Return the options that a browser needs to use one of the user's passkeys."""
    return dict(webauthn.begin_authentication(user))


def add_recovery_codes(user: User) -> list[str]:
    """Create and store recovery codes."""
    return unused_codes(RecoveryCodes.activate(user).instance)


def unused_codes(authenticator: Authenticator) -> list[str]:
    """Return the recovery codes that have not been used."""
    return list(authenticator.wrap().get_unused_codes())
