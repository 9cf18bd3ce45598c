"""What happens to a request around its view: page cache, language, session, deny by default."""

import gzip
import hashlib
import time
from collections.abc import Callable
from functools import cache as once
from http import HTTPStatus
from typing import Final

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

from commitments.foundation.content_version import ContentVersion
from commitments.people import unsaved
from commitments.web.known_query import known_query
from kvalitet.accounts import session_saving
from kvalitet.guard import logs
from kvalitet.guard.redirects import led

View = Callable[[HttpRequest], HttpResponseBase]
_Stored = tuple[str, dict[str, str], bytes]  # content type, other headers, gzip body

_FRESH_SECONDS: Final = 1.0  # how long an anonymous reader may see what has just been changed
_STORED_SECONDS: Final = 3600
_LONGEST_KEY: Final = 2_000  # characters of path and query; longer ones are answered, not stored
_TOUCH_SECONDS: Final = 60  # a session in use is saved no more often
_RELEASED: Final = ("*.py", "*.html", "*.mo", "*.css", "*.js", "*.svg", "*.typ")


@once
def release() -> str:
    """A hash of the code, templates, catalogues and static files that make the pages."""
    digest = hashlib.sha256()
    folders = ("kvalitet", "agreements", "commitments", "templates", "static")
    for folder in folders:
        root = settings.BASE_DIR / folder
        for path in sorted(p for pattern in _RELEASED for p in root.rglob(pattern)):
            digest.update(path.read_bytes())
    manifest = settings.STATIC_ROOT / "staticfiles.json"
    if manifest.exists():
        digest.update(manifest.read_bytes())
    return digest.hexdigest()[:16]


class _Version:
    """The content version, read from the database at most once a second in this process."""

    def __init__(self) -> None:
        self.number = 0
        self.read_at = -_FRESH_SECONDS

    def current(self) -> int:
        now = time.monotonic()
        if now - self.read_at >= _FRESH_SECONDS:
            self.number, _changed_at = ContentVersion.current()
            self.read_at = now
        return self.number

    def forget(self) -> None:
        """Read anew at the next request; tests call this between databases."""
        self.read_at = -_FRESH_SECONDS


version = _Version()


class PageCacheMiddleware:
    """Serves whole public pages, stored compressed, before any other middleware runs.

    Requests with a session cookie, other methods and everything that is not a 200
    pass by. The key follows the content version, so nothing is ever invalidated.
    """

    def __init__(self, get_response: View) -> None:
        """Wrap the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The stored page, a 304, or what the view answers."""
        if request.method not in {"GET", "HEAD"} or settings.SESSION_COOKIE_NAME in request.COOKIES:
            return self.get_response(request)
        if request.path.startswith(settings.STATIC_URL):
            return self.get_response(request)
        key = self._key(request)
        if key is None:
            return self.get_response(request)
        etag = f'W/"{key}"'
        if etag in parse_etags(request.headers.get("If-None-Match", "")):
            return self._stamped(HttpResponseNotModified(), etag)
        stored = cache.get(key)
        if stored is None:
            response = self.get_response(request)
            if not isinstance(response, HttpResponse) or not self._is_storable(response):
                return response
            stored = self._packed(response)
            cache.set(key, stored, _STORED_SECONDS)
        return self._stamped(self._answer(request, stored), etag)

    @staticmethod
    def _key(request: HttpRequest) -> str | None:
        query = known_query(request).urlencode()
        address = f"{request.get_host()}{request.path}?{query}"
        if len(address) > _LONGEST_KEY:
            return None
        parts = (version.current(), release(), timezone.localdate().isoformat(), address)
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:40]

    @staticmethod
    def _is_storable(response: HttpResponse) -> bool:
        return (
            response.status_code == HTTPStatus.OK
            and not response.cookies
            and not response.has_header("Cache-Control")
            and "cookie" not in response.get("Vary", "").lower()
        )

    @staticmethod
    def _packed(response: HttpResponse) -> _Stored:
        dropped = {"content-type", "content-length", "vary"}
        headers = {name: value for name, value in response.items() if name.lower() not in dropped}
        return (
            response.headers["Content-Type"],
            headers,
            gzip.compress(response.content, 6, mtime=0),
        )

    @staticmethod
    def _answer(request: HttpRequest, stored: _Stored) -> HttpResponse:
        content_type, headers, body = stored
        takes_gzip = "gzip" in request.headers.get("Accept-Encoding", "")
        response = HttpResponse(
            body if takes_gzip else gzip.decompress(body),
            content_type=content_type,
            headers=headers,
        )
        if takes_gzip:
            response["Content-Encoding"] = "gzip"
        response["Content-Length"] = str(len(response.content))
        patch_vary_headers(response, ["Accept-Encoding"])
        return response

    @staticmethod
    def _stamped(response: HttpResponse, etag: str) -> HttpResponse:
        response["ETag"] = etag
        response["Cache-Control"] = "public, max-age=0, must-revalidate"
        return response


class LanguageMiddleware:
    """The address decides the language: /nn/ and /en/, else bokmål. Headers and cookies do not."""

    def __init__(self, get_response: View) -> None:
        """Wrap the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, made in the language of the address."""
        language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class NoStoreMiddleware:
    """Answers to a browser that has a session, or is given a cookie, are stored nowhere."""

    def __init__(self, get_response: View) -> None:
        """Wrap the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer; a reader without cookies gets it untouched."""
        response = self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES or response.cookies:
            response["Cache-Control"] = "private, no-store"
        return response


class SessionAgeMiddleware:
    """Ends the session of a signed-in person that is idle or old.

    Idle: the stored session expires ``SESSION_COOKIE_AGE`` after it was last saved, which
    happens here, at most once a minute. Old: ``SESSION_LONGEST`` after sign-in.
    """

    def __init__(self, get_response: View) -> None:
        """Wrap the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer; without a session cookie the session is not touched."""
        if settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in request.session:
            logs.remember_person(request.session[SESSION_KEY])
            now = int(time.time())
            if now - request.session.setdefault("began", now) >= settings.SESSION_LONGEST:
                request.session = session_saving.ended(request.session)
            elif now - request.session.get("seen", 0) >= _TOUCH_SECONDS:
                session_saving.touch(request.session, now)
        return self.get_response(request)


class DenyByDefaultMiddleware(LoginRequiredMiddleware):
    """Asks for sign-in before every view that is not marked ``login_not_required``."""

    def process_view(
        self,
        request: HttpRequest,
        view_func: View,
        view_args: tuple[object, ...],
        view_kwargs: dict[str, object],
    ) -> HttpResponseBase | None:
        """None for an open view, decided before ``request.user``, which would read the session."""
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(self, request: HttpRequest, view_func: View) -> HttpResponseRedirect:
        """To the sign-in page and from there back; what was typed into a form is kept meanwhile."""
        if request.method in {"GET", "HEAD"}:
            return led(request, super().handle_no_permission(request, view_func))
        address = unsaved.way_back(request)
        if not address:
            return redirect(settings.LOGIN_URL)
        request.session["text_is_kept"] = True  # the sign-in page says so
        return led(request, redirect_to_login(address, resolve_url(settings.LOGIN_URL)))
