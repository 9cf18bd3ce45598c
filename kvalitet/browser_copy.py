"""Confirms a received form to the browser, so that it can delete its copy of the text."""

import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from django.http.request import UnreadablePostError
from django.http.response import HttpResponseBase

_FIELD: Final = "copy_mark"  # a random mark that static/browser-copy.js adds to each form it sends
_MARK: Final = re.compile(r"[0-9a-f]{32}")
_COOKIE: Final = "received"
_SECONDS: Final = 60


class BrowserCopyMiddleware:
    """Repeats the mark of a received form in a cookie, which the script reads and deletes.

    A response confirms the form only if the person or the portal then has the text. A refusal, an
    error and a redirect to sign-in do not.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Wrap the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Return the response, with the cookie if it confirms a form."""
        response = self.get_response(request)
        taken = (
            response.status_code < HTTPStatus.BAD_REQUEST
            or response.status_code == HTTPStatus.CONFLICT
        )
        mark = _mark_of(request) if request.method == "POST" and taken else ""
        if mark and request.user.is_authenticated:
            response.set_cookie(
                _COOKIE,
                mark,
                max_age=_SECONDS,
                secure=settings.SESSION_COOKIE_SECURE,
                samesite="Strict",
            )
        return response


def _mark_of(request: HttpRequest) -> str:
    """Return the form's mark. Empty if it is missing, not one of ours, or unreadable."""
    try:
        mark = request.POST.get(_FIELD, "")
    except (SuspiciousOperation, UnreadablePostError):
        return ""
    return mark if _MARK.fullmatch(mark) else ""
