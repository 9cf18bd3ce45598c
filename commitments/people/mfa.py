"""Second factors in allauth: names, address, QR code and pending sign-ins."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kvalitet.accounts.allauth_internals import AuthenticateStage
from kvalitet.accounts.models import User
from kvalitet.accounts.open_sessions import browser_named

NAME = "Kvalitetsavtalen"
_HASH: Final = "session_hash"  # key in a pending sign-in; set when the password is checked


@dataclass(frozen=True, slots=True)
class Picture:
    """A QR code as one SVG path: ``side`` squares each way, with the dark ones drawn."""

    side: int
    path: str


def picture_of(text: str) -> Picture:
    """Make the QR code of a text, with the white border that readers need."""
    import qrcode  # noqa: PLC0415  # heavy, with a library for pictures

    code = qrcode.QRCode()
    code.add_data(text)
    rows = code.get_matrix()
    dark = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, on in enumerate(row) if on)
    return Picture(len(rows), "".join(dark))


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """Adapts allauth's second factors to the portal."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("The code is wrong or has already been used."),
    }

    def generate_authenticator_name(self, *_asked_for: object) -> str:
        """Name a new passkey after the browser until its owner renames it."""
        user_agent = context.request.headers.get("User-Agent", "")
        return browser_named(user_agent) or gettext("passkey")

    def get_totp_issuer(self) -> str:
        """Return the portal's name in the person's app."""
        return NAME

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return the configured host, never a request's: passkeys work only there."""
        return {"id": urlsplit(settings.ORIGIN).hostname or "", "name": NAME}

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, object]:
        """Describe the person, for the browser's name of the passkey."""
        return {"id": str(user.pk).encode(), "display_name": str(user), "name": user.email}

    def send_notification_mail(self, *args: object, **kwargs: object) -> None:
        """Do nothing: the actions of second factors send our own emails."""


class FactorStage(AuthenticateStage):  # type: ignore[misc]  # allauth ships no types
    """The stage of a sign-in between the password and the second factor.

    A pending sign-in ends when sessions do: with a new password or a new round of sessions.
    """

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Abort the sign-in if sessions have been ended since the password was checked.

        allauth creates the stage in every request that continues a sign-in, and signs in the same
        ``User`` object that is compared here. If the password changes during the request, the new
        session is therefore already invalid.

        Raises:
            ImmediateHttpResponse: a redirect to the sign-in page.
        """
        super().__init__(*args, **kwargs)
        stored_hash = self.state.get(_HASH)
        if stored_hash and not constant_time_compare(stored_hash, self._hash_now()):
            message = gettext("You were signed out before the sign-in was complete. Sign in again.")
            messages.error(self.request, message)
            raise ImmediateHttpResponse(self.abort())

    def handle(self) -> tuple[object, bool]:
        """Store the session hash, then request the second factor if the person has one.

        Called once, when the password has just been checked.
        """
        self.state[_HASH] = self._hash_now()
        response, goes_on = super().handle()
        return response, goes_on

    def _hash_now(self) -> str:
        user: User = self.login.user
        return user.get_session_auth_hash()
