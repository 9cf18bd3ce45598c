"""Headers sent with every response: a page, a cached page, a file, an error."""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

_UNUSED: Final = (  # browser features that no page uses
    *("accelerometer", "autoplay", "browsing-topics", "camera", "display-capture"),
    *("encrypted-media", "gamepad", "geolocation", "gyroscope", "hid", "idle-detection"),
    *("local-fonts", "magnetometer", "microphone", "midi", "payment", "picture-in-picture"),
    *("screen-wake-lock", "serial", "usb", "xr-spatial-tracking"),
)
PERMISSIONS: Final = ", ".join(f"{name}=()" for name in _UNUSED)
# Not "cookies": browsers delete those of the whole domain, including the owner's other services.
CLEARED: Final = '"cache", "storage"'
# A session that expires leaves the text its user was writing: static/browser-copy.js.
CLEARED_OF_PAGES: Final = '"cache"'


class HeadersMiddleware:
    """Adds two headers that Django and django-csp do not, and clears data when a session ends."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Wrap the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Add the headers. If a session has ended, the browser deletes its cached data."""
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        ended = response.cookies.get(settings.SESSION_COOKIE_NAME)
        if ended is not None and not ended.value:
            place = request.resolver_match
            signed_out = place is not None and place.url_name == "account_logout"
            response["Clear-Site-Data"] = CLEARED if signed_out else CLEARED_OF_PAGES
        return response
