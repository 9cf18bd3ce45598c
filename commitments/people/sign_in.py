"""Adapts allauth to the portal: no sign-up, only own redirects, our own emails."""

from datetime import datetime

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records as records_of
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commitments.web import mail
from kvalitet.accounts import allauth_internals, open_sessions
from kvalitet.accounts.models import User
from kvalitet.guard import limits, logs

PREVIOUS = "previous_sign_in"  # in the session: the time of the person's previous sign-in
_FIRST_PASSWORD = gettext_lazy("Your access to Kvalitetsavtalen")
_NEW_PASSWORD = gettext_lazy("New password for Kvalitetsavtalen")
_ANNOUNCED = {"account/messages/password_changed.txt"}  # other steps are visible without a message


def is_own_path(address: str) -> bool:
    """Whether the address is a path of this portal, which is safe to redirect to."""
    # Browsers ignore tabs and line breaks.
    is_path = address.startswith("/") and address.isprintable()
    return is_path and url_has_allowed_host_and_scheme(address, allowed_hosts=None)


def previous_sign_in(request: HttpRequest) -> datetime | None:
    """Return the time of the person's previous sign-in; None if unknown."""
    previous = request.session.get(PREVIOUS, "")
    return datetime.fromisoformat(previous) if previous else None


class SignInAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Adapts allauth's accounts to the portal."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": gettext_lazy("The email address or the password is wrong."),
        "enter_current_password": gettext_lazy("This is not your current password."),
        "too_many_login_attempts": gettext_lazy("Too many attempts. Wait a quarter of an hour."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """No: the secretariat adds people."""
        return False

    def is_ajax(self, request: HttpRequest) -> bool:
        """No: signing in uses pages only."""
        return False

    def is_safe_url(self, url: str) -> bool:
        """Whether ``next`` is a path of this portal."""
        return is_own_path(url)

    def authenticate(self, request: HttpRequest, **credentials: str) -> User | None:
        """Return the user. A deactivated one gets the same response as a wrong password.

        Raises:
            TooManyTriesError: too many failed attempts for this address or from this network,
                whether or not an account has the address.
        """
        address = limits.folded(credentials.get("email", ""))
        take_back_there = limits.spend(limits.PASSWORD_NETWORK, self._network(request))
        take_back = limits.spend(limits.PASSWORD, address)
        user: User | None = super().authenticate(request, **credentials)
        if user is None or not user.is_active:
            logs.note("sign_in_failed")
            return None
        take_back()
        take_back_there()
        return user

    def pre_authenticate(self, request: HttpRequest, **credentials: str) -> None:
        """Do nothing: ``authenticate`` counts attempts, in the database instead of a cache."""

    def may_send_reset_mail(self, request: HttpRequest, email: str) -> None:
        """Count a request for an email.

        Raises:
            TooManyTriesError: too many to this address or from this network.
        """
        limits.spend(limits.RESET_NETWORK, self._network(request))
        limits.spend(limits.RESET, limits.folded(email))

    def _network(self, request: HttpRequest) -> str:
        return limits.network(self.get_client_ip(request))

    def get_login_stages(self) -> list[str]:
        """Return the only stage after the password: the second factor."""
        return ["commitments.people.mfa.FactorStage"]

    def login(self, request: HttpRequest, user: User) -> None:
        """Sign in under a new session id."""
        before = user.last_login
        given = records_of(request, user)
        super().login(request, user)
        request.session[PREVIOUS] = before.isoformat() if before else ""
        if not records_of(request, user):  # another user's session was flushed by the sign-in
            for record in given:
                allauth_internals.record_authentication(request, user, **record)
        user_agent = request.headers.get("User-Agent", "")
        request.session[open_sessions.BROWSER] = open_sessions.browser_named(user_agent)
        logs.note("signed_in", user_id=user.pk)

    def logout(self, request: HttpRequest) -> None:
        """End the session."""
        super().logout(request)
        logs.note("signed_out")

    def set_password(self, user: User, password: str) -> None:
        """Save only the password, so that no empty history row is written."""
        user.set_password(password)
        user.save(update_fields=["password"])
        logs.note_on_commit("password_set", user_id=user.pk)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Return the page of the person's own account."""
        return reverse("commitments:account")

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Build the link for the email from the configured origin, never from a request's host."""
        user, _separator, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": user, "key": token})
        return f"{settings.ORIGIN}{path}"

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, object]) -> None:
        """Email the link for a new password, or for the first one if the person has none."""
        link = context["password_reset_url"]
        template, subject = "account/email/first_password.txt", _FIRST_PASSWORD
        if user.has_usable_password():
            template, subject = "account/email/new_password.txt", _NEW_PASSWORD
        mail.send(template, subject, email, user.language, link=link, name=user.name)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        *args: object,
        **kwargs: object,
    ) -> None:
        """Show a message if the next page does not make the step obvious."""
        if message_template in _ANNOUNCED:
            messages.add_message(request, level, _("Your password has been changed."))
