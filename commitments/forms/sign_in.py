"""The form by which a forgotten password is asked for."""

from allauth.account import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _

from commitments import sign_in


class ResetPasswordForm(forms.ResetPasswordForm):  # type: ignore[misc]  # allauth ships no types
    """Sends a mail in any case, so that neither page nor waiting time tells who has an account."""

    def save(self, request: HttpRequest, **kwargs: object) -> str:
        """Send the link, or say that there is no account; the address asked for."""
        email: str = self.cleaned_data["email"]
        if self.users:
            super().save(request, **kwargs)
        else:
            subject = _("No account in Kvalitetsavtalen")
            sign_in.send("account/email/no_account.txt", subject, email)
        return email
