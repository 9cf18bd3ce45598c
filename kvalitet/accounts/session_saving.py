"""Saves sessions so that a page can still be read if the database takes no writes."""

from contextlib import suppress

from django.contrib.sessions import middleware
from django.contrib.sessions.backends.base import SessionBase, UpdateError
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from kvalitet.guard.unwritable import tried


class SessionMiddleware(middleware.SessionMiddleware):
    """Django's middleware, but a page is shown even if its session cannot be saved.

    A page that was read loses little without its session's changes: messages are shown once more. A
    redirect may depend on what it has stored, so it fails, and so does every form that was sent.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Save the session and return the response."""
        save = super().process_response
        if request.method not in {"GET", "HEAD"} or response.has_header("Location"):
            return save(request, response)
        answer = tried(lambda: save(request, response), response)
        if request.session.accessed:
            patch_vary_headers(answer, ["Cookie"])
        return answer


def touch(session: SessionBase, now: int) -> None:
    """Store that the session is in use, separately from what the request will change."""
    session["seen"] = now
    with suppress(UpdateError):  # removed meanwhile: the end of the request reports it
        tried(session.save, None)
        session.modified = False


def ended(session: SessionBase) -> SessionBase:
    """Return an empty session in place of an ended one.

    The ended session is refused even if its row cannot be deleted.
    """
    tried(session.flush, None)
    return type(session)(None)
