"""Ways to another page, for browsers and for scripts."""

from django.http import HttpRequest, HttpResponseRedirect
from django_htmx.http import HttpResponseClientRedirect


def led(request: HttpRequest, answer: HttpResponseRedirect) -> HttpResponseRedirect:
    """The way to another page; a script that asked for a part of this one is led there too."""
    if "HX-Request" not in request.headers:
        return answer
    to_page: HttpResponseRedirect = HttpResponseClientRedirect(answer.url)  # type: ignore[assignment]
    return to_page
