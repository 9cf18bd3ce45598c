"""Verifies dates and times on SQLite, which stores them as text and compares them as text.

A date in another format may read as the same date, or as none, yet sorts and filters differently.
Comparing values would not reveal such a change. PostgreSQL has types for both.
"""

from collections.abc import Iterator
from typing import Any, Final

from django.apps import apps
from django.db import connection, models

from commitments.foundation.verification_error import VerificationError

_DAY: Final = "[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]"
_INSTANT: Final = f"{_DAY} [0-2][0-9]:[0-5][0-9]:[0-5][0-9]"
_FRACTION: Final = f"{_INSTANT}.{'[0-9]' * 6}"


def errors() -> Iterator[VerificationError]:
    """Report rows with a date or time that is not in the portal's format."""
    if connection.vendor != "sqlite":
        return
    for model in apps.get_models(include_auto_created=True):
        fields = [row for row in model._meta.local_fields if isinstance(row, models.DateField)]
        if fields:
            yield from _errors_of(model, fields)


def _errors_of(model: Any, fields: list[Any]) -> Iterator[VerificationError]:
    quoted = connection.ops.quote_name
    wrong = " OR ".join(_is_wrong(quoted(field.column), field) for field in fields)
    key, table = quoted(model._meta.pk.column), quoted(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {key} FROM {table} WHERE {wrong} ORDER BY 1")  # noqa: S608 (our own names)
        for (pk,) in cursor.fetchall():
            where = f"{model._meta.label} {pk}"
            yield VerificationError(where, "a day or an instant is not written as it was")


def _is_wrong(column: str, field: Any) -> str:
    """Return the condition. NULL is neither right nor wrong."""
    exact = isinstance(field, models.DateTimeField)
    forms = (_INSTANT, _FRACTION) if exact else (_DAY,)
    right = " OR ".join(f"{column} GLOB '{form}'" for form in forms)
    return f"NOT ({right})"
