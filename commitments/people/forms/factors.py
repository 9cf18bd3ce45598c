"""Forms for second factors: allauth's with our texts, and codes that work only once."""

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
    """Marks a correct app code as used, and counts wrong ones."""

    # Set by allauth's form, the other base class.
    authenticator: Authenticator
    fields: dict[str, forms.Field]
    user: User

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Set our texts on the field."""
        super().__init__(*args, **kwargs)
        help_text = _("Six digits from your app, or one of your recovery codes.")
        _name_code(self.fields["code"], help_text)

    def clean_code(self) -> str:
        """Check the code and mark it as used.

        Raises:
            TooManyTriesError: too many wrong codes for this person.
        """
        take_back = limits.spend(limits.FACTOR, str(self.user.pk))
        code: str = super().clean_code()  # type: ignore[misc]  # of the same form
        take_back()
        if self.authenticator.type == Authenticator.Type.TOTP:
            factor_actions.use_code(self.authenticator.user, app_secret(self.authenticator), code)
        return code


class _SoundMixin:
    """Refuses a passkey that no browser has made, whatever exception the library raises."""

    # Set by allauth's form, the other base class.
    fields: dict[str, forms.Field]

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Set our error messages for missing or invalid data from the browser."""
        super().__init__(*args, **kwargs)
        field = self.fields["credential"]
        field.error_messages |= dict.fromkeys(("required", "invalid"), _UNREADABLE)

    def clean(self) -> dict[str, object]:
        """Check the fields. A passkey that is being added is parsed here."""
        fields: dict[str, object] = self._read(super().clean)  # type: ignore[misc]  # of the same form
        return fields

    def clean_credential(self) -> object:
        """Check a passkey that is being used; return the data unchanged if it is being added."""
        used = getattr(super(), "clean_credential", None)
        return self._read(used) if used else self.cleaned_data["credential"]  # type: ignore[attr-defined]

    @staticmethod
    def _read(library: Callable[[], Found]) -> Found:
        try:
            return library()
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise forms.ValidationError(_UNREADABLE, code="unreadable") from error


class CodeForm(_OnceMixin, AuthenticateForm):  # type: ignore[misc]  # allauth ships no types
    """The code requested after the password."""


class CodeAgainForm(_OnceMixin, ReauthenticateForm):  # type: ignore[misc]  # allauth ships no types
    """The code requested again before a step that needs it."""


class PasskeyUseForm(_SoundMixin, AuthenticateWebAuthnForm):  # type: ignore[misc]  # as above
    """The passkey requested after the password."""


class PasskeyAgainForm(_SoundMixin, ReauthenticateWebAuthnForm):  # type: ignore[misc]  # allauth ships no types
    """The passkey requested again before a step that needs it."""


class AppForm(ActivateTOTPForm):  # type: ignore[misc]  # allauth ships no types
    """The first code of an app that is being set up; like every other, it works only once."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Set our texts on the field."""
        super().__init__(*args, **kwargs)
        _name_code(self.fields["code"], _("Six digits that the app shows now."))

    def clean_code(self) -> str:
        """Check the code and mark it as used."""
        code: str = super().clean_code()
        factor_actions.use_code(self.user, self.secret, code)
        return code


class PasskeyForm(_SoundMixin, AddWebAuthnForm):  # type: ignore[misc]  # allauth ships no types
    """The browser's data for a new passkey, and its owner's name for it."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Set our texts on the field."""
        super().__init__(*args, **kwargs)
        name = VisibleTextField(
            label=_("Name of the passkey"),
            max_length=LONGEST_NAME,
            help_text=_("For example «work laptop». Only you see it."),
        )
        self.fields["name"] = name
