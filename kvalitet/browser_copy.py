"""Tells the browser which form the portal has received, so that its copy of the text can go."""

import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from django.http.request import UnreadablePostError
from django.http.response import HttpResponseBase

_FIELD: Final = "copy_mark"  # a random mark that static/browser-copy.js gives each sent form
_MARK: Final = re.compile(r"[0-9a-f]{32}")
_COOKIE: Final = "received"
_SECONDS: Final = 60


class BrowserCopyMiddleware:
    """Repeats the mark of a form that was answered, in a cookie that the script reads and clears.

    Only a response that leaves the text with the person or with the portal confirms it: a
    refusal, an error and the way to the sign-in page do not.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Wrap the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The response."""
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
    """The mark of the form; empty if it has none that we gave, or cannot be read."""
    try:
        mark = request.POST.get(_FIELD, "")
    except (SuspiciousOperation, UnreadablePostError):
        return ""
    return mark if _MARK.fullmatch(mark) else ""
