"""Shows a refused form with its text, and refuses forms opened by another user of the browser."""

from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from io import BytesIO
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from django.core.handlers.wsgi import WSGIRequest
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from commitments.people import unsaved
from kvalitet import errors

_FORM_BACK: Final = "X-Form-Back"  # tells a script that the response replaces the form
_REASON: Final = "X-Refusal"  # why a form was refused, percent-encoded


class RefusedFormMiddleware:
    """Responds to a refused POST with the page of its form, filled in, if there is one.

    It runs before session and sign-in middleware, so the page is requested like any other. A user
    who may no longer see the page gets the refusal itself, which shows the text.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Wrap the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Return the response, and forget the unsaved text of a form that has been saved."""
        answer = self.get_response(request)
        if request.method != "POST":
            return answer
        if refusal := getattr(answer, "refusal", ""):
            answer[_REASON] = quote(refusal)  # for a script that sent a row of a spreadsheet
            page = self._filled_in(request, refusal)
            if page is None:
                return answer
            page.status_code, page[_FORM_BACK] = answer.status_code, "1"
            if "Retry-After" in answer:
                page["Retry-After"] = answer["Retry-After"]
            return page
        if answer.status_code == HTTPStatus.OK and unsaved.is_too_much(request):
            answer.status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        if answer.status_code == HTTPStatus.FOUND and not hasattr(request, "unsaved_is_kept"):
            # The form is saved; at worst its text is shown once more.
            with suppress(DatabaseError, InterfaceError):
                unsaved.forget(request)
        return answer

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Refuse a form that another person opened in this browser. Its author finds it again."""
        return errors.form_of_another(request) if unsaved.is_of_another(request) else None

    def _filled_in(self, request: HttpRequest, refusal: str) -> HttpResponseBase | None:
        form = unsaved.posted(request)
        if form is None or not unsaved.is_authors(request, form):
            return None
        alone = "HX-Request" in request.headers and unsaved.is_shown_at(request.path)
        address = request.path if alone else form.page
        if not unsaved.is_shown_at(address):
            return None
        again = _asking_for(request, address)
        again.refused_form, again.refusal = form, refusal  # type: ignore[attr-defined]
        page = self.get_response(again)
        if page.status_code != HTTPStatus.OK or not isinstance(page, HttpResponse):
            return None
        return page if unsaved.is_shown(again) and form.is_shown_on(page) else None


def _asking_for(request: HttpRequest, address: str) -> HttpRequest:
    """Build a GET request from the same visitor for a page."""
    path, query = urlsplit(address).path, urlsplit(address).query
    return WSGIRequest(
        {
            **request.META,
            "REQUEST_METHOD": "GET",
            "PATH_INFO": unquote(path).encode().decode("latin-1"),
            "QUERY_STRING": query,
            "CONTENT_LENGTH": "0",
            "CONTENT_TYPE": "",
            "wsgi.input": BytesIO(),
        }
    )
