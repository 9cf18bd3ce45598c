"""What a visitor is answered when something is refused or goes wrong: our look, with a way on."""

import sys
from collections.abc import Callable, Iterator
from math import ceil
from typing import Final

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _

from commitments.known_query import time_unanswered
from kvalitet.guard import logs
from kvalitet.guard.limits import TooManyTriesError

_RETRY_SECONDS: Final = 60  # when to ask again, where nothing is known more exactly


class PatienceMiddleware:
    """Answers 429 where an action or a form has counted too many tries."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Wrap the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page that says how long to wait; a session that is running goes on."""
        if isinstance(exception, TooManyTriesError):
            return too_many_requests(request, exception.seconds)
        return None


class TimeMiddleware:
    """Answers 400 where a page or file is asked about a time that it cannot answer for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Wrap the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """The page that says so, and leads to the page without the question."""
        if request.method not in {"GET", "HEAD"} or not time_unanswered(request):
            return None
        return render(request, "400_time.html", {"path": request.path}, status=400)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400 in our look; 413 for a form with more text than any form of ours can hold."""
    if _database_is_away(exception):
        return _away(request)
    if isinstance(exception, RequestDataTooBig):
        return render(request, "413.html", status=413)
    if isinstance(exception, TooManyFieldsSent):
        request.GET = QueryDict()  # reading the query for the page would raise the same again
    return render(request, "400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403 in our look, with the reason where the refusal names one."""
    logs.note("denied", request=logs.RequestLogMiddleware.format_request(request))
    return render(request, "403.html", {"reason": str(exception or "")}, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 in our look for a form without a valid token: what was typed is still in the browser."""
    text = _("The form was too old or came from elsewhere. Go back, reload the page and try again.")
    logs.note("denied", request=logs.RequestLogMiddleware.format_request(request), cause="csrf")
    return render(request, "403.html", {"reason": text}, status=403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404 in our look, with a way on."""
    return render(request, "404.html", status=404)


def too_many_requests(request: HttpRequest, seconds: int = _RETRY_SECONDS) -> HttpResponse:
    """429 in our look, with the time to wait."""
    logs.note("too_many_tries", request=logs.RequestLogMiddleware.format_request(request))
    response = render(request, "429.html", {"minutes": ceil(seconds / 60)}, status=429)
    response["Retry-After"] = str(seconds)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """500 in our look, 503 where the database does not answer.

    Reads nothing from the database, so it asks for no visitor either.
    """
    if _database_is_away(sys.exc_info()[1]):
        return _away(request)
    with _language_of(request):
        values = {"visitor": None, "request_id": logs.request_id()}
        return render(request, "500.html", values, status=500)


def _away(request: HttpRequest) -> HttpResponse:
    with _language_of(request):
        response = render(request, "503.html", {"visitor": None}, status=503)
    response["Retry-After"] = str(_RETRY_SECONDS)
    return response


def _language_of(request: HttpRequest) -> translation.override:
    """The language of the address, also where the error came before it was set."""
    language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
    return translation.override(language)


def _database_is_away(error: BaseException | None) -> bool:
    """Whether this error, or one that it followed from, is a database that does not answer."""
    return any(isinstance(each, OperationalError | InterfaceError) for each in _chain(error))


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
