"""The facts that lists are filtered by, in queries, in rows and in older texts."""

from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import Final, NamedTuple

from django.utils.translation import get_language

from agreements import vocabulary
from agreements.applied_texts import AppliedCommitment
from commitments.web.list_filter import Choices, words

_NOT_STATED: Final = vocabulary.word("absence.not_stated")
NOT_STATED: Final = _NOT_STATED.slug  # the area of a wording without an area


class Fact(NamedTuple):
    """The lookup in rows, the values in an older text, and the stored form of a query's value.

    A stored value of None selects rows without a value.
    """

    lookup: str
    values: Callable[[AppliedCommitment], Collection[object]]
    stored: Callable[[str], object] = str


# By the filters' names in queries.
FACTS: Final[Mapping[str, Fact]] = {
    "part": Fact("responsible__code", lambda row: row.facts.responsible),
    "gruppe": Fact(
        "group", lambda row: (row.facts.group,), stored=partial(vocabulary.name_of, "group")
    ),
    "omrade": Fact(
        "areas__area",
        lambda row: row.facts.areas or (None,),
        stored=lambda value: None if value == NOT_STATED else value,
    ),
    "tema": Fact("themes__theme", lambda row: row.facts.themes),
    "loftetype": Fact("verb_class", lambda row: (row.facts.verb_class,)),
    "ar": Fact(
        "agreement__evaluation_years__year", lambda row: row.text.evaluation_years, stored=int
    ),
}


def areas() -> Choices:
    """Return the choices of the area filter, the last for commitments without an area."""
    return [*words("area"), (NOT_STATED, _NOT_STATED.label(get_language()))]
