"""Rows with what they are linked to, read by a query whose SQL a process makes once."""

from collections.abc import Iterable
from typing import Any, Final, TypeVar

from django.db.models import F, Model, QuerySet

from commitments.foundation.prepared_query import Prepared

_Row = TypeVar("_Row", bound=Model)

_FEWEST: Final = 25  # rows of which the links are asked together


class LinkedRows(list[Any]):
    """What a row is linked to; whatever else is asked of it is asked of the database."""

    def __init__(self, rows: Iterable[Any], of: Model, name: str) -> None:
        """Take the rows, the one they hang on, and the name of its field."""
        super().__init__(rows)
        self._of, self._name = of, name

    def exists(self) -> bool:
        """Whether there is any."""
        return bool(self)

    def count(self) -> int:  # type: ignore[override]  # as of a QuerySet
        """How many there are."""
        return len(self)

    def __getattr__(self, name: str) -> Any:
        """What a QuerySet of the same rows has by this name."""
        manager = getattr(type(self._of)(pk=self._of.pk), self._name)
        return getattr(manager.all(), name)


def with_linked(rows: Iterable[_Row], name: str, *related: str) -> list[_Row]:
    """The same rows of one model, each with what it is linked to by the field of this name.

    One query for any number, like ``prefetch_related``: ``row.sources.all()`` asks no more.
    ``related`` are relations of what they are linked to that come along.
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
    """The rows of the other model, once for each link: ``of`` is the key of the one it hangs on."""
    name = field.related_query_name()
    found: QuerySet[Any] = field.related_model._default_manager.filter(**{f"{name}__in": rows})
    found = found.annotate(of=F(name))
    return found.select_related(*related) if related else found


_LINKED: Final = Prepared(_linked)
