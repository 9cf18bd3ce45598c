"""The query parameters that pages and files know; every other name is ignored."""

from typing import Final

from django.http import HttpRequest, QueryDict

NAMES: Final = (
    "avtale",
    "part",
    "gruppe",
    "omrade",
    "tema",
    "loftetype",
    "vurdering",
    "status",
    "ar",
    "forpliktelse",
    "uenig",
    "q",
    "per",
    "kjent",
    "sorter",
    "side",
)


def known_query(request: HttpRequest) -> QueryDict:
    """The request's known, filled parameters, one value each, in a fixed order.

    Two addresses that mean the same page give the same query, so it serves as
    cache key and as the base of every link that keeps the reader's filters.

    Raises:
        TooManyFieldsSent: the query holds more than a thousand parameters.
    """
    query = QueryDict(mutable=True)
    for name in NAMES:
        if value := request.GET.get(name, "").strip():
            query[name] = value
    return query
