"""A person's telephone: the app that shows codes, the codes on paper, a sign-in by form."""

import time
from typing import Final

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.test import Client

from kvalitet.accounts.models import User

PASSWORD: Final = "riktig hest batteri stift"
PERIOD: Final = 30  # seconds that a code is shown


def with_app(user: User) -> str:
    """Set up an app and recovery codes for the person; the app's key."""
    secret: str = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return secret


def code(secret: str, *, later: int = 0) -> str:
    """What the app shows now, or so many codes later."""
    period = int(time.time()) // PERIOD + later
    return str(totp.format_hotp_value(totp.hotp_value(secret, period)))


def recovery_code(user: User) -> str:
    """The next recovery code that has not been used."""
    row = Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES)
    return str(row.wrap().get_unused_codes()[0])


def sign_in(client: Client, email: str, *, password: str = PASSWORD, **fields: str) -> str:
    """Where the forms of sign-in lead in the end, or "" where one is shown again."""
    answer = client.post("/konto/inn/", {"login": email, "password": password, **fields})
    if answer.get("Location") == "/konto/inn/faktor/":
        user = User.objects.get(email=email.strip().lower())
        answer = client.post("/konto/inn/faktor/", {"code": recovery_code(user)})
    return answer.get("Location", "")
