"""Probes, answered before anything that could refuse or redirect a request."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import resolve


class ProbeMiddleware:
    """Answers the addresses in ``settings.PROBES`` itself.

    A kubelet asks over plain HTTP, by the address of the pod and without following redirects. No
    host check, page cache, session or rule of access comes between it and the view;
    ``SECURE_REDIRECT_EXEMPT`` keeps Django from redirecting it to TLS.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Wrap the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The view's answer to a probe; any other request goes on."""
        if request.path_info not in settings.PROBES:
            return self.get_response(request)
        request.resolver_match = match = resolve(request.path_info)
        answer: HttpResponseBase = match.func(request)
        return answer
