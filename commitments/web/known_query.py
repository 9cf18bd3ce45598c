"""The query parameters that pages and files know. All others are ignored."""

from typing import Final

from django.http import HttpRequest, QueryDict

from agreements.vocabulary import current_slugs

NAMES: Final = (
    "avtale",
    "part",
    "ansvar",
    "gruppe",
    "omrade",
    "tema",
    "loftetype",
    "vurdering",
    "status",
    "ar",
    "forpliktelse",
    "uenig",
    "samlet",
    "mangler",
    "q",
    "per",
    "kjent",
    "sorter",
    "side",
)
# The two parameters for a time, and the pages and files that support them.
TIMES: Final = ("per", "kjent")
_BY_WORD: Final = frozenset({"gruppe", "status", "vurdering"})  # values are slugs of words
_ANSWER_TIMES: Final = frozenset(
    {
        "agreement_detail",
        "agreement_json",
        "commitment_detail",
        "commitment_file",
        "commitment_list",
        "commitment_list_file",
        "progress_list",
        "progress_list_file",
    }
)


def time_unanswered(request: HttpRequest) -> bool:
    """Whether the request names a time at one of our pages that does not support it."""
    place = request.resolver_match
    if place is None or place.namespace not in {"agreements", "commitments"}:
        return False
    asked = any(request.GET.get(name, "").strip() for name in TIMES)
    return asked and place.url_name not in _ANSWER_TIMES


def known_query(request: HttpRequest) -> QueryDict:
    """Return the request's known parameters, as ``known`` does.

    Raises:
        TooManyFieldsSent: the query has more than a thousand parameters.
    """
    return known(request.GET)


def known(sent: QueryDict) -> QueryDict:
    """Return the known, filled-in parameters, one value each, in a fixed order.

    Two addresses of the same page give the same query, so it serves as cache key and as the base of
    every link that keeps the reader's filters. An old vocabulary value is replaced by today's.
    """
    query = QueryDict(mutable=True)
    for name in NAMES:
        if value := sent.get(name, "").strip():
            query[name] = current_slugs().get(value, value) if name in _BY_WORD else value
    return query
