"""Days and instants on SQLite, which keeps them as texts and compares them sign by sign.

A day that is written otherwise reads as the same one, or as none, and yet sorts and filters as
another: such a change would show in no comparison of values. PostgreSQL has types for both.
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
    """Rows with a day or an instant that is not written as the portal writes it."""
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
    """The condition; what is NULL is neither right nor wrong."""
    exact = isinstance(field, models.DateTimeField)
    forms = (_INSTANT, _FRACTION) if exact else (_DAY,)
    right = " OR ".join(f"{column} GLOB '{form}'" for form in forms)
    return f"NOT ({right})"
