"""Fills the marked places of the cached page for a signed-in user.

A page marks a place with ``<!--place NAME WORDS-->`` and ``<!--/place-->`` around what a reader
sees there. A filled page is never cached.
"""

import re
from collections.abc import Callable
from typing import Any, Final

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from commitments.pages.frame import Frame
from kvalitet import templating
from kvalitet.whole_pages.address import READER_PAGE
from kvalitet.whole_pages.page import Page

_PLACE: Final = re.compile(
    rb"<!--place (\w+)((?: [\w-]+)*) ?-->\n.*?(?= *<!--/place-->)", re.DOTALL
)
# The template of each place, and its context besides ``page``, from the words of the mark.
_TEMPLATES: Final[dict[str, tuple[str, Callable[[list[str]], dict[str, Any]]]]] = {
    "top": ("_top.html", lambda _words: {}),
    "record": (
        "pages/commitment/_record.html",
        lambda words: {"ref": words[0], "answers": words[1:]},
    ),
}


class FilledPageMiddleware:
    """Responds to a signed-in user's request for a public page with the cached page, filled in.

    It is the innermost middleware, so the session has been checked and touched. The view responds
    if there are messages to show or the page is not cached.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Wrap the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Return the response."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], *_parts: object
    ) -> HttpResponse | None:
        """Return the filled page; None if the view has to respond."""
        readers_page = request.META.get(READER_PAGE)
        if readers_page is None or getattr(view, "login_required", True):
            return None
        if len(get_messages(request)):
            return None
        page = readers_page()
        return _filled(request, page) if page and b"<!--place top-->" in page.plain else None


def _filled(request: HttpRequest, page: Page) -> HttpResponse:
    frame = Frame(request)

    def fill(place: re.Match[bytes]) -> bytes:
        name, words = (group.decode() for group in place.groups())
        template, values = _TEMPLATES[name]
        part = templating.in_use().get_template(template)
        mark = place[0].partition(b"\n")[0]
        return mark + b"\n" + part.render(page=frame, **values(words.split())).encode()

    return HttpResponse(_PLACE.sub(fill, page.plain), headers=dict(page.headers))
