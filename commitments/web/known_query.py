"""The query parameters that pages and files know; every other name is ignored."""

from typing import Final

from django.http import HttpRequest, QueryDict

from agreements.vocabulary import current_slugs

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
# The two questions about time, and the pages and files that answer them.
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
    """Whether a page or file of ours is asked about a time that it cannot answer for."""
    place = request.resolver_match
    if place is None or place.namespace not in {"agreements", "commitments"}:
        return False
    asked = any(request.GET.get(name, "").strip() for name in TIMES)
    return asked and place.url_name not in _ANSWER_TIMES


def known_query(request: HttpRequest) -> QueryDict:
    """What ``known`` keeps of the request's query.

    Raises:
        TooManyFieldsSent: the query holds more than a thousand parameters.
    """
    return known(request.GET)


def known(sent: QueryDict) -> QueryDict:
    """The known, filled parameters, one value each, in a fixed order.

    Two addresses that mean the same page give the same query, so it serves as
    cache key and as the base of every link that keeps the reader's filters. A
    former value of the vocabulary is replaced by the value of today.
    """
    query = QueryDict(mutable=True)
    for name in NAMES:
        if value := sent.get(name, "").strip():
            query[name] = current_slugs().get(value, value) if name in _BY_WORD else value
    return query
