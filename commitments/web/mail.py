"""Emails: plain text in the receiver's language, sent within a time limit or noted as unsent."""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from email.utils import make_msgid
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.core.mail import EmailMessage
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from kvalitet.guard import logs


@dataclass(slots=True)
class _Unsent:
    """The emails that could not be sent in this request or command."""

    addresses: list[str] = field(default_factory=list)
    server_is_away: bool = False


_unsent: ContextVar[_Unsent | None] = ContextVar("unsent", default=None)


class UnsentMailMiddleware:
    """Shows a signed-in user which emails could not be sent. Their causes are not undone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Wrap the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Return the response. The next page shows the message."""
        take_unsent()
        response = self.get_response(request)
        addresses = take_unsent()
        if addresses and request.user.is_authenticated:
            text = _(
                "The email to %(addresses)s could not be sent. Everything else is done. Tell the"
                " person in another way. An invitation can be sent again."
            )
            messages.warning(request, text % {"addresses": ", ".join(addresses)})
        return response


def send(template: str, subject: Promise, to: str, language: str, **values: object) -> None:
    """Send one email.

    Raises nothing if the mail server hangs, refuses or is unavailable: ``take_unsent`` then returns
    the address. After a server that hung, the request's other emails are not tried.

    Args:
        template: the text; the values may be lazy.
        subject: lazy, since it is translated too.
        to: one address.
        language: of the receiver.
        values: for the template, which also gets ``origin`` and ``email``.
    """
    with translation.override(language):
        body = render_to_string(template, {"origin": settings.ORIGIN, "email": to, **values})
        message = EmailMessage(
            str(subject),
            body.strip() + "\n",
            to=[to],
            reply_to=[settings.CONTACT],
            headers={
                "Auto-Submitted": "auto-generated",
                "Message-ID": make_msgid(domain=urlsplit(settings.ORIGIN).hostname),
            },
        )
    unsent = _unsent.get() or _Unsent()
    _unsent.set(unsent)
    try:
        if not unsent.server_is_away:
            message.send()
            return
    except (OSError, ValueError) as error:  # from smtplib, the network, or an impossible address
        answered = isinstance(error, SMTPResponseException | SMTPRecipientsRefused | ValueError)
        unsent.server_is_away = not answered
        logs.note("mail_not_sent", cause=type(error).__name__)
    unsent.addresses.append(to)


def send_on_commit(
    template: str, subject: Promise, to: str, language: str, **values: object
) -> None:
    """Send one email after the commit. Its failure undoes nothing."""
    transaction.on_commit(lambda: send(template, subject, to, language, **values), robust=True)


def take_unsent() -> list[str]:
    """Return and clear the addresses of this request's or command's unsent emails."""
    unsent = _unsent.get()
    _unsent.set(None)
    return unsent.addresses if unsent else []
