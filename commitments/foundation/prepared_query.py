"""Queries whose SQL a process makes only once; later only the values differ.

Django builds and compiles a query again for each page. For nested conditions this takes longer than
the database needs to run the query, and the SQL is always the same.
"""

import re
from collections.abc import Callable, Sequence
from copy import copy
from datetime import date
from functools import lru_cache
from typing import Any, Final, Generic, NamedTuple, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet

_Row = TypeVar("_Row")
_Value = int | str

_KEPT: Final = 64  # shapes of one query
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_STAND_INS: Final = (29_000, 31_000)  # they fit in the smallest column


class Prepared(Generic[_Row]):
    """A query of which only integers and texts differ from one call to the next.

    ``asked`` builds the query from values, and from named shape arguments of any type: the SQL is
    made once for each shape. A value must have the column's type (a row's key, not digits as text)
    and must not decide which conditions there are: None, for example, belongs to the shape.
    """

    def __init__(self, asked: Callable[..., QuerySet[Any, _Row]]) -> None:
        """Take the function that builds the query, without calling it."""
        self.asked = asked
        self._made = lru_cache(_KEPT)(self._make)

    def __call__(self, *values: _Value, **shape: Any) -> list[_Row]:
        """Return the rows, as the query itself would."""
        kinds = tuple(str if isinstance(value, str) else int for value in values)
        made = self._made(kinds, **shape)
        return made.rows(values) if made else []

    def first(self, *values: _Value, **shape: Any) -> _Row | None:
        """Return the first row, or None. All rows are read."""
        return next(iter(self(*values, **shape)), None)

    def _make(self, kinds: tuple[type[_Value], ...], **shape: Any) -> "_Made[_Row] | None":
        """Compile the query; None if it finds nothing whatever the values are.

        Raises:
            ValueError: the SQL depends on the values or changes them, or on a day or an instant,
                which may be today's.
        """
        one, other = (
            [kind(start + place) for place, kind in enumerate(kinds)] for start in _STAND_INS
        )
        try:
            rows, compiler, sql, params = _compiled(self.asked(*one, **shape))
            *_unused, other_sql, other_params = _compiled(self.asked(*other, **shape))
        except EmptyResultSet:
            return None
        if any(map(_is_of_time, params)):
            message = f"The SQL depends on the clock: {sql}"
            raise ValueError(message)
        places = {pair: place for place, pair in enumerate(zip(one, other, strict=True))}
        pairs = list(zip(params, other_params, strict=True))
        taken = [places.get(pair) for pair in pairs]
        if sql != other_sql or not {pair for pair in pairs if pair[0] != pair[1]} <= places.keys():
            message = f"The SQL depends on the values: {sql}"
            raise ValueError(message)
        return _Made(rows, compiler, sql, params, taken)


class _Made(NamedTuple, Generic[_Row]):
    """A compiled query. ``taken`` has, for each parameter, the index of its value, or None."""

    queryset: QuerySet[Any, _Row]
    compiler: Any
    sql: str
    params: Sequence[Any]
    taken: Sequence[int | None]

    def rows(self, values: Sequence[_Value]) -> list[_Row]:
        """Run the query with these values."""
        params = tuple(
            param if place is None else values[place]
            for param, place in zip(self.params, self.taken, strict=True)
        )
        compiler = copy(self.compiler)
        compiler.connection = connections[compiler.using]  # this thread's connection
        compiler.as_sql = lambda *_args, **_kwargs: (self.sql, params)
        queryset = self.queryset.all()
        queryset.query.get_compiler = lambda *_args, **_kwargs: compiler  # type: ignore[method-assign]
        return list(queryset)


def _is_of_time(param: Any) -> bool:
    """Whether the parameter is a day or an instant, in either database's form."""
    return isinstance(param, date) or (isinstance(param, str) and bool(_DAY.match(param)))


def _compiled(queryset: QuerySet[Any, _Row]) -> tuple[QuerySet[Any, _Row], Any, str, Sequence[Any]]:
    compiler = queryset.query.get_compiler(queryset.db)
    return queryset, compiler, *compiler.as_sql()
