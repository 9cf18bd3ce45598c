"""Turning pages: the page a request asks for, and the links to the others."""

from typing import Any

from django.http import Http404, HttpRequest

from commitments.views.paging import Pages, page_number


def page_of(request: HttpRequest, pages: Pages) -> int:
    """The page that the request asks for by ``side``.

    Raises:
        Http404: there is no such page.
    """
    try:
        number = page_number(request.GET.get("side", "").strip())
    except ValueError:
        raise Http404 from None
    if not 1 <= number <= pages.last:
        raise Http404
    return number


def page_links(pages: Pages, number: int) -> list[dict[str, Any]]:
    """The way from a page to the others; none where there is one page."""
    return [
        {
            "number": str(place) if place else "",
            "url": f"?side={place}",
            "current": place == number,
        }
        for place in pages.around(number)
    ]
