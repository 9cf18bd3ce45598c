"""A person's telephone: the app that shows codes, the codes on paper, a sign-in by form."""

import base64
import secrets
import time
from typing import Final

from allauth.mfa.models import Authenticator
from django.test import Client

from kvalitet.accounts import allauth_internals
from kvalitet.accounts.models import User

PASSWORD: Final = "riktig hest batteri stift"
PERIOD: Final = 30  # seconds that a code is shown


def with_app(user: User) -> str:
    """Set up an app and recovery codes for the person; the app's key."""
    secret = base64.b32encode(secrets.token_bytes(20)).decode()
    allauth_internals.add_app(user, secret)
    allauth_internals.add_recovery_codes(user)
    return secret


def code(secret: str, *, later: int = 0) -> str:
    """What the app shows now, or so many codes later."""
    return allauth_internals.code_of(int(time.time()) // PERIOD + later, secret)


def recovery_code(user: User) -> str:
    """The next recovery code that has not been used."""
    row = Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES)
    return allauth_internals.unused_codes(row)[0]


def sign_in(client: Client, email: str, *, password: str = PASSWORD, **fields: str) -> str:
    """Where the forms of sign-in lead in the end, or "" where one is shown again."""
    answer = client.post("/konto/inn/", {"login": email, "password": password, **fields})
    if answer.get("Location") == "/konto/inn/faktor/":
        user = User.objects.get(email=email.strip().lower())
        answer = client.post("/konto/inn/faktor/", {"code": recovery_code(user)})
    return answer.get("Location", "")
