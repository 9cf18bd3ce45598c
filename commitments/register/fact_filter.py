"""Filters by a fact of a commitment, in the version of its text that applied."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, Final

from commitments.register.applied_texts import AppliedTexts
from commitments.register.queryset import CommitmentQuerySet
from commitments.web.list_filter import name_of

# What the value of a filter stands for, where it is not what is stored.
_STORED: Final[Mapping[str, Callable[[str], object]]] = {
    "gruppe": partial(name_of, "group"),
    "ar": int,
}


def later(rows: Any, _value: str) -> Any:
    """The rows as they are: what the value means hangs on others, see ``_narrowed``."""
    return rows


def with_facts(
    commitments: CommitmentQuerySet,
    taken: Mapping[str, str],
    names: Iterable[str],
    texts: AppliedTexts,
) -> CommitmentQuerySet:
    """The commitments of which these facts are true, as far as the filters in use ask for them."""
    for name in names:
        if value := taken.get(name):
            stored = _STORED.get(name, str)(value)
            commitments = commitments.with_fact(name, stored, texts)
    return commitments
