"""Saving the session of a reader: what a page can do without does not make it fail."""

from contextlib import suppress

from django.contrib.sessions import middleware
from django.contrib.sessions.backends.base import SessionBase, UpdateError
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from kvalitet.guard.unwritable import tried


class SessionMiddleware(middleware.SessionMiddleware):
    """Django's, which shows a page also if the database takes no writes.

    A page that was read loses little with its session's changes: messages are shown once more. A
    redirect may lead on to what it has stored, so it fails, as everything does that was sent.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """The response, with the session saved."""
        save = super().process_response
        if request.method not in {"GET", "HEAD"} or response.has_header("Location"):
            return save(request, response)
        answer = tried(lambda: save(request, response), response)
        if request.session.accessed:
            patch_vary_headers(answer, ["Cookie"])
        return answer


def touch(session: SessionBase, now: int) -> None:
    """Store that the session is in use, apart from what the request will change."""
    session["seen"] = now
    with suppress(UpdateError):  # removed meanwhile: the end of the request tells
        tried(session.save, None)
        session.modified = False


def ended(session: SessionBase) -> SessionBase:
    """An empty session in place of one that is over; its row is refused also if it stays."""
    tried(session.flush, None)
    return type(session)(None)
