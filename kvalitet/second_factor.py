"""Treats a user who has given a password but no second factor as an anonymous reader."""

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

    ``request.user`` is an anonymous reader until the session has a second factor, so no view,
    template or query can forget to check. ``request.half_signed_in`` is the user in any case. Views
    marked ``takes_half_signed_in`` get it as their user.
    """

    def __init__(self, get_response: View) -> None:
        """Wrap the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Return the response. The session is read only if something needs the user."""
        person = request.user
        request.half_signed_in = person  # type: ignore[attr-defined]  # read below and by views
        request.user = SimpleLazyObject(partial(step_up.wholly_signed_in, request, person))  # type: ignore[assignment]
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], *_parts: object
    ) -> HttpResponseBase | None:
        """Redirect a half-signed-in user to the second factor if the view requires sign-in."""
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
        """Redirect to the second factor and back if the step needs a more recent one."""
        if isinstance(exception, FactorTooOldError):
            return step_up.to_factor(request, request.half_signed_in)  # type: ignore[attr-defined]
        return None
