"""The forms of second factors: those of allauth with our words, and codes that work once."""

from collections.abc import Callable
from typing import Final, TypeVar

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commitments.people import factor_actions
from commitments.web.form_errors import VisibleTextField
from kvalitet.accounts.allauth_internals import app_secret
from kvalitet.accounts.models import User
from kvalitet.guard import limits

LONGEST_NAME: Final = 60  # characters
_UNREADABLE: Final = gettext_lazy("The passkey could not be used. Try again.")

Found = TypeVar("Found")


def _name_code(field: forms.Field, help_text: str) -> None:
    field.label, field.help_text = _("Code"), help_text
    field.widget.attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code"}
    field.widget.attrs.pop("placeholder", None)


class _OnceMixin:
    """A code of the app is used up when it is found right; wrong ones are counted."""

    # Set by the form of allauth beside it.
    authenticator: Authenticator
    fields: dict[str, forms.Field]
    user: User

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Name the field in our words."""
        super().__init__(*args, **kwargs)
        help_text = _("Six digits from your app, or one of your recovery codes.")
        _name_code(self.fields["code"], help_text)

    def clean_code(self) -> str:
        """The code, now used.

        Raises:
            TooManyTriesError: too many wrong ones for this person.
        """
        take_back = limits.spend(limits.FACTOR, str(self.user.pk))
        code: str = super().clean_code()  # type: ignore[misc]  # of the same form
        take_back()
        if self.authenticator.type == Authenticator.Type.TOTP:
            factor_actions.use_code(self.authenticator.user, app_secret(self.authenticator), code)
        return code


class _SoundMixin:
    """What no browser has made is refused, whatever it is that the library stumbles over."""

    # Set by the form of allauth beside it.
    fields: dict[str, forms.Field]

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Say in our words that the browser has sent nothing."""
        super().__init__(*args, **kwargs)
        field = self.fields["credential"]
        field.error_messages |= dict.fromkeys(("required", "invalid"), _UNREADABLE)

    def clean(self) -> dict[str, object]:
        """The fields; a passkey that is being added is read here."""
        fields: dict[str, object] = self._read(super().clean)  # type: ignore[misc]  # of the same form
        return fields

    def clean_credential(self) -> object:
        """A passkey that is being used, or what was sent where it is being added."""
        used = getattr(super(), "clean_credential", None)
        return self._read(used) if used else self.cleaned_data["credential"]  # type: ignore[attr-defined]

    @staticmethod
    def _read(library: Callable[[], Found]) -> Found:
        try:
            return library()
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise forms.ValidationError(_UNREADABLE, code="unreadable") from error


class CodeForm(_OnceMixin, AuthenticateForm):  # type: ignore[misc]  # allauth ships no types
    """The code asked for after the password."""


class CodeAgainForm(_OnceMixin, ReauthenticateForm):  # type: ignore[misc]  # allauth ships no types
    """The code asked for again before a step that needs it."""


class PasskeyUseForm(_SoundMixin, AuthenticateWebAuthnForm):  # type: ignore[misc]  # as above
    """The passkey asked for after the password."""


class PasskeyAgainForm(_SoundMixin, ReauthenticateWebAuthnForm):  # type: ignore[misc]  # allauth ships no types
    """The passkey asked for again before a step that needs it."""


class AppForm(ActivateTOTPForm):  # type: ignore[misc]  # allauth ships no types
    """The first code of an app that is being set up; it works once, like every other."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Name the field in our words."""
        super().__init__(*args, **kwargs)
        _name_code(self.fields["code"], _("Six digits that the app shows now."))

    def clean_code(self) -> str:
        """The code, now used."""
        code: str = super().clean_code()
        factor_actions.use_code(self.user, self.secret, code)
        return code


class PasskeyForm(_SoundMixin, AddWebAuthnForm):  # type: ignore[misc]  # allauth ships no types
    """What the browser made for a new passkey, and the name its owner gives it."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Name the field in our words."""
        super().__init__(*args, **kwargs)
        name = VisibleTextField(
            label=_("Name of the passkey"),
            max_length=LONGEST_NAME,
            help_text=_("For example «work laptop». Only you see it."),
        )
        self.fields["name"] = name
