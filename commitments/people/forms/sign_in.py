"""Forms for signing in: allauth's with our texts."""

from typing import Final

from allauth.account import forms
from allauth.core.exceptions import ImmediateHttpResponse
from django.forms import Field
from django.http import HttpRequest
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commitments.people import sign_in
from commitments.web import mail

_NO_ACCOUNT: Final = gettext_lazy("No account in Kvalitetsavtalen")


class _OurWords:
    """Sets our labels, and drops the library's link to a forgotten password: the page has one."""

    fields: dict[str, Field]

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Set our labels on the fields."""
        super().__init__(*args, **kwargs)
        labels = {
            "login": _("Email address"),
            "email": _("Email address"),
            "password": _("Password"),
            "oldpassword": _("Current password"),
            "password1": _("New password"),
            "password2": _("New password once more"),
        }
        for name, field in self.fields.items():
            field.label = labels[name]
            if name in {"password", "oldpassword"}:
                field.help_text = ""


class LoginForm(_OurWords, forms.LoginForm):  # type: ignore[misc]  # allauth ships no types
    """Address and password."""


class ChangePasswordForm(_OurWords, forms.ChangePasswordForm):  # type: ignore[misc]  # allauth ships no types
    """The current password and a new one, twice."""


class FirstOrNewPasswordForm(_OurWords, forms.ResetPasswordKeyForm):  # type: ignore[misc]  # allauth ships no types
    """A password, twice, for a person who followed a link in an email."""


class ResetPasswordForm(_OurWords, forms.ResetPasswordForm):  # type: ignore[misc]  # allauth ships no types
    """Always sends an email, so that neither page nor response time reveals who has an account."""

    def save(self, request: HttpRequest | None, **kwargs: object) -> str:
        """Send the link, or an email that says that there is no account; return the address.

        The email to an account and the page of its link are in the account's language.

        Raises:
            ImmediateHttpResponse: the form again, if the email could not be sent.
            TooManyTriesError: too many requests; never for an invitation, which has no request.
        """
        email: str = self.cleaned_data["email"]
        if request is not None:
            sign_in.SignInAdapter(request).may_send_reset_mail(request, email)
        if self.users:
            with translation.override(self.users[0].language):
                super().save(request, **kwargs)
        else:
            language = translation.get_language()
            mail.send("account/email/no_account.txt", _NO_ACCOUNT, email, language)
        if request is not None and mail.take_unsent():
            text = _("The email could not be sent just now. Try again in a few minutes.")
            self.add_error(None, text)
            template, context = "account/password_reset.html", {"form": self}
            raise ImmediateHttpResponse(render(request, template, context, status=503))
        return email
