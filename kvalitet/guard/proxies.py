"""Whose word counts for where a request came from: that of the configured proxies alone."""

from collections.abc import Callable
from functools import cache as once
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

SOCKET: Final = "unix"  # how a proxy is named that comes by a socket, which has no address
_HEADERS: Final = (
    "HTTP_FORWARDED",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PORT",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_FORWARDED_SERVER",
    "HTTP_X_REAL_IP",
)


class ProxyMiddleware:
    """Takes away what a request says of its origin, unless a trusted proxy says it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Wrap the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer to the request as far as it can be believed."""
        if not is_trusted(request.META.get("REMOTE_ADDR", ""), tuple(settings.TRUSTED_PROXIES)):
            for name in _HEADERS:
                request.META.pop(name, None)
        return self.get_response(request)


@once
def networks(proxies: tuple[str, ...]) -> tuple[IPv4Network | IPv6Network, ...]:
    """The proxies' addresses, without the socket.

    Raises:
        ValueError: one is no address and no network.
    """
    return tuple(ip_network(proxy) for proxy in proxies if proxy != SOCKET)


def is_trusted(peer: str, proxies: tuple[str, ...]) -> bool:
    """Whether the one who holds the other end of the connection is one of the proxies."""
    try:
        address = ip_address(peer)
    except ValueError:  # a socket
        return SOCKET in proxies
    return any(address in network for network in networks(proxies))
