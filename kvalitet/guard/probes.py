"""Responds to probes before anything that could refuse or redirect a request."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import resolve


class ProbeMiddleware:
    """Responds to the addresses in ``settings.PROBES`` itself.

    A kubelet requests them over plain HTTP, by the pod's address, and follows no redirects. No host
    check, page cache, session or access rule comes before the view. ``SECURE_REDIRECT_EXEMPT``
    keeps Django from redirecting it to TLS.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Wrap the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Return the view's response to a probe, and pass on any other request."""
        if request.path_info not in settings.PROBES:
            return self.get_response(request)
        request.resolver_match = match = resolve(request.path_info)
        answer: HttpResponseBase = match.func(request)
        return answer
