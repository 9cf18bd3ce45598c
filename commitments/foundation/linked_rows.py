"""Reads rows with their linked rows, by a query whose SQL a process makes only once."""

from collections.abc import Iterable
from typing import Any, Final, TypeVar

from django.db.models import F, Model, QuerySet

from commitments.foundation.prepared_query import Prepared

_Row = TypeVar("_Row", bound=Model)

_FEWEST: Final = 25  # the smallest number of keys in one query


class LinkedRows(list[Any]):
    """The linked rows of one row. Other QuerySet methods query the database."""

    def __init__(self, rows: Iterable[Any], of: Model, name: str) -> None:
        """Take the linked rows, the row they belong to, and the name of its field."""
        super().__init__(rows)
        self._of, self._name = of, name

    def exists(self) -> bool:
        """Whether there are any linked rows."""
        return bool(self)

    def count(self) -> int:  # type: ignore[override]  # as of a QuerySet
        """Return the number of linked rows."""
        return len(self)

    def __getattr__(self, name: str) -> Any:
        """Return this attribute of a QuerySet of the same rows."""
        manager = getattr(type(self._of)(pk=self._of.pk), self._name)
        return getattr(manager.all(), name)


def with_linked(rows: Iterable[_Row], name: str, *related: str) -> list[_Row]:
    """Attach to each of these rows of one model its linked rows, and return the rows.

    One query for any number of rows, like ``prefetch_related``: ``row.sources.all()`` then makes no
    query. ``related`` names relations of the linked rows to fetch as well.
    """
    found = list(rows)
    if not found:
        return found
    keys = list({row.pk for row in found})
    asked = _FEWEST
    while asked < len(keys):
        asked *= 4
    linked: dict[int, list[Model]] = {key: [] for key in keys}
    filled_up = [*keys, *[0] * (asked - len(keys))]
    field: Any = type(found[0])._meta.get_field(name)
    for row in _LINKED(*filled_up, field=field, related=related):
        linked[row.of].append(row)
    for row in found:
        kept = row.__dict__.setdefault("_prefetched_objects_cache", {})
        kept[name] = LinkedRows(linked[row.pk], row, name)
    return found


def _linked(*rows: int, field: Any, related: tuple[str, ...]) -> QuerySet[Any]:
    """Query the linked rows, once for each link; ``of`` is the key of the row they belong to."""
    name = field.related_query_name()
    found: QuerySet[Any] = field.related_model._default_manager.filter(**{f"{name}__in": rows})
    found = found.annotate(of=F(name))
    return found.select_related(*related) if related else found


_LINKED: Final = Prepared(_linked)
