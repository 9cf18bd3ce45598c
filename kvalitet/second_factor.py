"""Who has given a password and no second factor is a reader, but for the pages that ask for it."""

from collections.abc import Callable
from functools import partial

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import SimpleLazyObject

from commitments.people import step_up
from commitments.people.rights import FactorTooOldError
from kvalitet.accounts.half_signed_in import is_open_to_half_signed_in

View = Callable[[HttpRequest], HttpResponseBase]


class SecondFactorMiddleware:
    """The one place that decides whether a session with a password counts as signed in.

    ``request.user`` is an anonymous reader until the session has proven a second factor, so
    no view, template or query can forget to ask. ``request.half_signed_in`` is the person all the
    same: the views marked ``takes_half_signed_in`` are given it as their user.
    """

    def __init__(self, get_response: View) -> None:
        """Wrap the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer; the session is read only where something asks who is there."""
        person = request.user
        request.half_signed_in = person  # type: ignore[attr-defined]  # read below and by views
        request.user = SimpleLazyObject(partial(step_up.wholly_signed_in, request, person))  # type: ignore[assignment]
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], *_parts: object
    ) -> HttpResponseBase | None:
        """Lead the half signed-in to the second factor wherever a reader would have to sign in."""
        person = request.half_signed_in  # type: ignore[attr-defined]
        if is_open_to_half_signed_in(view):
            request.user = person
            return None
        if not getattr(view, "login_required", True) or request.user.is_authenticated:
            return None
        return step_up.to_factor(request, person) if person.is_authenticated else None

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponseBase | None:
        """Any step, on any route, that needs a fresher factor leads to its renewal and back."""
        if isinstance(exception, FactorTooOldError):
            return step_up.to_factor(request, request.half_signed_in)  # type: ignore[attr-defined]
        return None
