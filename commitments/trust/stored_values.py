"""Reads stored values for verification, even if they are no longer valid."""

from typing import Any

from django.db.models import Model, QuerySet

from commitments.foundation.verification_error import UNREADABLE

Values = dict[str, Any]
Rows = dict[Any, Values | None]


def read(rows: QuerySet[Model], columns: list[str], key: str) -> Rows:
    """Return each row's values by its key; None if a value is no longer valid."""
    try:
        return {row[key]: row for row in rows.order_by().values(*columns)}
    except UNREADABLE:
        return {pk: _read_one(rows, columns, pk) for pk in _keys(rows, key)}


def _read_one(rows: QuerySet[Model], columns: list[str], pk: object) -> Values | None:
    try:
        return dict(rows.values(*columns).get(pk=pk))
    except UNREADABLE:
        return None


def _keys(rows: QuerySet[Model], key: str) -> list[object]:
    return list(rows.order_by().values_list(key, flat=True))
