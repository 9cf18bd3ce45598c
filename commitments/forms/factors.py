"""The forms of second factors: those of allauth with our words, and codes that work once."""

from typing import Any

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, ReauthenticateWebAuthnForm
from django import forms
from django.utils.translation import gettext as _

from commitments.actions import factors

LONGEST_NAME = 60  # characters


def _name_code(form: forms.Form) -> None:
    field = form.fields["code"]
    field.label = _("Code")
    field.widget.attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code"}
    field.widget.attrs.pop("placeholder", None)


class _OnceMixin:
    """A code of the app is used up when it is found right."""

    def clean_code(self) -> str:
        """The code, now used."""
        code: str = super().clean_code()  # type: ignore[misc]  # the form of allauth beside it
        authenticator: Authenticator = self.authenticator  # type: ignore[attr-defined]
        if authenticator.type == Authenticator.Type.TOTP:
            factors.use_code(authenticator.user, factors.secret_of(authenticator), code)
        return code


class CodeForm(_OnceMixin, AuthenticateForm):  # type: ignore[misc]  # allauth ships no types
    """The code asked for after the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Name the field in our words."""
        super().__init__(*args, **kwargs)
        _name_code(self)


class CodeAgainForm(_OnceMixin, ReauthenticateForm):  # type: ignore[misc]  # allauth ships no types
    """The code asked for again before a step that needs it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Name the field in our words."""
        super().__init__(*args, **kwargs)
        _name_code(self)


class PasskeyAgainForm(ReauthenticateWebAuthnForm):  # type: ignore[misc]  # allauth ships no types
    """The passkey asked for again before a step that needs it."""


class AppForm(ActivateTOTPForm):  # type: ignore[misc]  # allauth ships no types
    """The first code of an app that is being set up; it works once, like every other."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Name the field in our words."""
        super().__init__(*args, **kwargs)
        _name_code(self)

    def clean_code(self) -> str:
        """The code, now used."""
        code: str = super().clean_code()
        factors.use_code(self.user, self.secret, code)
        return code


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]  # allauth ships no types
    """What the browser made for a new passkey, and the name its owner gives it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Name the field in our words."""
        super().__init__(*args, **kwargs)
        name = forms.CharField(
            label=_("Name of the passkey"),
            max_length=LONGEST_NAME,
            help_text=_("For example «work laptop». Only you see it."),
        )
        self.fields["name"] = name
