"""Redirects, for browsers and for htmx."""

from django.http import HttpRequest, HttpResponseRedirect
from django_htmx.http import HttpResponseClientRedirect


def led(request: HttpRequest, answer: HttpResponseRedirect) -> HttpResponseRedirect:
    """Return the redirect, as htmx needs it if the request came from htmx."""
    if "HX-Request" not in request.headers:
        return answer
    to_page: HttpResponseRedirect = HttpResponseClientRedirect(answer.url)  # type: ignore[assignment]
    return to_page
