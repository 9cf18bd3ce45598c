"""Middleware around the views: language, session, deny by default."""

import time
from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.utils import translation

from commitments.people import unsaved
from kvalitet.accounts import session_saving
from kvalitet.guard import logs
from kvalitet.guard.redirects import led

View = Callable[[HttpRequest], HttpResponseBase]

_TOUCH_SECONDS: Final = 60  # seconds between two saves of a session in use


class LanguageMiddleware:
    """Takes the language from the address (/nn/, /en/, else bokmål), never from headers."""

    def __init__(self, get_response: View) -> None:
        """Wrap the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Return the response in the language of the address."""
        language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class NoStoreMiddleware:
    """Forbids caching of responses to a browser with a session or a new cookie."""

    def __init__(self, get_response: View) -> None:
        """Wrap the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Return the response, unchanged for a reader without cookies."""
        response = self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES or response.cookies:
            response["Cache-Control"] = "private, no-store"
        return response


class SessionAgeMiddleware:
    """Ends the session of a signed-in user that is idle or old.

    Idle: the stored session expires ``SESSION_COOKIE_AGE`` after it was last saved, which happens
    here, at most once a minute. Old: ``SESSION_LONGEST`` after sign-in.
    """

    def __init__(self, get_response: View) -> None:
        """Wrap the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Return the response. The session is not read if the request has no session cookie."""
        if settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in request.session:
            logs.remember_person(request.session[SESSION_KEY])
            now = int(time.time())
            if now - request.session.setdefault("began", now) >= settings.SESSION_LONGEST:
                request.session = session_saving.ended(request.session)
            elif now - request.session.get("seen", 0) >= _TOUCH_SECONDS:
                session_saving.touch(request.session, now)
        return self.get_response(request)


class DenyByDefaultMiddleware(LoginRequiredMiddleware):
    """Requires sign-in for every view that is not marked ``login_not_required``."""

    def process_view(
        self,
        request: HttpRequest,
        view_func: View,
        view_args: tuple[object, ...],
        view_kwargs: dict[str, object],
    ) -> HttpResponseBase | None:
        """Skip open views without reading ``request.user``, which would read the session."""
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(self, request: HttpRequest, view_func: View) -> HttpResponseRedirect:
        """Redirect to sign-in and back, and save what was typed into a form."""
        if request.method in {"GET", "HEAD"}:
            return led(request, super().handle_no_permission(request, view_func))
        address = unsaved.way_back(request)
        if not address:
            return redirect(settings.LOGIN_URL)
        request.session["text_is_kept"] = True  # the sign-in page shows this
        return led(request, redirect_to_login(address, resolve_url(settings.LOGIN_URL)))
