"""Error pages in the portal's design, each with links to go on from.

A refused form is shown with its text to the person who opened it.
"""

import sys
from collections.abc import Callable
from math import ceil
from typing import Final

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.middleware.csrf import REASON_CSRF_TOKEN_MISSING, REASON_NO_CSRF_COOKIE
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commitments.pages.frame import FrameWithoutDatabase
from commitments.people import unsaved
from commitments.web.known_query import time_unanswered
from kvalitet.guard import logs
from kvalitet.guard.child import RETRY_SECONDS, ReaderBusyError
from kvalitet.guard.limits import TooManyTriesError
from kvalitet.guard.unwritable import is_away

_RETRY_SECONDS: Final = 60  # used if no more exact time is known


class PatienceMiddleware:
    """Responds with 429 to too many attempts, and with 503 while other files are being read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Wrap the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Return the response."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Return the page that says how long to wait. The user stays signed in."""
        if isinstance(exception, TooManyTriesError):
            return too_many_requests(request, exception.seconds)
        if isinstance(exception, ReaderBusyError):
            return reader_busy(request)
        return None


class TimeMiddleware:
    """Responds with 400 if a page or file is requested for a time that it does not support."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Wrap the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Return the response."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Return the error page, with a link to the page without the time."""
        if request.method not in {"GET", "HEAD"} or not time_unanswered(request):
            return None
        return render(request, "400_time.html", {"path": request.path}, status=400)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return the 400 page, 413 if the form is too large, or 503 if the database is unavailable."""
    if is_away(exception):
        return _away(request)
    if isinstance(exception, RequestDataTooBig):
        return render(request, "413.html", status=413)
    if isinstance(exception, TooManyFieldsSent):
        # Otherwise rendering the page would read the query and raise again.
        request.GET = QueryDict()
        return render(request, "400.html", status=400)
    return _refused(request, "400.html", _("The portal did not understand what was sent."))


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return the 403 page, with the reason if the exception has one."""
    logs.note("denied", request=logs.RequestLogMiddleware.format_request(request))
    reason = str(exception or "")
    return _refused(
        request, "403.html", reason or _("You may not do this."), reason=reason, repeat=False
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Return the 403 page for a form without a valid token; sending it again uses a new one."""
    logs.note("denied", request=logs.RequestLogMiddleware.format_request(request), cause="csrf")
    if reason in {REASON_NO_CSRF_COOKIE, REASON_CSRF_TOKEN_MISSING} and not request.COOKIES:
        text = _(
            "Your browser sent no cookies. Allow cookies for this site, sign in and try again:"
            " the portal needs them to know who is signed in."
        )
    elif unsaved.posted(request):
        text = _("You have signed in or out since the page was opened.")
    else:
        text = _(
            "The form was too old or came from elsewhere. Go back, reload the page and try again."
        )
    return _refused(request, "403_form.html", text, reason=text)


def form_of_another(request: HttpRequest) -> HttpResponse:
    """Return the 403 page for a form that somebody else opened in this browser."""
    logs.note("denied", request=logs.RequestLogMiddleware.format_request(request), cause="other")
    text = _("Somebody else opened this form. What it held is kept for that person alone.")
    return _refused(request, "403_form.html", text, reason=text)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return the 404 page."""
    return _refused(request, "404.html", _("The page is not there any more."), repeat=False)


def too_many_requests(request: HttpRequest, seconds: int = _RETRY_SECONDS) -> HttpResponse:
    """Return the 429 page, with the time to wait."""
    logs.note("too_many_tries", request=logs.RequestLogMiddleware.format_request(request))
    minutes = ceil(seconds / 60)
    text = ngettext(
        "There have been too many attempts in a short time. Wait a minute.",
        "There have been too many attempts in a short time. Wait %(minutes)s minutes.",
        minutes,
    ) % {"minutes": minutes}
    response = _refused(request, "429.html", text, minutes=minutes)
    response["Retry-After"] = str(seconds)
    return response


def reader_busy(request: HttpRequest) -> HttpResponse:
    """Return the 503 page shown while the machine reads other files."""
    text = _("The portal is reading other files. Wait half a minute.")
    response = _refused(request, "503_busy.html", text)
    response["Retry-After"] = str(RETRY_SECONDS)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Return the 500 page, or 503 if the database is unavailable.

    Reads nothing from the database, not even the user.
    """
    if is_away(sys.exc_info()[1]):
        return _away(request)
    with _language_of(request):
        text = _("Something went wrong in the portal.")
        page, request_id = FrameWithoutDatabase(request), logs.request_id()
        return _refused(request, "500.html", text, page=page, request_id=request_id)


def _away(request: HttpRequest) -> HttpResponse:
    with _language_of(request):
        text = _("The portal does not reach its database. Wait a minute.")
        page = FrameWithoutDatabase(request)
        response = _refused(request, "503.html", text, takes_writes=False, page=page)
    response["Retry-After"] = str(_RETRY_SECONDS)
    return response


def _refused(
    request: HttpRequest,
    template: str,
    refusal: str,
    *,
    repeat: bool = True,
    takes_writes: bool = True,
    **context: object,
) -> HttpResponse:
    """Render the error page, with the text of a refused form if its author sent it.

    The template's name begins with the status. ``refusal`` gives the reason in a sentence.
    ``repeat`` and ``takes_writes`` are as for ``unsaved.kept_and_shown``. ``page`` replaces the
    request's frame.
    """
    context["refused"] = unsaved.kept_and_shown(request, repeat=repeat, takes_writes=takes_writes)
    framed = None if "page" in context else request  # a request would bring its own frame
    response = render(framed, template, context, status=int(template[:3]))
    response.refusal = refusal  # type: ignore[attr-defined]  # the middleware of forms asks
    return response


def _language_of(request: HttpRequest) -> translation.override:
    """Activate the language of the address, which an early error comes before."""
    language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
    return translation.override(language)
