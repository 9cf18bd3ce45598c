"""Trusts only the configured proxies' headers about where a request comes from."""

from collections.abc import Callable
from functools import cache as once
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

SOCKET: Final = "unix"  # names a proxy that connects by a Unix socket, which has no address
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
    """Removes a request's headers about its origin unless a trusted proxy has sent them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Wrap the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Return the response to the request without untrusted headers."""
        if not is_trusted(request.META.get("REMOTE_ADDR", ""), tuple(settings.TRUSTED_PROXIES)):
            for name in _HEADERS:
                request.META.pop(name, None)
        return self.get_response(request)


@once
def networks(proxies: tuple[str, ...]) -> tuple[IPv4Network | IPv6Network, ...]:
    """Parse the proxies' addresses, leaving out the socket.

    Raises:
        ValueError: a value is neither an address nor a network.
    """
    return tuple(ip_network(proxy) for proxy in proxies if proxy != SOCKET)


def is_trusted(peer: str, proxies: tuple[str, ...]) -> bool:
    """Whether the peer of the connection is one of the proxies."""
    try:
        address = ip_address(peer)
    except ValueError:  # a Unix socket
        return SOCKET in proxies
    return any(address in network for network in networks(proxies))
