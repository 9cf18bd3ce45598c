"""Asks before another button of a page discards text typed into one of its forms.

A page whose form takes a text lets its other buttons belong to that form (the macro ``step_button``
in ``components/forms.html``), so that the text is sent too, even without scripts. The form names
the fields with text and their address (``unsent_fields`` there).
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

_FIELDS: Final = "unsent"  # the names of the fields that hold the text
_TO: Final = "unsent_to"  # the address that saves the text
_BEFORE: Final = "before-"  # begins the name of the field with the previous text
_WITHOUT: Final = "without_text"  # sent by a person who confirmed to go on without the text


def text_beside(request: HttpRequest) -> dict[str, str]:
    """Return the typed text that the requested step does not save, by field.

    Empty if nothing was typed, or if the person has confirmed to go on without it.
    """
    posted = request.POST
    if request.path == posted.get(_TO) or _WITHOUT in posted:
        return {}
    typed = {name: posted.get(name, "") for name in posted.get(_FIELDS, "").split()}
    return {
        name: text
        for name, text in typed.items()
        if text.strip() not in ("", posted.get(f"{_BEFORE}{name}", "").strip())
    }


class TextBesideStepMiddleware:
    """Stops a step that comes with unsent text, and asks what to do with the text."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Wrap the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Return the response."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Return a 409 page with the text and two buttons: send it, or take the step without it.

        Raises:
            SuspiciousOperation: the form sends the text to another site.
        """
        if request.method != "POST" or _FIELDS not in request.POST:
            return None
        texts = text_beside(request)
        if not texts:
            return None
        address = request.POST.get(_TO, "")
        if not url_has_allowed_host_and_scheme(address, allowed_hosts=None):
            raise SuspiciousOperation("unsent_to")
        left_out = {"csrfmiddlewaretoken", "who", "page", "pressed", *texts}
        context = {
            "texts": texts,
            "others": [
                (name, value)
                for name, values in request.POST.lists()
                if name not in left_out
                for value in values
            ],
            "text_url": address,
            "text_button": request.POST.get("unsent_button", ""),
            "step_url": request.path,
            "step_button": request.POST.get("pressed", ""),
        }
        return render(request, "409_unsent.html", context, status=HTTPStatus.CONFLICT)
