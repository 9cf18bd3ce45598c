"""The query parameters that pages and files know; every other name is ignored."""

from typing import Final

from django.core.exceptions import TooManyFieldsSent
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
        TooManyFieldsSent: the query holds more than a thousand parameters; it is read
            as empty from then on, so that the error page can be made.
    """
    query = QueryDict(mutable=True)
    try:
        sent = request.GET
    except TooManyFieldsSent:
        request.GET = QueryDict()
        raise
    for name in NAMES:
        if value := sent.get(name, "").strip():
            query[name] = value
    return query
